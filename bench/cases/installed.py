"""The databases with the demo city and many cases that several benches measure."""

from bench.installation import Environment, filled, run


def with_clocks(clocks: int, due: int) -> str:
    """The name of a database with so many running clocks, of which so many are over."""
    name = f"bench_clocks_{clocks}_{due}"

    def fill(env: Environment) -> None:
        run({**env, "DATABASE_ROLE": "owner"}, "desk.hosting.preparing")
        run(env, "bench.sweep.filling", str(clocks), str(due))

    filled(name, fill)
    return name


def with_cases(cases: int) -> str:
    """The name of a database with so many cases, filled when it is not there."""
    name = f"bench_desk_{cases}"

    def fill(env: Environment) -> None:
        owner = {**env, "DATABASE_ROLE": "owner"}
        run(owner, "desk.hosting.preparing")
        run(env, "bench.cases.filling", str(cases))

    filled(name, fill)
    return name
