"""Counts passed, failed, skipped and deselected tests over all workers, and says so in the last line.

Before it stands what tests want read: each property they record under the name `said`.
"""

import os
import sys
from collections.abc import Sequence

import pytest


class Count:
    """What one process knows; the controller of several workers adds up what they tell."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0
        self.skipped = 0
        self.deselected = 0
        self.said: list[str] = []

    def line(self) -> str:
        return (
            f"passed {self.passed}, failed {self.failed},"
            f" skipped {self.skipped}, deselected {self.deselected}"
        )


_count = Count()


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    _count.deselected += len(items)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    # An expected failure is reported as skipped; it is a test that did not show what it should.
    if report.failed:
        _count.failed += 1
    elif report.skipped:
        _count.skipped += 1
    elif report.when == "call":
        _count.passed += 1
    if report.when == "call":
        _count.said += [str(text) for name, text in report.user_properties if name == "said"]


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        _count.failed += 1
    elif report.skipped:
        _count.skipped += 1


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object, error: object) -> None:
    told = getattr(node, "workeroutput", {})
    # Every worker collects everything, so each tells the same.
    _count.deselected = max(_count.deselected, told.get("deselected", 0))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    told = getattr(session.config, "workeroutput", None)
    if told is not None:
        told["deselected"] = _count.deselected
    elif _count.skipped and os.environ.get("CI") == "true" and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        sys.stdout.write("\n" + "".join(f"{text}\n" for text in [*_count.said, _count.line()]))
