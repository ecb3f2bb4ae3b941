"""Makes what the commands read of Assen's files: a map of boxes, a sheet of classes, and who handled what."""

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple, TypedDict

_LIMIT = re.compile(r"binnen (\d+) werkdag")
_WHOLE = "WK010699"  # its box holds the city and its surroundings
SEPARATOR = ";"


class Kind(TypedDict):
    """What sort of area a box is of."""

    code: str


class Box(TypedDict):
    """An area as the file has it: west, south, east and north of it in EPSG:4326."""

    code: str
    name: str
    type: Kind
    bbox: list[float]


class Category(NamedTuple):
    """A subcategory: its name, the category above it, its limit in working days, its departments in order."""

    name: str
    major: str
    days: int
    departments: tuple[str, ...]


def categories(path: Path) -> dict[str, Category]:
    """Every subcategory by its code.

    The file lists its departments by name and says of none that it leads. Here the most special one comes
    first: the one that answers for the fewest subcategories, of equals the first by name.
    """
    given = json.loads(path.read_bytes())
    answers = Counter(name for one in given.values() for name in one["departments"])
    found = {}
    for code, one in given.items():
        days = _LIMIT.search(one["handling_message"])
        ordered = sorted(one["departments"], key=lambda name: (answers[name], name))
        found[code] = Category(one["name"], one["parent"], int(days[1]) if days else 5, tuple(ordered))
    return found


def write_classes(known: dict[str, Category], sheet: Path) -> int:
    """Writes one incident class for each subcategory and returns how many."""
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("code", "name", "limit_amount", "limit_unit", "major", "needs_verification"))
        writer.writerows(
            (code, one.name, one.days, "WORKING_DAY", one.major, "no") for code, one in known.items()
        )
    return len(known)


def write_past(signals: Path, known: dict[str, Category], sheet: Path) -> int:
    """Writes every report with the departments of its subcategory beside it, and returns how many."""
    with (
        signals.open(encoding="utf-8", newline="") as given,
        sheet.open("w", encoding="utf-8", newline="") as out,
    ):
        rows = csv.DictReader(given)
        writer = csv.writer(out)
        writer.writerow((*(rows.fieldnames or ()), "departments"))
        count = 0
        for row in rows:
            writer.writerow((*row.values(), SEPARATOR.join(known[row["subcategory_slug"]].departments)))
            count += 1
    return count


def write_boxes(areas: Path, whole: Path, wijken: Path) -> int:
    """Writes the box of the whole city, and those of its wijken, as layers; returns how many wijken."""
    given: list[Box] = json.loads(areas.read_bytes())
    boxes = {one["code"]: one for one in given if one["type"]["code"] == "district"}
    _write(whole, [boxes[_WHOLE]])
    inner = [one for code, one in sorted(boxes.items()) if code != _WHOLE]
    _write(wijken, inner)
    return len(inner)


def _write(path: Path, boxes: list[Box]) -> None:
    features = []
    for one in boxes:
        west, south, east, north = one["bbox"]
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        named = {"code": one["code"], "name": one["name"]}
        features.append({"type": "Feature", "properties": named, "geometry": shape})
    document = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
