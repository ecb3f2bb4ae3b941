"""The engine by which every process of ours reaches the database."""

import asyncpg
from piccolo.engine.postgres import PostgresEngine

from settings import settings

_URL = settings.database_owner_url if settings.database_role == "owner" else settings.database_url


class Unmarked(asyncpg.Connection):
    """A connection that goes back to the pool without a round trip to clean it.

    Nothing of ours leaves a mark on a pooled one: locks and settings end with their transaction, and who
    listens has a connection of his own. An open transaction is rolled back all the same.
    """

    def get_reset_query(self) -> str:
        """Nothing."""
        return ""


class _Engine(PostgresEngine):
    """Piccolo's engine without its look at the server's version, which needs a server at import time."""

    async def check_version(self) -> None:
        """Does nothing: set-up and the doctor judge the version, and say what to do."""


DB = _Engine(
    config={
        "dsn": _URL,
        "connection_class": Unmarked,
        "server_settings": {
            "application_name": f"griddesk-{settings.database_role}",
            # Compiling a plan costs more than running one of our short statements.
            "jit": "off",
            # Nor is one of them worth a second process, which costs more to start than it saves.
            "max_parallel_workers_per_gather": "0",
            # A forgotten transaction would hold back the commit-ordered feed of every reader.
            "idle_in_transaction_session_timeout": "60s",
            "timezone": "UTC",
        },
    }
)
