"""Records the statements of one real intake over HTTP, and writes them as a script for pgbench."""

import asyncio
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import asyncpg
import httpx
from asyncpg.connection import LoggedQuery

import database
from bench.intake.bodies import EAST, NORTH, SOUTH, WEST, a_body, headers_of
from bench.intake.pgbench import CLIENTS
from desk.app import build
from desk.demo.accounts import PASSWORD
from engine import DB

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PARAMETER = re.compile(r"\$(\d+)")
_OPENED = """
SELECT c.id AS case_id, r.id AS routing_id, c.case_no, c.tracking_no,
    ARRAY(SELECT text.id FROM registry.owner_key key JOIN registry.sealed_text text USING (key_id)
        WHERE key.owner_kind = 'case' AND key.owner_id = c.id ORDER BY text.id) AS text_ids
FROM dispatch.cases c JOIN dispatch.routings r ON r.case_id = c.id ORDER BY c.id DESC LIMIT 1
"""
# The desk takes its ids before it writes. These grow as a sequence's do, and no two clients share one.
# Each lies elsewhere: thousands in one place would all be asked whether they are the same.
_IDS = f"""\\set once random(1, {2**62})
\\set n :n + 1
\\set case_id :n * {CLIENTS} + :client_id
\\set lon {WEST} + random(0, {round((EAST - WEST) * 1e6)}) * 0.000001
\\set lat {SOUTH} + random(0, {round((NORTH - SOUTH) * 1e6)}) * 0.000001
"""
_MOST_TEXTS = 8
CLERK = "clerk.zhenhai"


@dataclass(frozen=True, slots=True)
class Unique:
    """What no two intakes may share, and how a script makes it anew each time."""

    case_id: int
    routing_id: int
    text_ids: list[int]
    texts: dict[str, str]
    point: tuple[float, float]


async def recorded(rehearsals: int = 5) -> tuple[list[LoggedQuery], Unique]:
    """The statements of an intake by a process that is warm, in order."""
    heard: list[LoggedQuery] = []

    async def listen(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        connection.add_query_logger(heard.append)

    await DB.start_connection_pool(min_size=1, max_size=1, init=listen)
    try:
        transport = httpx.ASGITransport(app=build())
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            told = (await client.post("/api/v1/login", json={"login": CLERK, "password": PASSWORD})).json()
            for number in range(rehearsals + 1):
                heard.clear()
                key = f"recorded-{number}"
                headers = {**headers_of(key), "x-csrf-token": told["csrf_token"]}
                answer = await client.post("/api/v1/incidents", content=a_body(number), headers=headers)
                answer.raise_for_status()
        # Only a demo asks its database what time it is.
        statements = [one for one in heard if "demo_clock" not in one.query]
        row = await database.fetch_row(_OPENED)
        assert row is not None
        texts = {
            key: "('bench-' || :once)",
            row["case_no"]: "('bench-' || :case_id)",
            row["tracking_no"]: "lpad(:case_id::text, 12, 'B')",
        }
        point = json.loads(a_body(rehearsals))["place"]["point"]
        return statements, Unique(
            row["case_id"], row["routing_id"], row["text_ids"], texts, (point["lon"], point["lat"])
        )
    finally:
        await database.close_pool()


def script(statements: Sequence[LoggedQuery], unique: Unique) -> str:
    """The statements for pgbench: values as they were, save for what no two intakes may share."""
    return _IDS + "".join(_statement(one, unique) for one in statements)


def _statement(one: LoggedQuery, unique: Unique) -> str:
    args = one.args or ()
    sql = _PARAMETER.sub(lambda found: _value(args[int(found[1]) - 1], unique), one.query).strip().rstrip(";")
    sql = " ".join(line for line in sql.splitlines() if not line.strip().startswith("--"))
    return f"{sql};\n"


def _value(value: object, unique: Unique) -> str:
    if value is None:
        return "NULL"
    if value in (unique.case_id, unique.routing_id) and type(value) is int:
        return ":case_id::bigint"
    if isinstance(value, float) and value in unique.point:
        return (":lon::float8", ":lat::float8")[unique.point.index(value)]
    if value and value == unique.text_ids:
        ids = (f":case_id::bigint * {_MOST_TEXTS} + {place}" for place in range(len(unique.text_ids)))
        return f"ARRAY[{', '.join(ids)}]"
    if isinstance(value, str) and value in unique.texts:
        return unique.texts[value]
    if isinstance(value, str) and _UUID.fullmatch(value):
        return "md5('key' || :once)::uuid"
    if isinstance(value, list | tuple):
        return _quoted("{" + ",".join(_member(one) for one in value) + "}")
    return _quoted(_plain(value))


def _member(value: object) -> str:
    if value is None:
        return "NULL"
    escaped = _plain(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    """A literal in which pgbench sees no variable."""
    escaped = text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a")
    return f"E'{escaped}'"


def _main(path: Path) -> None:
    statements, unique = asyncio.run(recorded())
    path.write_text(script(statements, unique))
    sys.stdout.write(json.dumps([" ".join(one.query.split())[:120] for one in statements]))


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
