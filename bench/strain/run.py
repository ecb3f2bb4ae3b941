"""The command behind bin/strain: a town of its own under faults, then both sides compared entry for entry."""

import argparse
import asyncio
import shutil
import signal
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.strain.ground import HOME, own_server
from bench.strain.running import Asked, Run, Verdict, judge, prepared
from bench.strain.town import running_town

_SHOWN = 50


def main(arguments: Sequence[str]) -> int:
    """Runs all of it; the status is 0 when nothing was lost, doubled, swapped, altered or foreign."""
    return asyncio.run(_run(_asked(arguments)))


def _asked(arguments: Sequence[str]) -> Asked:
    parser = argparse.ArgumentParser(
        prog="bin/strain",
        description="Lets cases flow while city, workers, web and database fail; then compares both sides.",
        epilog="Ctrl-C ends it with the fault under way: what has flowed so far is compared. With BROKER_URL"
        " in the environment the desk works over that broker.",
    )
    parser.add_argument("--cases", type=int, default=20_000, help="how many at least (20000)")
    parser.add_argument("--seed", type=int, default=1, help="which cases, and in which order the faults (1)")
    parser.add_argument("--clients", type=int, default=16, help="who bring cases at once (16)")
    parser.add_argument("--lasting", type=float, default=4.0, help="seconds each fault lasts (4)")
    asked = parser.parse_args(arguments)
    return Asked(asked.cases, asked.seed, asked.clients, asked.lasting)


async def _run(asked: Asked) -> int:
    town_folder = _fresh(HOME / "town")
    began = time.monotonic()
    _say("a town of its own: cluster, demo city, pretend city, web, two workers")
    async with (
        own_server() as server,
        running_town(server, town_folder) as town,
        prepared(town, asked, _say) as run,
    ):
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, lambda: setattr(run, "stop", True))
        flowing = time.monotonic()
        await run.through()
        quiet = time.monotonic()
        _say("faults and cases are over; waiting until the city was told everything")
        await run.until_quiet()
        told = time.monotonic()
        _say("comparing")
        verdict = await judge(town, run.cases, town_folder / "journals.jsonl")
        _tell(run, verdict, {"flowing": quiet - flowing, "until quiet": told - quiet})
    _say(f"all of it took {time.monotonic() - began:.0f} s")
    return 0 if verdict.holds and not run.never else 1


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _tell(run: Run, verdict: Verdict, seconds: Mapping[str, float]) -> None:
    cases, people = run.cases, run.strain.people
    _say(
        f"\n{len(cases.numbers)} cases (seed {run.asked.seed}) through {run.faults} faults,"
        f" {people.asked_again} requests asked again; "
        + ", ".join(f"{name} {taken:.0f} s" for name, taken in seconds.items())
    )
    _say("\nSeconds until the first success again (times, median, longest):")
    for name, took in sorted(run.strain.took.items()):
        _say(f"  {name:<52} {len(took):>3}  {statistics.median(took):>6.2f}  {max(took):>6.2f}")
    if run.town.died:
        _say(f"  ended by themselves and were started anew: {', '.join(run.town.died)}")
    for name in run.never:
        _say(f"  {name}: nothing succeeded again")
    for one in verdict.compared.findings[:_SHOWN]:
        _say(f"  {one.case}: entry {one.seq} {one.fault}")
    for kept in verdict.unkept[:_SHOWN]:
        _say(f"  {kept.case}: entry {kept.seq} ({kept.kind}) was answered and is not there")
    for case in verdict.unasked[:_SHOWN]:
        _say(f"  {case}: nobody was told of it")
    _say(f"\n{verdict.compared.words}")
    answers = f"{len(cases.acknowledged)} answers, {len(verdict.unkept)} not kept"
    _say(f"{answers}; {len(verdict.unasked)} cases nobody was told of")
    _say(f"verify-journal: {verdict.chains}")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
