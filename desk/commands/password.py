"""The command password: lets somebody in for the first time, or again who has lost what he signs in with."""

import argparse

from desk.commands.importing import told
from desk.imports.columns import BadOption
from desk.imports.console import say
from desk.staffing import remove_second_factor, reset_password
from reach import SYSTEM
from registry.accounts import active_account


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser("password", help="give an account a new password for one sign-in")
    parser.add_argument("login", help="whose account it is")
    parser.add_argument("--without-second-factor", action="store_true", help="take a lost second factor away")
    parser.set_defaults(run=_renew)


@told
async def _renew(asked: argparse.Namespace) -> int:
    staff_id = await active_account(asked.login)
    if staff_id is None:
        raise BadOption(f"there is no active account {asked.login!r}")
    if asked.without_second_factor:
        await remove_second_factor(SYSTEM, staff_id)
        say(f"{asked.login} needs no code any more")
    made = await reset_password(SYSTEM, staff_id)
    say(f"{made.login} signs in once with {made.password} within seven days and then chooses a password")
    return 0
