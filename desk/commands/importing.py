"""What the commands that take foreign files share: every refusal becomes sentences and the status 1."""

import argparse
from collections.abc import Awaitable, Callable
from functools import wraps

from desk.imports.console import complain, tell_findings
from desk.imports.errors import DefinitionWrong, ImportRefused, RowsRefused
from grid.errors import GridError

Command = Callable[[argparse.Namespace], Awaitable[int]]


def told(command: Command) -> Command:
    """The command, with what it refuses told on the terminal: nothing has been kept then."""

    @wraps(command)
    async def run(asked: argparse.Namespace) -> int:
        try:
            return await command(asked)
        except DefinitionWrong as wrong:
            for pointer, detail in wrong.faults:
                complain(f"  {pointer or '/'}: {detail}")
            complain("The definition cannot be meant; nothing was changed.")
        except RowsRefused as refused:
            tell_findings(refused.findings, refused.total, getattr(asked, "report", None))
            complain(f"{refused.total} findings; nothing was imported.")
        except (ImportRefused, GridError) as refused:
            complain(f"{refused}; nothing was imported." if str(refused) else f"{type(refused).__doc__}")
        return 1

    return run
