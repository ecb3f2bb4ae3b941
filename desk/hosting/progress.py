"""Says on the terminal what is being done and how long it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str) -> None:
    """Writes one line at once, also where the output goes to a file."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Writes one line where errors go."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announces a step, and closes its line with the seconds it took; a failed one is left open."""
    begun = time.monotonic()
    sys.stdout.write(f"· {title} …")
    sys.stdout.flush()
    try:
        yield
    except BaseException:
        sys.stdout.write("\n")
        raise
    say(f" {time.monotonic() - begun:.1f} s")
