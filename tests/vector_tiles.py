"""Reads Mapbox vector tiles, as far as tests look at them: layers, attributes, and rings in degrees."""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from grid.rules.tiles import Tile

Value = str | int | float | bool
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MOVE, _LINE = 1, 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """A feature: its id, attributes, and parts of points in units of the tile, from its north-west corner."""

    id: int
    values: dict[str, Value]
    parts: list[list[tuple[int, int]]]

    def degrees(self, tile: Tile, extent: int = 4096) -> list[tuple[float, float]]:
        """All its points as (lon, lat), EPSG:4326."""
        side = extent * 2**tile.z
        return [
            (
                (tile.x * extent + x) / side * 360 - 180,
                math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (tile.y * extent + y) / side)))),
            )
            for part in self.parts
            for x, y in part
        ]


def layers(body: bytes) -> dict[str, list[Drawn]]:
    """The features of each layer, by its name."""
    return dict(_layer(one) for number, one in _fields(body) if number == 3 and isinstance(one, bytes))


def _layer(body: bytes) -> tuple[str, list[Drawn]]:
    name, features, keys, values = "", [], [], []
    for number, one in _fields(body):
        if number == 1:
            name = _raw(one).decode()
        elif number == 2:
            features.append(_raw(one))
        elif number == 3:
            keys.append(_raw(one).decode())
        elif number == 4:
            values.append(_value(_raw(one)))
    return name, [_feature(one, keys, values) for one in features]


def _feature(body: bytes, keys: list[str], values: list[Value]) -> Drawn:
    known: dict[int, int | bytes] = dict(_fields(body))
    tags = list(_varints(_raw(known.get(2, b""))))
    pairs = zip(tags[::2], tags[1::2], strict=True)
    named = {keys[key]: values[value] for key, value in pairs}
    identity = known.get(1, 0)
    assert isinstance(identity, int)
    return Drawn(identity, named, _parts(list(_varints(_raw(known.get(4, b""))))))


def _parts(commands: list[int]) -> list[list[tuple[int, int]]]:
    parts: list[list[tuple[int, int]]] = []
    place, x, y = 0, 0, 0
    while place < len(commands):
        command, count = commands[place] & 7, commands[place] >> 3
        place += 1
        for _ in range(count if command in (_MOVE, _LINE) else 0):
            x, y = x + _signed(commands[place]), y + _signed(commands[place + 1])
            place += 2
            if command == _MOVE:
                parts.append([])
            parts[-1].append((x, y))
    return parts


def _value(body: bytes) -> Value:
    ((number, raw),) = _fields(body)
    match number, raw:
        case 1, bytes():
            return raw.decode()
        case 3, bytes():
            return float(struct.unpack("<d", raw)[0])
        case 6, int():
            return _signed(raw)
        case 7, int():
            return bool(raw)
        case 4 | 5, int():
            return raw
    raise ValueError(f"a value of kind {number}")


def _fields(body: bytes) -> Iterator[tuple[int, int | bytes]]:
    place = 0
    while place < len(body):
        key, place = _varint(body, place)
        kind = key & 7
        if kind == _VARINT:
            number, place = _varint(body, place)
            yield key >> 3, number
            continue
        length = {_FIXED64: 8, _FIXED32: 4}.get(kind)
        if length is None:
            length, place = _varint(body, place)
        yield key >> 3, body[place : place + length]
        place += length


def _varints(body: bytes) -> Iterator[int]:
    place = 0
    while place < len(body):
        number, place = _varint(body, place)
        yield number


def _varint(body: bytes, place: int) -> tuple[int, int]:
    number, shift = 0, 0
    while True:
        byte = body[place]
        number |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return number, place


def _signed(number: int) -> int:
    return (number >> 1) ^ -(number & 1)


def _raw(one: int | bytes) -> bytes:
    assert isinstance(one, bytes)
    return one
