"""The numbers of a case: the readable serial number, the random tracking number and its password."""

import secrets
from datetime import date

import chain
import database
from together import Query, filled

# No 0/O, 1/I/L, U/V: residents read these out on the telephone.
_TRACKING_ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
TRACKING_LENGTH = 12
_TAKE = """
INSERT INTO dispatch.case_numbers AS n (prefix, day, last) SELECT $1::text, $2::date, 1 WHERE {provided}
ON CONFLICT (prefix, day) DO UPDATE SET last = n.last + 1 RETURNING last
"""


def taking_serial(prefix: str, day: date, provided: str) -> Query[int | None]:
    """The next serial number of a prefix on a local day; a number is never given twice, but some may be lost.

    Taken where something holds of other queries asked with it (`provided`, as SQL), or else None. Must be
    asked outside the transaction that uses the number: the counter's row would make every intake of the same
    prefix wait for the commit of the one before. Raises TransactionMisuse inside one.
    """
    if database.in_transaction():
        raise database.TransactionMisuse("a serial number is taken before the transaction that uses it")
    sql = filled(_TAKE, provided=provided)
    return Query(sql, (prefix, day), lambda rows: int(rows[0][0]) if rows else None)


def incident_number(district: str, day: date, serial: int) -> str:
    """The number of an incident: district code, local day, serial; e.g. `350304-20261122-00017`."""
    return f"{district}-{day.isoformat().replace('-', '')}-{serial:05d}"


def new_tracking_no() -> str:
    """Twelve random characters, the only number that is printed as a QR code (59 bits)."""
    # One number of that many digits: the system is asked for chance once, not for each character.
    number, letters = secrets.randbelow(len(_TRACKING_ALPHABET) ** TRACKING_LENGTH), ""
    for _ in range(TRACKING_LENGTH):
        number, place = divmod(number, len(_TRACKING_ALPHABET))
        letters += _TRACKING_ALPHABET[place]
    return letters


def new_password() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(1_000_000):06d}"


def password_mark(key: bytes, tracking_no: str, password: str) -> bytes:
    """What is stored of a password: HMAC-SM3 under the index key, bound to its tracking number.

    Six digits cannot be protected by slow hashing; the key, which is not in the database, protects them.
    """
    return chain.kept_sm3(key)(f"{tracking_no}:{password}".encode())
