"""The pretend city as its handlers see it: what it remembers, how it is switched, which secret it shares."""

from dataclasses import dataclass
from typing import Annotated

from litestar import Response
from litestar.params import Dependency

from integrations.sandbox.record import Record
from integrations.sandbox.registers import Registers
from integrations.sandbox.reordering import Disorder
from integrations.sandbox.switches import Board

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class City:
    """One pretend city; `secret` is spelled `whsec_…`."""

    record: Record
    registers: Registers
    board: Board
    disorder: Disorder
    secret: str


TheCity = Annotated[City, Dependency(skip_validation=True)]


def problem(status: int, detail: str) -> Response[Json]:
    """An answer that is not the wanted one."""
    return Response({"status": status, "detail": detail}, status_code=status)
