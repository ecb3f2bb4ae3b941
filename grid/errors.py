"""What can go wrong with places: codes, coordinates, editions and look-ups."""

from grid.rules.import_report import ImportReport


class GridError(Exception):
    """Raised when something about a place cannot be so; the root of this room's tree."""


class BadCode(GridError):
    """Raised when a code of a division, cell or component breaks the rule it is built by."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code!r}: {reason}")
        self.code = code
        self.reason = reason


class BadPosition(GridError):
    """Raised when two numbers cannot be a place on earth; the root of that branch."""


class PositionNotFinite(BadPosition):
    """Raised when a longitude or latitude is NaN or infinite."""


class PositionOutOfRange(BadPosition):
    """Raised when a longitude lies outside ±180° or a latitude outside ±90°."""


class UnknownCrs(GridError):
    """Raised when a coordinate system is not stated, or not one we can turn into WGS-84."""


class NoCity(GridError):
    """Raised when the database has no city yet; `bin/desk city new` makes one."""


class NoEditionPublished(GridError):
    """Raised when a place is asked for before any edition of the map has been published."""


class UnknownEdition(GridError):
    """Raised when an edition of the map does not exist."""

    def __init__(self, edition: int) -> None:
        super().__init__(f"there is no edition {edition}")
        self.edition = edition


class EditionNotDraft(GridError):
    """Raised when an edition that has been published shall be changed or published once more."""

    def __init__(self, edition: int) -> None:
        super().__init__(f"edition {edition} is no draft")
        self.edition = edition


class EditionNotSound(GridError):
    """Raised when the proof of a draft found faults (`count`, `worst`); an empty map is not sound either."""

    def __init__(self, edition: int, count: int, worst: str) -> None:
        super().__init__(f"the proof of edition {edition} found {count} faults: {worst}")
        self.edition = edition
        self.count = count
        self.worst = worst


class MapNotNested(GridError):
    """Raised when the areas of a map do not form one tree; `code` is the area at which it shows."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


class PlaceNotFound(GridError):
    """Raised when a look-up leads to no area; the root of that branch."""


class PointOutsideCity(PlaceNotFound):
    """Raised when a position lies in no area; `nearest` is `distance_m` away (None: empty map)."""

    def __init__(self, distance_m: float | None, nearest: str | None) -> None:
        where = "the map is empty" if distance_m is None else f"{distance_m:.0f} m from {nearest}"
        super().__init__(f"the position lies outside the city: {where}")
        self.distance_m = distance_m
        self.nearest = nearest


class UnknownArea(PlaceNotFound):
    """Raised when no area of the edition carries a code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no area has the code {code!r}")
        self.code = code


class UnknownAddress(PlaceNotFound):
    """Raised when there is no standard address with an id."""

    def __init__(self, address_id: int) -> None:
        super().__init__(f"there is no address {address_id}")
        self.address_id = address_id


class NoSuchTile(PlaceNotFound):
    """Raised when a tile is asked for that the pyramid of the map does not have, or not that deep."""


class QueryTooShort(GridError):
    """Raised when a search for addresses gives no two characters that stand together."""


class ImportFailed(GridError):
    """Raised when a map cannot be imported; the root of that branch."""


class LayerUnreadable(ImportFailed):
    """Raised when a file is not what it shall be (GeoJSON, GeoPackage, Shapefile), or only a part of it."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file} {reason}")
        self.file = file
        self.reason = reason


class ImportStopped(ImportFailed):
    """Raised inside an import that whoever asked for it does not wait for any longer."""


class CrsNotStated(ImportFailed):
    """Raised when nobody says which coordinate system a layer is in; `likely` is what to look at first."""

    def __init__(self, file: str, sample: tuple[float, float], likely: str | None) -> None:
        guess = f"the likely one is {likely}" if likely else "no known one puts it near the city"
        x, y = sample
        super().__init__(
            f"{file} does not state its coordinate system (it begins at {x:.7g}, {y:.7g}); {guess}"
        )
        self.file = file
        self.likely = likely


class LayerElsewhere(ImportFailed):
    """Raised when a layer in its stated system lies far from the city; `likely` is the system that fits."""

    def __init__(self, file: str, stated: str, likely: str | None) -> None:
        guess = f"the likely one is {likely}" if likely else "no known one puts it near the city"
        super().__init__(f"{file} taken as {stated} does not lie in the city; {guess}")
        self.file = file
        self.stated = stated
        self.likely = likely


class ShiftSuspected(ImportFailed):
    """Raised when a new map fits the published one better as GCJ02; `fits` are both shares, 0 to 1."""

    def __init__(self, as_stated: float, as_gcj02: float) -> None:
        super().__init__(
            f"the layers cover {as_stated:.1%} of the published city as stated, but {as_gcj02:.1%} taken as"
            " GCJ02; state GCJ02, or say that the system is certain"
        )
        self.fits = (as_stated, as_gcj02)


class RowsRefused(ImportFailed):
    """Raised when rows of an import have problems; nothing is kept. `report` lists every row."""

    def __init__(self, report: ImportReport, count: int, first: str) -> None:
        super().__init__(f"{count} rows have problems, nothing was imported; the first: {first}")
        self.report = report
        self.count = count
