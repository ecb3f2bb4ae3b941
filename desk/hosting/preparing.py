"""Makes the secret keys that are not there yet and brings the database to the present structure."""

import asyncio
import sys

from desk.migrating import migrate
from registry.keys import create_keys
from settings import settings

if __name__ == "__main__":
    made = create_keys(settings.keys_dir)
    sys.stdout.write("\n".join([*(f"made {name}" for name in made), *asyncio.run(migrate())]) + "\n")
