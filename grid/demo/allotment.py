"""Shares faces out among divisions so that each comes to its wished size, in one piece, around its sites."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grid.demo.mesh import Indexes, Mesh

Numbers = NDArray[np.float64]
Beside = dict[int, dict[int, float]]
_ROUNDS = 400
_SMOOTHINGS = 6
_SLACK = 0.02  # how far straightening may push a size from where it was


@dataclass(frozen=True, slots=True)
class Claim:
    """What a division wishes for: so many square metres around its sites (metres, one row each)."""

    sites: Numbers
    size: float


def neighbours(mesh: Mesh) -> Beside:
    """For each face the faces beside it and how many metres they share."""
    beside: Beside = {}
    for edge, one, other in zip(mesh.edges, mesh.left, mesh.right, strict=True):
        if other >= 0:
            for a, b in ((int(one), int(other)), (int(other), int(one))):
                shared = beside.setdefault(a, {})
                shared[b] = shared.get(b, 0.0) + edge.length
    return beside


def allot(mesh: Mesh, beside: Beside, within: Indexes, claims: Sequence[Claim]) -> Indexes:
    """The number of the claim each face goes to; -1 for faces not in `within`.

    Grows weighted cells around the sites until the sizes fit, draws their borders along the longer streets,
    and joins scattered pieces to what they touch.
    """
    owner = np.full(len(mesh.faces), -1)
    areas = mesh.areas
    owner[within] = _weighted(mesh.centres[within], areas[within], claims)
    for _ in range(_SMOOTHINGS):
        _straighten(owner, areas, beside, within)
    while _join_scattered(owner, areas, beside, within):
        pass
    return owner


def _weighted(centres: Numbers, areas: Numbers, claims: Sequence[Claim]) -> Indexes:
    sites = np.concatenate([claim.sites for claim in claims])
    of_claim = np.repeat(np.arange(len(claims)), [len(claim.sites) for claim in claims])
    wished = np.array([claim.size for claim in claims])
    wished *= areas.sum() / wished.sum()
    squared = ((centres[:, None, :] - sites[None, :, :]) ** 2).sum(axis=2)
    weights = wished / np.pi
    best, best_error = np.zeros(len(centres), dtype=np.int64), np.inf
    for turn in range(_ROUNDS):
        owner = of_claim[np.argmin(squared - weights[of_claim], axis=1)]
        sizes = np.bincount(owner, areas, len(claims))
        error = float(np.abs(sizes / wished - 1).max())
        if error < best_error:
            best, best_error = owner, error
        # Smaller and smaller steps, since whole faces change hands.
        weights += (wished - sizes) * 0.6 / np.pi * (1 - turn / _ROUNDS)
    return best


def _straighten(owner: Indexes, areas: Numbers, beside: Beside, within: Indexes) -> None:
    """Gives faces that stick out into a neighbour to it, where the sizes allow it."""
    sizes = np.bincount(owner[within], areas[within])
    wished = sizes.copy()
    for face in within:
        own = owner[face]
        touching = _touching(owner, beside, [int(face)])
        best = max(touching, key=lambda number: touching[number], default=own)
        if best in (-1, own) or touching[best] <= 1.15 * touching.get(own, 0.0):
            continue
        size = areas[face]
        if (
            sizes[own] - size > (1 - _SLACK) * wished[own]
            and sizes[best] + size < (1 + _SLACK) * wished[best]
        ):
            owner[face] = best
            sizes[own] -= size
            sizes[best] += size


def _touching(owner: Indexes, beside: Beside, faces: list[int]) -> dict[int, float]:
    inside, touching = set(faces), dict[int, float]()
    for face in faces:
        for other, metres in beside[face].items():
            if other not in inside:
                claim = int(owner[other])
                touching[claim] = touching.get(claim, 0.0) + metres
    return touching


def _join_scattered(owner: Indexes, areas: Numbers, beside: Beside, within: Indexes) -> bool:
    moved = False
    pieces: dict[int, list[list[int]]] = {}
    for piece in _pieces(owner, beside, within):
        pieces.setdefault(int(owner[piece[0]]), []).append(piece)
    for found in pieces.values():
        for piece in sorted(found, key=lambda faces: float(areas[faces].sum()))[:-1]:
            touching = _touching(owner, beside, piece)
            touching.pop(-1, None)
            if touching:
                owner[piece] = max(touching, key=lambda number: touching[number])
                moved = True
    return moved


def _pieces(owner: Indexes, beside: Beside, within: Indexes) -> list[list[int]]:
    unseen = dict.fromkeys(within.tolist())
    found = []
    while unseen:
        start, _ = unseen.popitem()
        piece, waiting = [], [start]
        while waiting:
            face = waiting.pop()
            piece.append(face)
            for other in beside[face]:
                if other in unseen and owner[other] == owner[start]:
                    del unseen[other]
                    waiting.append(other)
        found.append(piece)
    return found
