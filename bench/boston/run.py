"""The command behind bin/boston: a city of its own from files, its half-year by HTTP, and the figures."""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bench.boston import commands, ground
from bench.boston.classes import write_classes
from bench.boston.commands import Files
from bench.boston.ground import CommandEnded
from desk.hosting import installation as installations
from desk.hosting.progress import complain, say


def main(arguments: Sequence[str]) -> int:
    """Runs all of it; the status is 0 when every figure is met."""
    parser = argparse.ArgumentParser(prog="bin/boston", description="Makes Boston and replays its half-year.")
    parser.add_argument("data", type=Path, help="the folder with Boston's files")
    parser.add_argument("--clients", type=int, default=16, help="rows under way at once (16)")
    parser.add_argument("--again", action="store_true", help="go on with the database of an earlier run")
    parser.add_argument(
        "--through", choices=("api", "pages"), default="api", help="pages: a sample by the pages as well"
    )
    parser.add_argument("--sample", type=int, default=1500, help="rows handed in through the pages (1500)")
    asked = parser.parse_args(arguments)
    files = Files(asked.data, installations.HOME / "boston")
    if not files.requests.exists():
        complain(f"{files.requests} is not there; give the folder with Boston's files")
        return 2
    files.out.mkdir(parents=True, exist_ok=True)
    try:
        return _run(files, asked)
    except CommandEnded as ended:
        complain(f"{ended}; bin/boston … --again goes on with the same database")
        return ended.status


def _run(files: Files, asked: argparse.Namespace) -> int:
    with ground.database(fresh=not asked.again) as environment:
        if not asked.again:
            _set_up(files, environment)
        with ground.web(environment) as address:
            if not files.replayed.exists():
                _desk(commands.replay(files, address, asked.clients), environment)
                files.replayed.touch()
            if asked.through == "pages":
                _bench("through_pages", commands.through_pages(files, address, asked.sample), environment)
        judged = {"score": commands.score(files), "gain": commands.gain(files)}
        if asked.through == "pages":
            judged["same"] = commands.same(files, asked.sample)
        return max([_judged(name, words, environment) for name, words in judged.items()])


def _judged(name: str, words: Sequence[str], environment: dict[str, str]) -> int:
    """The status of a program that compares: one that is not content does not keep the next from looking."""
    try:
        _bench(name, words, environment)
    except CommandEnded as ended:
        return ended.status
    return 0


def _set_up(files: Files, environment: dict[str, str]) -> None:
    for left in (files.out / "position", files.replayed, files.notes):
        left.unlink(missing_ok=True)
    cut = datetime.fromisoformat(commands.CUT)
    say(f"{write_classes(files.requests, files.classes, cut)} types of request written to {files.classes}")
    for words in (
        commands.city(),
        commands.map_layers(files),
        commands.classes(files),
        commands.duties(files),
        commands.token(files),
    ):
        _desk(words, environment)


def _desk(words: Sequence[str], environment: dict[str, str]) -> None:
    ground.run("bin/desk", "desk.cli", words, environment)


def _bench(name: str, words: Sequence[str], environment: dict[str, str]) -> None:
    module = f"bench.boston.{name}"
    ground.run(f"python -m {module}", module, words, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
