"""The commands that make Boston out of its files, as one would type them: `bin/desk` and these words."""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CUT = "2015-07-01"
SERVICE = "boston-replay"
CLERK = "window.boston"
_PLACE_AND_TIME = (
    "--lon", "LONGITUDE", "--lat", "LATITUDE", "--crs", "WGS84",
    "--time", "OPEN_DT", "--time-format", "%m/%d/%Y %I:%M:%S %p",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Files:
    """Where the city's files lie, and the folder for what the commands write."""

    given: Path
    out: Path

    @property
    def requests(self) -> Path:
        return self.given / "boston311_2015_sample40k.csv"

    @property
    def classes(self) -> Path:
        return self.out / "classes.csv"

    @property
    def replayed(self) -> Path:
        """There once the replay has come to its end."""
        return self.out / "replayed"

    @property
    def notes(self) -> Path:
        """What was handed in through the pages."""
        return self.out / "pages.csv"

    @property
    def types(self) -> Path:
        """The confusion by type."""
        return self.out / "types.csv"

    @property
    def gain(self) -> Path:
        """What the wrong ones are, and what would gain them."""
        return self.out / "gain.csv"

    @property
    def token(self) -> Path:
        return self.out / "token"


def city() -> tuple[str, ...]:
    """The city itself."""
    return ("city", "new", str(HERE / "city.toml"))


def map_layers(files: Files) -> tuple[str, ...]:
    """Precincts draw the map, public works districts are made of them, the others cross it.

    The two layers in feet do not state their system, so it is stated here. Precincts leave slivers between
    them, which `--mend` closes up to 2 m; `--repair` mends the outlines that touch themselves.
    """
    given = files.given
    return (
        "import-map", "--publish", "--mend", "2", "--report", str(files.out / "map.csv"),
        "--note", "precincts, public works districts, police districts, wards",
        "--areas", "COMMUNITY", str(given / "precincts_EPSG2249_unlabelled.geojson"),
        "--code", "WARD_PRECINCT", "--crs", "EPSG:2249", "--repair",
        "--areas", "DISTRICT", str(given / "DERIVED_pwd_districts_from_precinct_modes.geojson"),
        "--code", "pwd_district",
        "--overlay", "police_district", str(given / "police_districts_EPSG2249_unlabelled.geojson"),
        "--code", "DISTRICT", "--crs", "EPSG:2249",
        "--overlay", "ward", str(given / "wards.geojson"),
        "--code", "WARD", "--repair",
    )  # fmt: skip


def classes(files: Files) -> tuple[str, ...]:
    """The 157 types of request."""
    return ("import-classes", str(files.classes))


def duties(files: Files) -> tuple[str, ...]:
    """Who answers: learned from the first half-year only."""
    return (
        "learn-responsibilities", str(files.requests), "--type", "TYPE", "--handler", "QUEUE",
        *_PLACE_AND_TIME, "--until", CUT, "--level", "DISTRICT", "--minimum", "1",
        "--rest", "dispatch.boston", "--valid-from", CUT,
    )  # fmt: skip


def token(files: Files) -> tuple[str, ...]:
    """The right to hand cases in."""
    return ("token", "new", SERVICE, "--made-by", "admin.boston", "--days", "7", "--to", str(files.token))


def replay(files: Files, address: str, clients: int) -> tuple[str, ...]:
    """The second half-year, by HTTP."""
    return (
        "replay", str(files.requests), "--id", "CASE_ENQUIRY_ID", "--type", "TYPE", "--title", "CASE_TITLE",
        *_PLACE_AND_TIME, "--since", CUT, "--channel", "HOTLINE", "--to", address,
        "--token-file", str(files.token), "--clients", str(clients),
        "--position", str(files.out / "position"), "--report", str(files.out / "refused.csv"),
    )  # fmt: skip


def through_pages(files: Files, address: str, size: int) -> tuple[str, ...]:
    """A sample of the same rows by the report page and at the window; a program of this folder."""
    return (str(files.requests), "--to", address, "--notes", str(files.notes), "--sample", str(size))


def score(files: Files) -> tuple[str, ...]:
    """What the city itself had recorded, beside what the desk made of it."""
    return (str(files.requests), "--types", str(files.types))


def gain(files: Files) -> tuple[str, ...]:
    """What the wrong ones are, and what would gain them."""
    return (str(files.requests), "--report", str(files.gain))


def same(files: Files, size: int) -> tuple[str, ...]:
    """The rows handed in through the pages, beside the same rows by the intake."""
    return (str(files.requests), "--notes", str(files.notes), "--sample", str(size))
