"""The command erase: a person with the cases of his own, or one case, in a security administrator's name."""

import argparse
from datetime import UTC, datetime

from desk import erasing
from desk.commands.importing import told
from desk.errors import StillOpen
from desk.imports.columns import BadOption
from desk.imports.console import say
from dispatch.case_store import case_by_no
from dispatch.errors import NotVisible
from reach import SYSTEM, Reach, Role
from registry.errors import SubjectNotFound
from registry.staff import holders, reach_of


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser("erase", help="erase a person or a case for good, here and in every copy")
    inner = parser.add_subparsers(metavar="what", required=True)
    subject = inner.add_parser("subject", help="a person or organisation, with all cases of its own")
    subject.add_argument("id", type=int, help="the subject's number in the registry")
    subject.set_defaults(run=_subject)
    case = inner.add_parser("case", help="what one case holds of people; its subject stays known")
    case.add_argument("case_no")
    case.set_defaults(run=_case)
    for one in (subject, case):
        one.add_argument("--by", required=True, metavar="LOGIN", help="the security administrator who does")


@told
async def _subject(asked: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    try:
        numbers = await erasing.erase_subject(await _security_admin(asked.by, now), asked.id, now)
    except (SubjectNotFound, StillOpen) as refused:
        raise BadOption(str(refused)) from refused
    say(f"Subject {asked.id} is erased, and with it {len(numbers)} cases{_listed(numbers)}.")
    return 0


@told
async def _case(asked: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    admin = await _security_admin(asked.by, now)
    try:
        await erasing.erase_case(admin, (await case_by_no(SYSTEM, asked.case_no)).id, now)
    except NotVisible as unknown:
        raise BadOption(f"there is no case {asked.case_no}") from unknown
    except StillOpen as refused:
        raise BadOption(str(refused)) from refused
    say(f"Case {asked.case_no} is erased.")
    return 0


async def _security_admin(login: str, now: datetime) -> Reach:
    found = next((one for one in await holders(Role.SECURITY_ADMIN, now) if one.login == login), None)
    if found is None:
        raise BadOption(f"no security administrator has the login {login!r}")
    return await reach_of(found.id, now)


def _listed(numbers: tuple[str, ...]) -> str:
    return f": {', '.join(numbers)}" if numbers else ""
