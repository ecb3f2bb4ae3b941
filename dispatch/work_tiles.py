"""Tiles of open work: cases at their points where one looks closely, counts for areas from farther away."""

from dataclasses import astuple, dataclass

import database
from dispatch.board import Sought, Stage, narrowing
from dispatch.visible import COUNT, VISIBLE, among_visible, sight
from grid.rules.levels import Level
from grid.rules.tiles import EXTENT, Tile
from reach import Reach

POINTS_FROM = 14  # from this zoom on each case stands at its own point
_COUNTED_FOR = ((12, Level.COMMUNITY), (10, Level.STREET), (0, Level.DISTRICT))  # from which zoom on
_N = COUNT
_ENVELOPE = f"ST_TileEnvelope(${_N + 1}, ${_N + 2}, ${_N + 3})"
_BOX = f"ST_MakeEnvelope(${_N + 4}, ${_N + 5}, ${_N + 6}, ${_N + 7}, 4326)"
_CASES = f"""(
SELECT ST_AsMVT(shown, 'cases', {EXTENT}, 'geom', 'id') FROM (
    SELECT c.id, c.case_no, c.kind, c.state, c.matter, c.urgent,
        v.content ->> 'name' AS name, v.content ->> 'name_en' AS name_en,
        floor(extract(epoch FROM c.due_at))::bigint AS due_at,
        floor(extract(epoch FROM coalesce((
            SELECT min(k.warn_at) FROM dispatch.clocks k WHERE k.case_id = c.id AND k.state = 'running'
        ), c.due_at - (c.due_at - c.opened_at) / 5)))::bigint AS warn_at,
        ST_AsMVTGeom(ST_Transform(p.geom, 3857), {_ENVELOPE}, {EXTENT}, 0) AS geom
    FROM dispatch.places p JOIN dispatch.cases c ON c.id = p.case_id
    LEFT JOIN registry.catalogue_version v ON v.id = c.matter_version
    WHERE p.geom && {_BOX} AND c.closed_at IS NULL AND {{fits}} AND {VISIBLE}
) AS shown)"""
_COUNTED = f"""
    floor(extract(epoch FROM counted.due_at))::bigint AS due_at,
    ST_AsMVTGeom(ST_Transform(area.label, 3857), {_ENVELOPE}, {EXTENT}, 0) AS geom"""
_SUMMED = """
    count(*)::int AS cases, count(*) FILTER (WHERE seen.urgent)::int AS urgent, min(seen.due_at) AS due_at"""
# The codes of a path are cut off at the deepest level wanted; not every city has every level.
_COUNTS = f"""(
SELECT ST_AsMVT(shown, 'counts', {EXTENT}, 'geom', 'id') FROM (
    SELECT area.id, area.code, area.level, area.name, area.name_en, counted.cases, counted.urgent, {_COUNTED}
    FROM (
        SELECT seen.codes[least(wanted.depth, cardinality(seen.codes))] AS code,
            max(seen.edition_id) AS edition_id, {_SUMMED}
        FROM (
            SELECT string_to_array(rtrim(c.area_path, '/'), '/') AS codes, c.edition_id, c.urgent, c.due_at
            FROM dispatch.cases c WHERE c.closed_at IS NULL AND {{fits}} AND {{visible}}
        ) AS seen, (
            SELECT count(*)::int AS depth FROM grid.cities, unnest(levels) AS level
            WHERE level = ANY(${{levels}}::text[])
        ) AS wanted
        GROUP BY 1
    ) AS counted
    JOIN grid.areas area ON area.edition_id = counted.edition_id AND area.code = counted.code
    WHERE area.label && {_BOX}
) AS shown)"""
# Begins with the areas of the tile, so that the work of the rest of the city is not gone through.
_WITHOUT_A_POINT = f"""(
SELECT ST_AsMVT(shown, 'counts', {EXTENT}, 'geom', 'id') FROM (
    SELECT area.id, area.code, area.level, area.name, area.name_en, counted.cases, counted.urgent, {_COUNTED}
    FROM grid.areas area CROSS JOIN LATERAL (
        SELECT {_SUMMED} FROM (
            SELECT c.urgent, c.due_at FROM dispatch.cases c
            WHERE c.area_path = area.path AND c.edition_id = area.edition_id AND c.closed_at IS NULL
                AND coalesce((SELECT p.geom IS NULL FROM dispatch.places p WHERE p.case_id = c.id), true)
                AND {{fits}} AND {VISIBLE}
        ) AS seen
    ) AS counted
    WHERE area.geom && {_BOX} AND area.label && {_BOX} AND counted.cases > 0
) AS shown)"""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a board lists: incidents only, those that fit, at one stage or (None) at any."""

    sought: Sought
    stage: Stage | None


async def work_tile(reach: Reach, tile: Tile, listed: Listed | None = None) -> bytes:
    """The open cases the reach sees, as a Mapbox vector tile; empty where there are none.

    With `listed`, only those a board lists. From zoom POINTS_FROM on, layer `cases` (points): `case_no`,
    `kind`, `state`, `matter` with its `name` and `name_en`, `urgent`, `due_at` and `warn_at` (then four
    fifths of the limit are used up). Layer `counts` (at the label point of an area): `code`, `level`, `name`,
    `name_en`, how many `cases` and how many of them `urgent`, and the earliest `due_at`; close by it counts
    only cases without a point of their own. Instants are seconds since 1970 (UTC).
    """
    seen = sight(reach)
    values: tuple[object, ...] = (*seen.values, *astuple(tile), *astuple(tile.box()))
    fits, narrow = ("true", ()) if listed is None else narrowing(listed.sought, listed.stage, len(values) + 1)
    values = (*values, *narrow)
    if tile.z >= POINTS_FROM:
        statement = f"SELECT {_WITHOUT_A_POINT} || {_CASES}".format(fits=fits)
    else:
        values = (*values, _counted_for(tile.z))
        statement = f"SELECT {_COUNTS}".format(
            visible=among_visible(seen, "c.closed_at IS NULL"), fits=fits, levels=len(values)
        )
    return bytes(await database.fetch_value(statement, *values))


def _counted_for(zoom: int) -> list[Level]:
    deepest = next(level for start, level in _COUNTED_FOR if zoom >= start)
    return [level for level in Level if level.depth <= deepest.depth]
