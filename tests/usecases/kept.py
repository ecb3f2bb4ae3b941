"""What is kept of people and cases, counted: a refusal must leave all of it as it was."""

import database

TABLES = (
    "dispatch.cases", "dispatch.journal", "dispatch.tasks", "dispatch.clocks", "dispatch.routings",
    "dispatch.places", "dispatch.deliveries", "dispatch.case_materials",
    "registry.subject", "registry.subject_number", "registry.owner_key", "registry.sealed_text",
    "registry.stored_file",
)  # fmt: skip


async def rows() -> dict[str, int]:
    """How many rows each of these tables has."""
    return {table: await database.fetch_value(f"SELECT count(*) FROM {table}") for table in TABLES}
