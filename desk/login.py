"""Signs staff in and out and changes their passwords; every wrong way costs the same time and answer."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import database
from desk import attempts, sessions
from desk.errors import LoginRefused
from desk.metrics import LOGINS
from desk.sessions import Session
from reach import SYSTEM, Reach, ReachKind
from registry import audit, credentials
from registry.keys import keyed_index


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody at the door; `source` is the address he comes from."""

    login: str
    password: str = field(repr=False)
    source: str


async def sign_in(attempt: Attempt) -> Session:
    """Opens a session under a new secret.

    Raises LoginRefused, the same for unknown accounts, and TooManyAttempts; both are recorded, as success is.
    The time is the real one even in a demo.
    """
    now = datetime.now(UTC)
    # People type their name or number into the field, so what was typed is kept as a keyed index only.
    account = keyed_index("login", attempt.login).hex()
    pair = f"login:{account}:{attempt.source}"
    await attempts.count_attempt(f"login-source:{attempt.source}", attempts.LOGIN_BY_SOURCE, now)
    await attempts.space_out(pair, now)
    await attempts.count_attempt(f"login-account:{account}", attempts.LOGIN_BY_ACCOUNT, now)
    credential = await credentials.credential_of(attempt.login)
    if not await credentials.matches(credential, attempt.password) or credential is None:
        await _note_failure(credential, account, attempt.source, now)
        raise LoginRefused("login or password is wrong")
    await attempts.succeeded(pair)
    return await _open(credential, attempt.source, now)


async def _open(credential: credentials.Credential, source: str, now: datetime) -> Session:
    reach = Reach(ReachKind.STAFF, credential.staff_id)
    async with database.transaction():
        await credentials.note_success(credential.staff_id)
        session = await sessions.open_session(credential.staff_id, source, now)
        fact = audit.Fact("signed_in", now, {"staff": credential.staff_id, "source": source})
        await audit.append(reach, audit.SECURITY, fact)
    LOGINS.labels("success").inc()
    return session


async def _note_failure(
    credential: credentials.Credential | None, account: str, source: str, now: datetime
) -> None:
    said: dict[str, object] = {"account": account, "source": source}
    if credential is not None:
        said["staff"] = credential.staff_id
        await credentials.note_failure(credential.staff_id, now)
    await audit.record_failure(SYSTEM, audit.Fact("sign_in_refused", now, said))
    LOGINS.labels("refused").inc()


async def sign_out(reach: Reach, session: Session) -> None:
    """Ends a session."""
    now = datetime.now(UTC)
    async with database.transaction():
        await sessions.end_session(session.secret)
        fact = audit.Fact("signed_out", now, {"staff": session.staff_id})
        await audit.append(reach, audit.SECURITY, fact)


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A change of one's own password."""

    present: str = field(repr=False)
    new: str = field(repr=False)


async def change_password(reach: Reach, change: NewPassword, source: str) -> Session:
    """Sets somebody's own password and ends all his sessions; returns a new one.

    Raises LoginRefused for a wrong present password, PasswordTooWeak, TooManyAttempts.
    """
    now, staff_id = datetime.now(UTC), int(reach.who)
    bucket = f"password:{staff_id}"
    await attempts.space_out(bucket, now)
    credential = await credentials.credential_by_id(staff_id)
    if not await credentials.matches(credential, change.present):
        fact = audit.Fact("password_change_refused", now, {"staff": staff_id, "source": source})
        await audit.record_failure(reach, fact)
        raise LoginRefused("the present password is wrong")
    await attempts.succeeded(bucket)
    await credentials.set_password(reach, staff_id, change.new, now)
    async with database.transaction():
        await sessions.end_all_sessions(staff_id)
        return await sessions.open_session(staff_id, source, now)
