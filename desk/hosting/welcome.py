"""What bin/start says once everything is up: where it is, who can log in, what to try."""

from desk.hosting.installation import HOME, ROOT, Installation

_TEXT = """
Griddesk is up:          {address}
The city's bus (sandbox): {sandbox}
Logs:                    {logs}

Ctrl-C stops all of it."""


def text(installation: Installation) -> str:
    """The closing words of a start."""
    return _TEXT.format(
        address=installation.address,
        sandbox=installation.sandbox_address,
        logs=(HOME / "log").relative_to(ROOT),
    )
