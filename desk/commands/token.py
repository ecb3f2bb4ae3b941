"""The command token: makes and ends the secrets by which services use the API."""

import argparse
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import database
from desk.commands.importing import told
from desk.imports.columns import BadOption
from desk.imports.console import say
from desk.tokens import NewToken, make_token, revoke_token
from reach import SYSTEM, Role
from registry import audit
from registry.staff import holders

_SERVICE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser("token", help="let a service use the API, or end that")
    inner = parser.add_subparsers(metavar="what", required=True)
    new = inner.add_parser("new", help="make a token for a service that acts in its own name")
    new.add_argument("service", help="its name in every journal, e.g. boston-replay")
    new.add_argument("--made-by", required=True, metavar="LOGIN", help="the system administrator who does")
    new.add_argument("--days", type=int, default=90, help="how long it holds (90)")
    new.add_argument("--to", type=Path, required=True, metavar="FILE", help="the secret's only copy")
    new.set_defaults(run=_new)
    end = inner.add_parser("end", help="end a token")
    end.add_argument("id", type=int)
    end.set_defaults(run=_end)


@told
async def _new(asked: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    if not _SERVICE.fullmatch(asked.service):
        raise BadOption(f"{asked.service!r} is no name for a service: small letters, digits, _ . -")
    if not 1 <= asked.days <= 400:
        raise BadOption("--days is 1 to 400")
    maker = next((one for one in await holders(Role.SYSTEM_ADMIN, now) if one.login == asked.made_by), None)
    if maker is None:
        raise BadOption(f"no system administrator has the login {asked.made_by!r}")
    ends = now + timedelta(days=asked.days)
    async with database.transaction():
        token_id, secret = await make_token(NewToken(asked.service, maker.id, ends), now)
        said = {"id": token_id, "service": asked.service, "made_by": maker.id}
        await audit.append(SYSTEM, audit.SECURITY, audit.Fact("token_made", now, said))
        _write(asked.to, secret)
    say(f"token {token_id} for {asked.service}, until {ends:%Y-%m-%d}; its secret is in {asked.to}")
    return 0


def _write(path: Path, secret: str) -> None:
    """Readable by its owner only, whoever held the file before."""
    try:
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secret + "\n")
    except OSError as error:
        raise BadOption(f"--to: {path}: {error.strerror}") from error


@told
async def _end(asked: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    async with database.transaction():
        if not await revoke_token(asked.id, now):
            raise BadOption(f"there is no token {asked.id} that still holds")
        await audit.append(SYSTEM, audit.SECURITY, audit.Fact("token_ended", now, {"id": asked.id}))
    say(f"token {asked.id} holds no longer")
    return 0
