"""Options that describe the layers of a map one by one: what follows a layer's option is about it."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desk.imports.columns import BadOption
from grid.layer import Layer
from grid.rules.levels import Level

Said = dict[str, Any]  # the fields of one Layer, as far as they have been said
_ABOUT_A_LAYER = (
    (("--code", "--code-column"), "code_field", "property that holds the code"),
    (("--name", "--name-column"), "name_field", "property that holds the name (else the code is the name)"),
    (
        ("--parent", "--parent-column"),
        "parent_field",
        "property of the parent's code (else: what it lies in)",
    ),
    (("--prefix",), "prefix", "put before every code of this layer"),
    (("--table",), "table", "which layer of a GeoPackage with several"),
    (("--encoding",), "encoding", "of a Shapefile's texts, unless it says so itself; never guessed"),
    (("--crs",), "crs", "its coordinate system, e.g. EPSG:2249; never guessed"),
)
_SWITCHES = (
    ("--numbered", "numbered", "its codes are the numbers of its features, from 1 (instead of --code)"),
    ("--swap-axes", "swapped", "it has latitude or northing before longitude or easting"),
    ("--merge", "merge", "features of one code are one area (else the second one is refused)"),
    ("--repair", "repair", "mend outlines of this layer, and tell each change (else they are refused)"),
)


class _NewLayer(argparse.Action):
    def __call__(
        self,
        parser: argparse.ArgumentParser,
        asked: argparse.Namespace,
        values: Any,
        option: str | None = None,
    ) -> None:
        name, file = values
        said: Said = {"path": Path(file)}
        if option == "--overlay":
            said["overlay"] = name
        elif name in Level.__members__:
            said["level"] = Level(name)
        else:
            parser.error(f"--areas: {name!r} is none of {', '.join(Level)}")
        asked.layers = [*(asked.layers or []), said]


class _AboutLayer(argparse.Action):
    def __call__(
        self,
        parser: argparse.ArgumentParser,
        asked: argparse.Namespace,
        values: Any,
        option: str | None = None,
    ) -> None:
        if not asked.layers:
            parser.error(f"{option} comes after the --areas or --overlay it is about")
        asked.layers[-1][self.metavar or self.dest] = True if self.nargs == 0 else values


def add_layers(parser: argparse.ArgumentParser) -> None:
    """Adds `--areas LEVEL FILE` and `--overlay NAME FILE`, and what can be said about each of them."""
    parser.set_defaults(layers=[])
    for option, name, what in (
        ("--areas", "LEVEL", "areas of a level of the city's map; the lowest layer draws it"),
        ("--overlay", "NAME", "zones of a layer that crosses the areas"),
    ):
        parser.add_argument(
            option, nargs=2, action=_NewLayer, metavar=(name, "FILE"), help=what, dest="layers"
        )
    for options, field, what in _ABOUT_A_LAYER:
        parser.add_argument(*options, action=_AboutLayer, dest="layers", metavar=field, help=what)
    for option, field, what in _SWITCHES:
        parser.add_argument(option, action=_AboutLayer, dest="layers", metavar=field, nargs=0, help=what)


def layers_asked(said: Sequence[Said]) -> tuple[Layer, ...]:
    """The layers as they were described; raises BadOption."""
    if not any("level" in one for one in said):
        raise BadOption("a map needs one layer of areas at least: --areas LEVEL FILE")
    for one in said:
        if ("code_field" in one) is ("numbered" in one):
            raise BadOption(f"{one['path']}: say with --code which property holds the code, or --numbered")
    try:
        return tuple(Layer(**_known_by(one)) for one in said)
    except ValueError as error:
        raise BadOption(str(error)) from error


def _known_by(one: Said) -> Said:
    known = {field: value for field, value in one.items() if field != "numbered"}
    # Without a column the number of the feature is its code.
    return {"code_field": "", **known}
