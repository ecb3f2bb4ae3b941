"""What can go wrong with places: codes, coordinates, editions and look-ups."""


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


class QueryTooShort(GridError):
    """Raised when a search for addresses gives no two characters that stand together."""
