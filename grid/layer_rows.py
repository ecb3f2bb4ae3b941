"""A row of a foreign layer on its way into the map: what is wrong with it, and what was done to it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import shapely
from shapely.geometry.base import BaseGeometry

from grid.projecting import Points
from grid.rules.import_report import Remark, RowFinding


@dataclass(slots=True)
class LayerRow:
    """The row with this number of its file; the shape is in EPSG:4326."""

    number: int
    code: str
    name: str
    parent: str | None
    shape: BaseGeometry | None = None
    problems: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    before_m2: float | None = None
    after_m2: float | None = None

    @property
    def ground(self) -> BaseGeometry:
        """Its shape; raises ValueError where a problem left it without one."""
        if self.shape is None:
            raise ValueError(f"row {self.number} has no shape")
        return self.shape

    def problem(
        self, what: str, pointer: str = "", lon: float | None = None, lat: float | None = None
    ) -> None:
        """Something that keeps it out of the map; the place is in EPSG:4326."""
        self.problems.append(Remark(what, pointer, lon, lat))

    def note(self, what: str, pointer: str = "", lon: float | None = None, lat: float | None = None) -> None:
        """Something that was done to it, or is peculiar; the place is in EPSG:4326."""
        self.notes.append(Remark(what, pointer, lon, lat))

    def change(self, shape: BaseGeometry, to_metres: Callable[[Points], Points]) -> None:
        """Gives it another outline (EPSG:4326); its size as it was drawn first and as it is now are kept."""
        if self.before_m2 is None:
            self.before_m2 = float(shapely.area(shapely.transform(self.ground, to_metres)))
        self.after_m2 = float(shapely.area(shapely.transform(shape, to_metres)))
        self.shape = shape

    def finding(self, file: str) -> RowFinding:
        """What the report says of it."""
        return RowFinding(
            file, self.number, self.code, self.name, tuple(self.problems), tuple(self.notes),
            self.before_m2, self.after_m2,
        )  # fmt: skip
