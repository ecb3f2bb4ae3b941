"""Runs a command of the command line inside a test, on the test's database."""

import argparse

from desk.cli import command_line


async def run(*words: str) -> int:
    """The status a command ends with."""
    asked: argparse.Namespace = command_line().parse_args(words)
    status: int = await asked.run(asked)
    return status
