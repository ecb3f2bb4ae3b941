"""Draws the demo city: streets and blocks, and which division each block belongs to."""

from dataclasses import dataclass
from math import cos, pi, sin
from random import Random

import numpy as np
from numpy.typing import NDArray

from grid.demo.allotment import Beside, Claim, allot, neighbours
from grid.demo.facts import DIVISIONS, Division
from grid.demo.mesh import Indexes, Mesh, mesh
from grid.demo.splitting import Ring, Split, distance_to, split
from grid.demo.terrain import Terrain, terrain
from grid.rules.levels import Level

_TOWN = (550.0, -50.0)  # metres from the origin of the facts; the middle of the built-up town
_TOWN_RADIUS = 4700.0
_COUNTRY = (-8500.0, 0.0)
_COUNTRY_RADIUS = 35_700.0
_BLOCK = 11_800.0  # m² aimed at, so that unit cells come to about 10 000 m² in the mean
_LARGEST = 2_500_000.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """The city in metres from the origin of the facts; `owner` gives the division code of each face."""

    split: Split
    mesh: Mesh
    beside: Beside
    owner: NDArray[np.str_]


def draw(random: Random) -> Drawing:
    """The whole city, the same for the same seed."""
    bends = terrain(random)
    parts = split(_country(), _wished_size, random)
    drawn = mesh(parts, bends)
    beside = neighbours(drawn)
    communities = [division for division in DIVISIONS if division.level is Level.COMMUNITY]
    others = [division for division in DIVISIONS if division.level is not Level.COMMUNITY and division.sites]
    built_up = _built_up(drawn, bends, sum(division.km2 for division in communities) * 1e6)
    open_land = np.setdiff1d(np.arange(len(drawn.faces)), built_up)
    owner = np.full(len(drawn.faces), "", dtype="<U15")
    for land, divisions in ((built_up, communities), (open_land, others)):
        chosen = allot(drawn, beside, land, [_claim(division) for division in divisions])
        codes = np.array([division.code for division in divisions])
        owner[land] = codes[chosen[land]]
    return Drawing(parts, drawn, beside, owner)


def _claim(division: Division) -> Claim:
    return Claim(np.array(division.sites) * 1000, division.km2 * 1e6)


def _country() -> Ring:
    corners = 28
    return tuple(
        (
            _COUNTRY[0] + _COUNTRY_RADIUS * cos(2 * pi * n / corners),
            _COUNTRY[1] + _COUNTRY_RADIUS * sin(2 * pi * n / corners),
        )
        for n in range(corners)
    )


def _wished_size(block: Ring) -> float:
    beyond = max(0.0, distance_to(block, _TOWN) - _TOWN_RADIUS)
    return min(_BLOCK + (0.4 * beyond) ** 2, _LARGEST)


def _built_up(drawn: Mesh, bends: Terrain, size: float) -> Indexes:
    offsets = drawn.centres - np.array(_TOWN)
    outline = bends.uneven(np.arctan2(offsets[:, 1], offsets[:, 0]), 0.11)
    nearest = np.argsort(np.hypot(offsets[:, 0], offsets[:, 1]) / outline, kind="stable")
    count = int(np.searchsorted(np.cumsum(drawn.areas[nearest]), size))
    return np.sort(nearest[:count])
