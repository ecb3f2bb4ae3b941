"""What a password of staff must be like."""

SHORTEST, LONGEST, CLASSES = 8, 128, 3


def weaknesses(password: str, login: str) -> tuple[str, ...]:
    """Codes of what is wrong with a new password: TOO_SHORT, TOO_LONG, TOO_UNIFORM, HOLDS_LOGIN.

    At least 8 characters of at least 3 of the 4 kinds (capitals, small letters, digits, others), the usual
    reading of GB/T 22239-2019 8.1.4.1; the upper limit keeps hashing a password cheap.
    """
    kinds = {_kind(character) for character in password}
    found = {
        "TOO_SHORT": len(password) < SHORTEST,
        "TOO_LONG": len(password) > LONGEST,
        "TOO_UNIFORM": len(kinds) < CLASSES,
        "HOLDS_LOGIN": login.lower() in password.lower(),
    }
    return tuple(code for code, applies in found.items() if applies)


def _kind(character: str) -> str:
    if character.isdigit():
        return "digit"
    if character.isalpha():
        return "capital" if character.isupper() else "small"
    return "other"
