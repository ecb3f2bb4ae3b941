"""A seeded field of gentle bends that turns straight lines into grown streets, brooks and boundaries."""

from dataclasses import dataclass
from math import pi
from random import Random

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

# Wave length and amplitude in metres. The slopes stay small enough for the plane never to fold over itself.
_OCTAVES = ((26000.0, 1500.0), (9000.0, 260.0), (2200.0, 55.0), (700.0, 14.0), (220.0, 3.0))
_WAVES_PER_OCTAVE = 3


@dataclass(frozen=True, slots=True)
class Terrain:
    """Sums of sine waves; the same points always move the same way."""

    waves: Points  # rows: wave vector x, y, phase, shift x, shift y

    def bend(self, points: Points) -> Points:
        """Where points (metres, one row each) come to lie, rounded to centimetres; (0, 0) stays."""
        angles = points @ self.waves[:, :2].T + self.waves[:, 2]
        shifts = (np.sin(angles) - np.sin(self.waves[:, 2])) @ self.waves[:, 3:]
        moved: Points = np.round(points + shifts, 2)
        return moved

    def uneven(self, angles: Points, share: float) -> Points:
        """A factor around 1, about `share` off at most, for each direction (radians)."""
        phases = self.waves[:5, 2]
        sums = sum(np.sin(angles * (k + 2) + phases[k]) / (k + 2) for k in range(5))
        factor: Points = 1 + share * np.asarray(sums) / 1.2
        return factor


def terrain(random: Random) -> Terrain:
    """A field drawn from a seeded source."""
    rows = []
    for length, amplitude in _OCTAVES:
        for _ in range(_WAVES_PER_OCTAVE):
            direction, sway = random.uniform(0, 2 * pi), random.uniform(0, 2 * pi)
            wave = 2 * pi / (length * random.uniform(0.8, 1.2))
            size = amplitude / _WAVES_PER_OCTAVE**0.5
            rows.append(
                (
                    wave * np.cos(direction),
                    wave * np.sin(direction),
                    random.uniform(0, 2 * pi),
                    size * np.cos(sway),
                    size * np.sin(sway),
                )
            )
    return Terrain(np.array(rows))
