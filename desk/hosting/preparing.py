"""Makes the secret keys that are not there yet and brings the database to the present structure."""

import asyncio
import sys

import database
from desk.migrating import migrate
from registry.errors import KeyFileProblem
from registry.key_match import check_keys
from registry.keys import create_keys
from settings import settings


async def prepare() -> list[str]:
    """Returns what was made and run; raises KeyFileProblem, having made nothing, where keys were lost."""
    await database.open_pool(2)
    try:
        if await database.fetch_value("SELECT to_regclass('registry.owner_key') IS NOT NULL"):
            await check_keys(settings.keys_dir)
    finally:
        await database.close_pool()
    made = create_keys(settings.keys_dir)
    return [*(f"made {name}" for name in made), *await migrate()]


if __name__ == "__main__":
    try:
        sys.stdout.write("\n".join(asyncio.run(prepare())) + "\n")
    except KeyFileProblem as problem:
        sys.exit(str(problem))
