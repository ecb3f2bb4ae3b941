"""The command import-map: foreign layers become a draft of the map, proven and published on request."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import database
from desk.commands.importing import told
from desk.imports.columns import BadOption
from desk.imports.console import SHOWN, complain, say, steps_shown
from desk.imports.layer_options import add_layers, layers_asked
from desk.imports.map_report import tell_map
from grid import editions, proving
from grid.city import City, load_city
from grid.errors import BadPosition, NoEditionPublished, RowsRefused
from grid.importing import Imported, import_map, planned
from grid.planning import MapImport, Watch, steps_of
from grid.proving import Offence
from grid.rules.coordinates import Position
from reach import SYSTEM
from registry import audit


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser("import-map", help="make a map of foreign layers, all or nothing")
    add_layers(parser)
    parser.add_argument(
        "--middle", nargs=2, type=float, metavar=("LON", "LAT"),
        help="where the city lies, EPSG:4326 (else its first default point)",
    )  # fmt: skip
    parser.add_argument(
        "--mend", type=float, default=0.0, metavar="METRES",
        help="close gaps up to this width and settle overlaps of the lowest layer (else they stay, and show)",
    )  # fmt: skip
    parser.add_argument("--note", default="", help="a word about this edition")
    parser.add_argument("--report", type=Path, help="write what was found in every row here, as CSV")
    parser.add_argument("--dry-run", action="store_true", help="say what would become of it; keep nothing")
    parser.add_argument("--publish", action="store_true", help="prove the draft and put it in force")
    parser.set_defaults(run=_run)


@told
async def _run(asked: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    city = await load_city()
    wanted = _wanted(asked, city)
    if asked.publish and await _published():
        raise BadOption("a map is in force already; without --publish this becomes a draft of the next one")
    with steps_shown() as watch:
        return await _imported(asked, (city, wanted), now, watch)


async def _imported(
    asked: argparse.Namespace, what: tuple[City, MapImport], now: datetime, watch: Watch
) -> int:
    steps = steps_of(what[1])
    # Proof and publication come after what the import tells of.
    of = steps + 2 if asked.publish else steps
    try:
        if asked.dry_run:
            plan = await planned(*what, watch)
            tell_map(plan.report, asked.report)
            say(f"it would be {len(plan.areas)} areas, {len(plan.zones)} zones of overlays; nothing was kept")
            return 0
        imported = await import_map(*what, now, lambda doing, done, _: watch(doing, done, of))
    except RowsRefused as refused:
        tell_map(refused.report, asked.report)
        complain(f"{refused.count} rows have problems; nothing was imported.")
        return 1
    except ValueError as error:
        raise BadOption(str(error)) from error
    tell_map(imported.report, asked.report)
    if asked.publish:
        return await _publish(imported, now, lambda doing, done: watch(doing, steps + done, of))
    say(f"{_counted(imported)}; a draft")
    return 0


def _counted(imported: Imported) -> str:
    return f"edition {imported.edition.number}: {imported.areas} areas, {imported.zones} zones of overlays"


def _wanted(asked: argparse.Namespace, city: City) -> MapImport:
    layers = layers_asked(asked.layers)
    missing = [str(layer.level) for layer in layers if layer.level and layer.level not in city.levels]
    if missing:
        raise BadOption(f"{city.name} has no level {', '.join(missing)}; it has {', '.join(city.levels)}")
    if not 0 <= asked.mend <= 1000:
        raise BadOption("--mend is a width in metres, up to 1000")
    if asked.middle is None and not city.default_points:
        raise BadOption(f"say where {city.name} lies: --middle LON LAT")
    lon, lat = asked.middle or (city.default_points[0].lon, city.default_points[0].lat)
    try:
        return MapImport(layers, Position(lon, lat), asked.mend, asked.note)
    except BadPosition as error:
        raise BadOption(f"--middle: {error}") from error


async def _published() -> bool:
    try:
        await editions.published()
    except NoEditionPublished:
        return False
    return True


async def _publish(imported: Imported, now: datetime, watch: Callable[[str, int], None]) -> int:
    draft = imported.edition
    watch("proving", 0)
    proof = await proving.prove_edition(draft.id)
    if proof.offences:
        for offence in proof.offences[:SHOWN]:
            complain(f"  {_said(offence)}")
        if len(proof.offences) > SHOWN:
            complain(f"  … and {len(proof.offences) - SHOWN} more")
        await editions.discard_draft(draft.id)
        complain(f"The proof found {len(proof.offences)} faults; nothing was kept (--mend closes slivers).")
        return 1
    watch("publishing", 1)
    async with database.transaction():
        edition = await editions.publish(draft.id, now)
        said = {"number": edition.number, "areas": imported.areas, "zones": imported.zones}
        await audit.append(SYSTEM, audit.CONFIG, audit.Fact("map_published", now, said))
    say(f"{_counted(imported)}; proven without gap or overlap, each area within its parent; published")
    return 0


def _said(offence: Offence) -> str:
    fault = offence.fault
    other = f" with {fault.other}" if fault.other else ""
    return f"{fault.kind} {fault.code}{other}: {fault.size_m2:.1f} m² at {offence.lon:.6f}, {offence.lat:.6f}"
