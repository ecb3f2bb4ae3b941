"""The commands that make Assen out of its files, as one would type them: `bin/desk` and these words."""

from dataclasses import dataclass
from pathlib import Path

from bench.assen import sheets

HERE = Path(__file__).parent
CUT = "2026-07-01"
SERVICE = "assen-replay"
_PLACE_AND_TIME = (
    "--lon", "lng", "--lat", "lat", "--crs", "WGS84", "--time", "created_at", "--time-format", "iso",
    "--closed", "resolved_date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Files:
    """Where the city's files lie, and the folder for what is made of them."""

    given: Path
    out: Path

    @property
    def signals(self) -> Path:
        return self.given / "assen_signals.csv"

    @property
    def past(self) -> Path:
        return self.out / "past.csv"

    @property
    def token(self) -> Path:
        return self.out / "token"

    def known(self) -> dict[str, sheets.Category]:
        """The subcategories."""
        return sheets.categories(self.given / "categories_departments.json")

    def write(self) -> None:
        """Makes what the commands read."""
        known = self.known()
        sheets.write_classes(known, self.out / "classes.csv")
        sheets.write_past(self.signals, known, self.past)
        boxes = self.given / "areas_bbox_only.json"
        sheets.write_boxes(boxes, self.out / "city.geojson", self.out / "wijken.geojson")


def set_up(files: Files) -> tuple[tuple[str, ...], ...]:
    """Everything before the replay; duties are learned from the reports before the cut."""
    crs = ("--code", "code", "--name", "name", "--crs", "EPSG:4326")
    return (
        ("city", "new", str(HERE / "city.toml")),
        ("import-map", "--publish", "--middle", "6.56", "52.99",
         "--areas", "DISTRICT", str(files.out / "city.geojson"), *crs,
         "--overlay", "wijk", str(files.out / "wijken.geojson"), *crs),
        ("import-classes", str(files.out / "classes.csv")),
        ("learn-responsibilities", str(files.past), "--type", "subcategory_slug", "--handler", "departments",
         "--separator", sheets.SEPARATOR, *_PLACE_AND_TIME, "--until", CUT, "--level", "DISTRICT",
         "--rest", "dispatch.assen", "--valid-from", "2026-01-01"),
        ("token", "new", SERVICE, "--made-by", "admin.assen", "--days", "7", "--to", str(files.token)),
    )  # fmt: skip


def replay(files: Files, address: str, clients: int) -> tuple[str, ...]:
    """The reports from the cut on, by HTTP."""
    return (
        "replay", str(files.signals), "--id", "id", "--type", "subcategory_slug", "--title", "subcategory",
        *_PLACE_AND_TIME, "--since", CUT, "--to", address, "--token-file", str(files.token),
        "--clients", str(clients), "--position", str(files.out / "position"),
        "--report", str(files.out / "refused.csv"),
    )  # fmt: skip
