"""The database with a city of a million cells that several benches measure."""

from bench.city.drawing import side_of
from bench.installation import Environment, filled, run


def large_city(scale: float) -> str:
    """The name of the database, filled when it is not there; a share of the full size has its own."""
    name = f"bench_city_{side_of(scale) ** 2}"

    def fill(env: Environment) -> None:
        owner = {**env, "DATABASE_ROLE": "owner"}
        run(owner, "desk.hosting.preparing")
        run(owner, "bench.city.filling", str(scale))

    filled(name, fill)
    return name
