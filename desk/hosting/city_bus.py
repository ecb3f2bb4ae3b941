"""Makes the pretend city a subscriber of the bus, with a secret that both sides read from one file."""

import os
from pathlib import Path

from dispatch import subscribers
from dispatch.subscribers import Subscriber
from integrations.bus.signature import new_secret
from settings import settings

CODE = "city"


def secret_file(keys_dir: Path) -> Path:
    """Where the secret shared with the pretend city lies."""
    return keys_dir / "subscribers" / CODE


async def introduce(address: str) -> None:
    """Tells the desk where the pretend city listens; makes the shared secret at the first time."""
    _make_secret(secret_file(settings.keys_dir))
    await subscribers.put(Subscriber(CODE, f"{address}/bus", CODE, "generic-json", 50))


def _make_secret(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(new_secret() + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
