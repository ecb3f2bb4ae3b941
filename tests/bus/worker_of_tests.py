"""A worker process whose jobs are those of the tests: `note` writes its effect down, `breaks` fails."""

import sys

import database
from desk import worker
from dispatch.queue import Args

BEGAN = """INSERT INTO public.effects (key, began) VALUES ($1, 1)
    ON CONFLICT (key) DO UPDATE SET began = effects.began + 1"""
DONE = "UPDATE public.effects SET done = true WHERE key = $1 AND NOT done"


HELD = 0x6865_6C64  # "held": the lock a test keeps while its job is to be at work


async def note(args: Args) -> None:
    """Begins, works for as long as the test holds it up, has its effect once however often it is run."""
    await database.execute(BEGAN, str(args["key"]))
    async with database.transaction():
        await database.execute("SELECT pg_advisory_xact_lock_shared($1)", HELD)
    await database.execute(DONE, str(args["key"]))


async def breaks(args: Args) -> None:
    """Fails with somebody's name in the error."""
    raise ValueError(f"no such person: {args['canary']}")


if __name__ == "__main__":
    sys.exit(worker.main(sys.argv[1:], {"note": note, "breaks": breaks}, {}))
