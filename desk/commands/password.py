"""The command password: lets somebody in again who has lost his password, or his second factor as well."""

import argparse

from desk.commands.importing import told
from desk.imports.columns import BadOption
from desk.imports.console import say
from desk.staffing import remove_second_factor, reset_password
from reach import SYSTEM
from registry.credentials import credential_of


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser("password", help="give an account a new password for one sign-in")
    parser.add_argument("login", help="whose account it is")
    parser.add_argument("--without-second-factor", action="store_true", help="take a lost second factor away")
    parser.set_defaults(run=_renew)


@told
async def _renew(asked: argparse.Namespace) -> int:
    known = await credential_of(asked.login)
    if known is None:
        raise BadOption(f"there is no active account {asked.login!r} with a password")
    if asked.without_second_factor:
        await remove_second_factor(SYSTEM, known.staff_id)
        say(f"{known.login} needs no code any more")
    made = await reset_password(SYSTEM, known.staff_id)
    say(f"{made.login} signs in once with {made.password} within seven days and then chooses a password")
    return 0
