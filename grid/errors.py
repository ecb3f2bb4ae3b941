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
