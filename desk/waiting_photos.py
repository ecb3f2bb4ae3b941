"""Photos of residents that wait for their report: re-encoded, sealed, nobody's, and gone after two hours."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import asyncpg

import database
from desk import attempts
from desk.input_errors import FieldError, InvalidInput
from desk.sealed_for_a_while import seal, unseal
from grid.city import City
from registry.errors import UploadRefused
from registry.files import checked, made_small
from registry.keys import keyed_index
from registry.uploads import Capture, Checked, Upload

MOST = 4  # of one report
LONGEST_SIDE = 1600  # pixels: enough to see what is meant, small enough to be kept by the thousand
KEPT = timedelta(hours=2)
_MOST_WAITING = 2000  # of all senders together, some half a megabyte each
# Of one sender: as many as he may send in ten minutes, so that each of his own waits that long at least.
_MOST_OF_ONE = attempts.PHOTO_BY_SOURCE.attempts
_MOST_LOOKED_INTO = 12  # at once: each holds ten megabytes, and staff wait behind them
_TOKEN_BYTES = 18
_COLUMN = "desk.waiting_photos|content"

_KEEP = """
INSERT INTO desk.waiting_photos (mark, content, media_type, width, height, kept_at, sender)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_GIVE_WAY_TO_OWN = """
DELETE FROM desk.waiting_photos WHERE mark IN
    (SELECT mark FROM desk.waiting_photos WHERE sender = $1 ORDER BY kept_at DESC, mark OFFSET $2
        FOR UPDATE SKIP LOCKED)
"""
# What another sender is just taking away is left to him, so that no two wait for each other.
# Whoever has the most waiting gives way, so nobody can push out the few photos of somebody else.
_GIVE_WAY_TO_OTHERS = """
WITH waiting AS (SELECT sender, count(*) AS number FROM desk.waiting_photos GROUP BY sender)
DELETE FROM desk.waiting_photos WHERE mark IN (
    SELECT mark FROM desk.waiting_photos
    WHERE sender = (SELECT sender FROM waiting ORDER BY number DESC, sender LIMIT 1)
    ORDER BY kept_at, mark LIMIT greatest(0, (SELECT sum(number) FROM waiting) - $1) FOR UPDATE SKIP LOCKED)
"""
_KNOWN = "SELECT mark FROM desk.waiting_photos WHERE mark = ANY($1::bytea[])"
_LOOK = "SELECT mark, content FROM desk.waiting_photos WHERE mark = ANY($1::bytea[])"
_TAKE = """
DELETE FROM desk.waiting_photos WHERE mark = ANY($1::bytea[])
RETURNING mark, content, media_type, width, height
"""
_SWEEP = "DELETE FROM desk.waiting_photos WHERE kept_at < $1"


_looked_into: list[Upload] = []


class TooManyWaiting(attempts.TooManyAttempts):
    """Raised when so many photos are sent at once that no more are looked into for a moment."""


@dataclass(frozen=True, slots=True)
class WaitingPhoto:
    """A photo put aside: whoever holds the token can hand it in with a report, once."""

    token: str = field(repr=False)
    width: int
    height: int


async def keep_photo(upload: Upload, sender: str, city: City) -> WaitingPhoto:
    """Looks into a photo, makes it small and puts it aside for two hours.

    Takes JPEG, PNG and WebP up to 10 MB; what a picture says of time and place is thrown away with the rest.
    Where too many wait, the sender's own oldest gives way, else the oldest of whoever has the most waiting.
    Raises UploadRefused, and TooManyAttempts for more than a person sends. Must not run in a transaction.
    """
    now = datetime.now(UTC)
    await attempts.count_attempt(f"photo:{sender}", attempts.PHOTO_BY_SOURCE, now)
    sound = await _looked_at(upload, city)
    if sound.width is None or sound.height is None:
        raise UploadRefused("unknown_kind", "a report takes photos, no documents")
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    content = seal(sound.content, _place(token))
    whose = keyed_index("photo sender", sender)
    async with database.transaction():
        await database.execute(
            _KEEP, _mark(token), content, sound.media_type, sound.width, sound.height, now, whose
        )
        await database.execute(_GIVE_WAY_TO_OWN, whose, _MOST_OF_ONE)
        await database.execute(_GIVE_WAY_TO_OTHERS, _MOST_WAITING)
    return WaitingPhoto(token, sound.width, sound.height)


async def _looked_at(upload: Upload, city: City) -> Checked:
    """Pictures are looked into one after the other; raises TooManyWaiting where the row is long."""
    if len(_looked_into) >= _MOST_LOOKED_INTO:
        raise TooManyWaiting(timedelta(seconds=10))
    _looked_into.append(upload)
    try:
        return await checked(upload, city.zone, LONGEST_SIDE)
    finally:
        _looked_into.remove(upload)


async def still_waiting(tokens: Sequence[str]) -> tuple[str, ...]:
    """Those of these photos that can still be handed in, in the order given, each once."""
    marks = {_mark(token): token for token in tokens}
    there = {row["mark"] for row in await database.fetch(_KNOWN, list(marks))} if marks else set()
    return tuple(token for mark, token in marks.items() if mark in there)


async def small_photos(tokens: Sequence[str]) -> dict[str, bytes]:
    """A small JPEG of each of these photos that still waits, by token; they go on waiting."""
    marks = {_mark(token): token for token in tokens}
    rows = await database.fetch(_LOOK, list(marks)) if marks else []
    opened = {marks[row["mark"]]: unseal(row["content"], _place(marks[row["mark"]])) for row in rows}
    return {token: await made_small(opened[token]) for token in tokens if token in opened}


async def take_photos(tokens: Sequence[str]) -> list[Checked]:
    """The photos, which wait no more once the caller's transaction commits.

    Raises InvalidInput at `/photos/<place>` for each that is not there any more.
    """
    marks = [_mark(token) for token in tokens]
    found = {row["mark"]: row for row in await database.fetch(_TAKE, marks)} if marks else {}
    faults = [
        FieldError(f"/photos/{place}", "not_found", "is no photo that waits; send it again")
        for place, mark in enumerate(marks)
        if mark not in found
    ]
    if faults:
        raise InvalidInput(*faults)
    return [_opened(token, found[mark]) for token, mark in zip(tokens, marks, strict=True)]


async def forget_old_photos(now: datetime) -> int:
    """Removes photos whose report never came; returns how many."""
    return await database.execute(_SWEEP, now - KEPT)


def _opened(token: str, row: asyncpg.Record) -> Checked:
    content = unseal(row["content"], _place(token))
    return Checked(row["media_type"], content, row["width"], row["height"], Capture())


def _mark(token: str) -> bytes:
    """What the database knows of a token, so that its rows hand no photo to anybody."""
    return keyed_index("waiting photo", token)


def _place(token: str) -> str:
    return f"{_COLUMN}|{token}"
