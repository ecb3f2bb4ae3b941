"""How personal data looks to those who need not know it: enough to recognise, not enough to learn."""

import re
import unicodedata

from registry.rules.identity_numbers import NumberKind

HIDDEN = "***"
_DOTS = "·・•‧．"


def name(full: str) -> str:
    """A name with its middle hidden: 张三 → 张*, 张三丰 → 张*丰, 买买提·艾力 → 买**·艾*, Li Wu → L*** W***.

    A single character is hidden altogether. Latin words never show their length.
    """
    text = " ".join(unicodedata.normalize("NFKC", full).split())
    if any(_is_latin(character) for character in text):
        return re.sub(r"[^\W_](?:[^\s·]*)", _latin_part, re.sub(f"[{_DOTS}]", "·", text))
    parts = re.split(f"[{_DOTS}]", text.replace(" ", ""))
    if len(parts) == 1:
        return _middle_hidden(_clusters(parts[0]))
    return "·".join(_first_shown(_clusters(part)) for part in parts if part)


def _is_latin(character: str) -> bool:
    return character.isalpha() and unicodedata.name(character, "").startswith("LATIN")


def _latin_part(found: "re.Match[str]") -> str:
    return _clusters(found.group())[0] + HIDDEN


def _clusters(text: str) -> list[str]:
    # A variation selector or combining mark belongs to the character before it.
    clusters: list[str] = []
    for character in text:
        if clusters and (unicodedata.category(character)[0] == "M" or character == "\u200d"):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _middle_hidden(clusters: list[str]) -> str:
    if len(clusters) < 3:
        return _first_shown(clusters)
    return clusters[0] + "*" * (len(clusters) - 2) + clusters[-1]


def _first_shown(clusters: list[str]) -> str:
    return "*" if len(clusters) == 1 else "".join(clusters[:1]) + "*" * (len(clusters) - 1)


def number(plain: str, kind: NumberKind, first: int = 3) -> str:
    """A document's number with the first 3 to 6 and the last 4 characters shown: 999***********0016.

    Numbers shorter than 15 show one and four, very short ones the last two. Numbers of organisations are
    public and shown whole. Raises ValueError for another `first`.
    """
    if not 3 <= first <= 6:
        raise ValueError("of a number the first 3 to 6 characters are shown")
    if not kind.is_of_person:
        return plain
    if len(plain) >= 15:
        return _ends_shown(plain, first, 4)
    return _ends_shown(plain, 1, 4) if len(plain) >= 8 else _ends_shown(plain, 0, 2)


def phone(plain: str) -> str:
    """A phone number with its middle hidden: 13800000000 → 138****0000; shorter ones show only their end."""
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", plain))
    digits = re.sub("^(?:00)?86(?=1[0-9]{10}$)", "", digits)
    if len(digits) >= 11:
        return _ends_shown(digits, 3, 4)
    return _ends_shown(digits, 0, 4 if len(digits) >= 7 else 2)


def _ends_shown(plain: str, first: int, last: int) -> str:
    if len(plain) <= first + last:
        return "*" * len(plain)
    return plain[:first] + "*" * (len(plain) - first - last) + plain[-last:]


# Names of divisions hold no digits and no words for roads, lanes and houses; a 小区 or 新村 is an estate.
_WORD = "[^\\W\\d_路巷弄号街幢栋]{1,12}?"
_DOWN_TO_COMMUNITY = re.compile(
    f"(?:{_WORD}(?:省|自治区|特别行政区))?(?:{_WORD}[市州盟])?(?:{_WORD}(?:(?<![小社园校])区|县|市|旗))?"
    f"(?:{_WORD}(?:街道|[镇乡]|苏木))?(?:{_WORD}(?:社区|(?<!新)村(?:委会)?|居委会|嘎查))?"
)


def address(text: str) -> str:
    """An address down to its community, the rest hidden: 镇海街道英龙社区胜利路1号 → 镇海街道英龙社区***.

    Where no community is written it ends earlier; an address without any known division is hidden whole.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    found = _DOWN_TO_COMMUNITY.match(plain)
    shown = found.group() if found else ""
    return shown + HIDDEN if shown != plain else shown
