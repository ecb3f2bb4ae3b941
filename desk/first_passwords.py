"""Passwords for one sign-in: chosen by nobody, told once, kept nowhere."""

import secrets
from dataclasses import dataclass, field

from registry.rules.passwords import weaknesses

# Without what is read or heard as something else (0 o, 1 l i); 16 of them are 79 bits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """A password for one sign-in, to be told to its holder and to nobody else; kept nowhere."""

    staff_id: int
    login: str
    password: str = field(repr=False)


def new_password(login: str) -> str:
    """A password nobody has chosen, strong enough by our own rule."""
    while True:
        groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        password = "-".join(groups)
        if not weaknesses(password, login):
            return password
