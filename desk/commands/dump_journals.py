"""The command dump-journals: writes the journals of all cases to a file, one line of JSON an entry."""

import argparse
import os
from pathlib import Path

from desk.commands.importing import told
from desk.imports.columns import BadOption
from desk.imports.console import say
from dispatch.journal_text import lines


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser("dump-journals", help="write all journals to a file, one line an entry")
    parser.add_argument("file", type=Path, help="where to; replaced when all of it is written")
    parser.set_defaults(run=_run)


@told
async def _run(asked: argparse.Namespace) -> int:
    draft = asked.file.with_name(f".{asked.file.name}.{os.getpid()}")
    entries = 0
    try:
        # Readable by its owner only: it tells who worked on what.
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            async for line in lines():
                file.write(line)
                entries += 1
        draft.replace(asked.file)
    except OSError as error:
        raise BadOption(f"{asked.file}: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
    say(f"{entries} entries written to {asked.file}")
    return 0
