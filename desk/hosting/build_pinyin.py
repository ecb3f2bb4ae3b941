"""Makes the compact table of readings out of pypinyin, which is too heavy for the running processes."""

import os
import re
import sys
from pathlib import Path

from pypinyin.contrib.tone_convert import to_normal
from pypinyin.pinyin_dict import pinyin_dict

import pinyin

# The likeliest reading in names of people and places, where the dictionary puts another one first.
FIRST_IN_NAMES = {
    "长": "chang",
    "曾": "zeng",
    "单": "shan",
    "解": "xie",
    "仇": "qiu",
    "查": "zha",
    "厦": "xia",
    "重": "chong",
    "覃": "qin",
    "佛": "fo",
    "都": "du",
    "翟": "zhai",
    "晟": "sheng",
    "卜": "bu",
    "繁": "fan",
    "石": "shi",
}
# Rarer readings of a character than these are not what somebody searches by.
MOST_READINGS = 5


def build() -> bytes:
    """The table for every character the dictionary knows."""
    table = {chr(point): _readings(chr(point), spelled) for point, spelled in pinyin_dict.items()}
    return pinyin.encode({character: readings for character, readings in table.items() if readings})


def _readings(character: str, spelled: str) -> tuple[str, ...]:
    plain = [to_normal(reading).replace("ê", "e") for reading in spelled.split(",")]
    first = FIRST_IN_NAMES.get(character)
    # Grunts such as `hng` are no syllables; letters beyond a-z nobody types.
    known = [reading for reading in plain if re.fullmatch("[a-z]*[aeiouv][a-z]*", reading)]
    ordered = dict.fromkeys([first, *known] if first in known and first else known)
    return tuple(dict.fromkeys(_with_passport_forms(list(ordered)[:MOST_READINGS])))


def _with_passport_forms(readings: list[str]) -> list[str]:
    # Keyboards write ü as v, passports as yu (GB/T 28039-2011): 吕 is searched as lv and as lyu.
    return readings + [reading.replace("v", "yu") for reading in readings if "v" in reading]


def main(arguments: list[str]) -> int:
    """Writes the table to the path given; whole or not at all."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m desk.hosting.build_pinyin PATH\n")
        return 2
    path = Path(arguments[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.write_bytes(build())
    unfinished.replace(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
