"""What a desk shows that pages can be asked for: its cases by kind and state, and a receipt."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx

from tests.faces.happenings import Receipt
from tests.journeys.bodies import RUBBISH, incident
from tests.journeys.town import SUBSCRIBER

_SEES_ALL, _MENDS_BUS = "supervisor.city", "bus.city"
_MOST = 200
STREET = "350304001"  # 镇海街道, where most of the town's people work


@dataclass(frozen=True, slots=True)
class Known:
    """The cases of a desk as its supervisor lists them, receipts of some, and one the bus refused."""

    cases: tuple[dict[str, object], ...]
    receipts: tuple[Receipt, ...]
    refused_case: str = ""

    def case(self, kind: str, state: str, within: str = STREET) -> str:
        """The number of a case of this kind in this state, in an area; raises LookupError if none is."""
        for one in self.cases:
            if (one["kind"], one["state"]) == (kind, state) and f"/{within}/" in str(one["area_path"]):
                return str(one["case_no"])
        raise LookupError(f"the desk has no {kind} in {state} in {within}")

    @property
    def tracking_no(self) -> str:
        """A number a resident holds."""
        return self.receipts[0].tracking_no


async def known(
    address: str, key_of: Callable[[str], Awaitable[str]], receipts: tuple[Receipt, ...] = ()
) -> Known:
    """Asks a running desk; one that gave no receipts is brought a report, so that there is one."""
    listed = await _asked(address, await key_of(_SEES_ALL), "/cases", limit=_MOST)
    refused = await _asked(address, await key_of(_MENDS_BUS), "/bus/refused", subscriber=SUBSCRIBER)
    return Known(
        tuple(listed["cases"]),
        receipts or (await _a_receipt(address),),
        str(refused[0]["case_no"]) if refused else "",
    )


async def _asked(address: str, key: str, path: str, **params: str | int) -> Any:
    async with httpx.AsyncClient(
        base_url=f"{address}/api/v1", cookies={"session": key}, trust_env=False, timeout=60
    ) as client:
        return (await client.get(path, params=params)).raise_for_status().json()


async def _a_receipt(address: str) -> Receipt:
    body = incident(RUBBISH, "wenxian", "垃圾没有人收")
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=60) as resident:
        answer = await resident.post("/api/v1/reports", json=body)
    told = answer.raise_for_status().json()
    return Receipt(told["tracking_no"], told["password"])
