"""What is taken in: rubbish all over the demo city, in words and with a point."""

import json
import random

WEST, EAST, SOUTH, NORTH = 118.97, 119.08, 25.38, 25.48


def a_body(number: int) -> bytes:
    """The number-th incident."""
    chance = random.Random(number)
    point = {
        "lon": round(chance.uniform(WEST, EAST), 6),
        "lat": round(chance.uniform(SOUTH, NORTH), 6),
        "crs": "WGS84",
        "precision_m": 10,
    }
    said = f"路边有一堆垃圾，占了半边人行道，请尽快处理（{number}）"
    return json.dumps({"class_code": "0102", "place": {"point": point}, "description": said}).encode()


def headers_of(key: str) -> dict[str, str]:
    """What goes with a body that is to be taken in once."""
    return {"content-type": "application/json", "idempotency-key": key}
