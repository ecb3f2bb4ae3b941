"""What a desk shows that pages can be asked for: its cases by kind and state, and a receipt."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx

from tests.faces.happenings import Receipt
from tests.journeys.bodies import RUBBISH, incident

_SEES_ALL = "supervisor.city"
_MOST = 200


@dataclass(frozen=True, slots=True)
class Known:
    """The cases of a desk as its supervisor lists them, and receipts of some of them."""

    cases: tuple[dict[str, object], ...]
    receipts: tuple[Receipt, ...]

    def case(self, kind: str, *states: str) -> str:
        """The number of a case of this kind in the first of these states there is one in; any without states.

        Raises LookupError where there is none.
        """
        of_kind = [one for one in self.cases if one["kind"] == kind]
        for state in states:
            for one in of_kind:
                if one["state"] == state:
                    return str(one["case_no"])
        if states or not of_kind:
            raise LookupError(f"the desk has no {kind} in {' or '.join(states) or 'any state'}")
        return str(of_kind[0]["case_no"])

    @property
    def tracking_no(self) -> str:
        """A number a resident holds."""
        return self.receipts[0].tracking_no


async def known(
    address: str, key_of: Callable[[str], Awaitable[str]], receipts: tuple[Receipt, ...] = ()
) -> Known:
    """Asks a running desk; one that gave no receipts is brought a report, so that there is one."""
    cookies = {"session": await key_of(_SEES_ALL)}
    async with httpx.AsyncClient(base_url=address, cookies=cookies, trust_env=False, timeout=30) as client:
        listed = await client.get("/api/v1/cases", params={"limit": _MOST})
        cases = tuple(listed.raise_for_status().json()["cases"])
        return Known(cases, receipts or (await _a_receipt(address),))


async def _a_receipt(address: str) -> Receipt:
    body = incident(RUBBISH, "wenxian", "垃圾没有人收")
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=30) as resident:
        answer = await resident.post("/api/v1/reports", json=body)
    told = answer.raise_for_status().json()
    return Receipt(told["tracking_no"], told["password"])
