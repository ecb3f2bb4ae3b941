"""Signs staff in and out and changes their passwords; every wrong way costs the same time and answer."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import database
from desk import attempts, sessions
from desk.demo.accounts import PASSWORD
from desk.errors import LoginRefused
from desk.live import LIVE
from desk.metrics import LOGINS
from desk.sessions import Opening, Session
from desk.sources import sender
from reach import SYSTEM, Reach, ReachKind
from registry import audit, credentials
from registry.errors import PasswordTooWeak
from registry.keys import keyed_index
from registry.second_factor import code_opens
from settings import settings


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody at the door: `source` is the address he comes from, `code` that of a second factor.

    `before` is the secret of the session his browser had until now, somebody else's perhaps.
    """

    login: str
    password: str = field(repr=False)
    source: str
    code: str | None = field(default=None, repr=False)
    before: str | None = field(default=None, repr=False)


async def sign_in(attempt: Attempt) -> Session:
    """Opens a session under a new secret, and ends the one the browser had before.

    Raises LoginRefused, the same for unknown accounts, wrong passwords and missing, wrong or used codes, and
    TooManyAttempts; both are recorded, as success is.
    The time is the real one even in a demo.
    """
    now = datetime.now(UTC)
    # People type their name or number into the field, so what was typed is kept as a keyed index only.
    account = keyed_index("login", attempt.login).hex()
    pair, source = f"login:{account}:{sender(attempt.source)}", f"login-source:{sender(attempt.source)}"
    await attempts.count_attempt(source, attempts.LOGIN_BY_SOURCE, now)
    await attempts.space_out(pair, now)
    await attempts.count_attempt(f"login-account:{account}", attempts.LOGIN_BY_ACCOUNT, now)
    credential = await credentials.credential_of(attempt.login)
    if credential is None or not await _proven(credential, attempt, now):
        if credential is None:
            await credentials.matches(None, attempt.password)
        await _note_failure(credential, account, attempt.source, now)
        raise LoginRefused("login or password is wrong")
    await attempts.succeeded(pair)
    await attempts.give_back(source)
    return await _open(credential, attempt, now)


async def _proven(credential: credentials.Credential, attempt: Attempt, now: datetime) -> bool:
    """Whether the password is right, and the code too where the account has a second factor."""
    if not await credentials.matches(credential, attempt.password) or _known_to_all(attempt.password):
        return False
    if credential.set_by_another and credential.changed_at + sessions.FIRST_PASSWORD_HOLDS <= now:
        return False
    if not credential.has_totp:
        return True
    return attempt.code is not None and await code_opens(credential.staff_id, attempt.code, now)


def _known_to_all(password: str) -> bool:
    """The demo's password stands in the documents; outside a demo it opens nothing."""
    return password == PASSWORD and not settings.demo


def _opening(staff_id: int, source: str, password_set: datetime, must_change: bool = False) -> Opening:
    # Everybody knows the password of a demo's accounts; a new one every ninety days would shut them all out.
    # One that a colleague has set is another matter, in a demo too.
    return Opening(staff_id, source, None if settings.demo else password_set, must_change)


async def _open(credential: credentials.Credential, attempt: Attempt, now: datetime) -> Session:
    reach, source = Reach(ReachKind.STAFF, credential.staff_id), attempt.source
    async with database.transaction():
        before = None if attempt.before is None else await sessions.end_session(attempt.before)
        if before is not None:
            await audit.append(reach, audit.SECURITY, audit.Fact("signed_out", now, {"staff": before}))
        session = await sessions.open_session(
            _opening(credential.staff_id, source, credential.changed_at, credential.set_by_another), now
        )
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
    await audit.record_failure(SYSTEM, audit.Fact("sign_in_refused", now, said))
    LOGINS.labels("refused").inc()


async def sign_out(reach: Reach, session: Session) -> None:
    """Ends a session."""
    now = datetime.now(UTC)
    async with database.transaction():
        await sessions.end_session(session.secret)
        fact = audit.Fact("signed_out", now, {"staff": session.staff_id})
        await audit.append(reach, audit.SECURITY, fact)
    LIVE.wake(reach)


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
    if credential is None or not await credentials.matches(credential, change.present):
        fact = audit.Fact("password_change_refused", now, {"staff": staff_id, "source": source})
        await audit.record_failure(reach, fact)
        raise LoginRefused("the present password is wrong")
    await attempts.succeeded(bucket)
    if _known_to_all(change.new) or change.new == change.present:
        raise PasswordTooWeak("KNOWN_TO_ALL" if _known_to_all(change.new) else "UNCHANGED")
    hashed = await credentials.hash_of_new(credential.login, change.new)
    async with database.transaction():
        await credentials.put_hash(reach, staff_id, hashed, now)
        await sessions.end_all_sessions(staff_id)
        return await sessions.open_session(_opening(staff_id, source, now), now)
