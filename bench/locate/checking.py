"""Holds look-ups in bulk against the same look-ups one by one."""

from datetime import UTC, datetime

import numpy as np

import database
from bench.city.drawing import DISTRICT
from dispatch.bulk_routing import BulkRoutes, Ground, Points, route_all
from dispatch.routing import Question, route_by
from dispatch.rules.rulebook import Rulebook
from grid.errors import PointOutsideCity
from grid.locate import locate
from grid.rules.coordinates import Position

_CORNERS = """
SELECT ST_X(corner) AS lon, ST_Y(corner) AS lat FROM (
    SELECT ST_StartPoint(ST_ExteriorRing(ST_GeometryN(geom, 1))) AS corner
    FROM grid.areas WHERE is_lowest AND code LIKE $1 || '%' ORDER BY code LIMIT 50
) AS corners
"""


class Differs(Exception):
    """Raised when a look-up in bulk answers otherwise than the same one alone."""


async def check(ground: Ground, book: Rulebook, points: Points) -> None:
    """Compares answers in bulk with single ones, on corners where areas meet too; raises Differs."""
    corners = await database.fetch(_CORNERS, DISTRICT)
    points = Points(
        np.concatenate([points.lons, [one["lon"] for one in corners]]),
        np.concatenate([points.lats, [one["lat"] for one in corners]]),
        points.matters,
        np.concatenate([points.about, np.zeros(len(corners), dtype=np.int64)]),
    )
    now = datetime.now(UTC)
    answers = route_all(ground, book, points, now)
    for number in range(len(points.lons)):
        await _same(ground, book, points, answers, (number, now))
    if not answers.decided:
        raise Differs("no point lay on an edge")


async def _same(
    ground: Ground, book: Rulebook, points: Points, answers: BulkRoutes, which: tuple[int, datetime]
) -> None:
    number, now = which
    area = int(answers.areas[number])
    position = Position(float(points.lons[number]), float(points.lats[number]))
    try:
        location = await locate(position, 0)
    except PointOutsideCity:
        if area >= 0:
            raise Differs(f"{position} lies outside the city") from None
        return
    single = route_by(book, Question(location, points.matters[int(points.about[number])], ground.city, now))
    if area < 0 or ground.areas.paths[area] != location.path:
        raise Differs(f"{position} lies in {location.path}")
    if answers.routes[int(answers.chosen[number])] != single.route:
        raise Differs(f"{position} is routed otherwise alone")
    if answers.to_person(number) != single.to_person:
        raise Differs(f"{position}: whether a person decides differs")
