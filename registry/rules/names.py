"""What can be a name: something people can read, and the desk can compare."""

from pinyin import folded

# Letters by their category, and blank on every screen: the fillers of Korean syllables.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")


def is_name(text: str) -> bool:
    """Whether a text holds a letter, character or digit; spaces, signs and invisible characters alone do not.

    Names are compared without those, so whatever had nothing else would be equal to everything like it.
    """
    return bool(set(folded(text)) - _BLANK_LETTERS - {" "})
