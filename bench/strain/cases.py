"""Cases as they are brought and worked on: how far each goes, and what their people were told."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bench.strain.people import Json, People
from registry.demo.names import name
from registry.demo.numbers import resident_number

_DUST = "0302"
_ALLOWANCE, _WENXIAN = "350111001000", "350304001001"
_PERSONS = 40
# Longitude and latitude (EPSG:4326) of the service point of 凤山社区, and some ten metres in degrees.
_FENGSHAN, _NEARBY = (119.0271, 25.4251), 0.0001
# How far a case goes, and how many of a hundred go so far.
_WAYS = {"reported": 55, "filed": 25, "dispatched": 15, "application": 5}
_FILED = {"class_code": _DUST, "situation": "1", "criterion_met": True}


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An entry of which somebody was told that it is written down."""

    case: str
    seq: int
    kind: str


@dataclass(slots=True)
class Cases:
    """Brings cases; the same seed brings the same ones, whoever is killed meanwhile."""

    people: People
    seed: int
    acknowledged: list[Acknowledged] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    async def bring(self, number: int) -> None:
        """The number-th case, from its intake as far as it goes."""
        chance = random.Random(f"{self.seed}/{number}")
        (way,) = chance.choices(list(_WAYS), list(_WAYS.values()))
        if way == "application":
            clerk = "clerk.zhenhai"
            told = await self._taken_in(clerk, "applications", _application(number), ("received", number))
            await self._act(told, (clerk, "accept", "accepted"), {})
            return
        told = await self._taken_in("worker.fengshan", "incidents", _incident(chance), ("reported", number))
        if way != "reported":
            told = await self._act(told, ("operator.zhenhai", "file", "filed"), _FILED)
        if way == "dispatched":
            await self._act(told, ("dispatcher.licheng", "dispatch", "dispatched"), {})

    async def _taken_in(
        self, login: str, what: str, body: Mapping[str, object], told_as: tuple[str, int]
    ) -> Json:
        kind, number = told_as
        told = await self.people.post(login, f"/api/v1/{what}", body, f"{self.seed}-{number}")
        self.numbers.append(str(told["case_no"]))
        self.acknowledged.append(Acknowledged(str(told["case_no"]), 1, kind))
        return told

    async def _act(self, told: Json, act: tuple[str, str, str], facts: Mapping[str, object]) -> Json:
        login, path, kind = act
        case = str(told["case_no"])
        body = {"version": told["version"], **facts}
        answer = await self.people.post(login, f"/api/v1/cases/{case}/acts/{path}", body, f"{case}-{path}")
        self.acknowledged.append(Acknowledged(case, int(str(answer["seq"])), kind))
        after = answer["case"]
        return dict(after) if isinstance(after, dict) else told


def _incident(chance: random.Random) -> Json:
    lon, lat = (place + chance.uniform(-_NEARBY, _NEARBY) for place in _FENGSHAN)
    point = {"lon": lon, "lat": lat, "crs": "WGS84", "precision_m": 0}
    return {"class_code": _DUST, "place": {"point": point}, "description": "工地扬尘"}


def _application(number: int) -> Json:
    # The demo's persons, of whom the city's store of licences knows.
    person = number % _PERSONS
    born = date(1925 + (person * 37) % 96, person % 12 + 1, person * 7 % 28 + 1)
    subject = {"name": name(200 + person), "number": resident_number(born, 100 + person)}
    return {
        "item": _ALLOWANCE,
        "place": {"area_code": _WENXIAN},
        "subject": {"kind": "person", "number_kind": "resident_id", **subject},
        "answers": {"age": 84, "paid_by": "social_card", "agent": False},
        "materials": [{"code": "FORM"}],
    }
