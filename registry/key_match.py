"""Says whether all that is sealed in the database was sealed under keys of this installation."""

from pathlib import Path

import database
from registry.errors import KeyFileProblem
from registry.keys import keks_in

# From one id to the next by the index: what each key wrapped may be millions of rows.
_IN_USE = """
WITH RECURSIVE used AS (
    SELECT min(kek_id) AS id FROM registry.owner_key WHERE kek_id IS NOT NULL
    UNION ALL
    SELECT (SELECT min(kek_id) FROM registry.owner_key WHERE kek_id > used.id)
    FROM used WHERE used.id IS NOT NULL
)
SELECT id FROM used WHERE id IS NOT NULL
"""


async def check_keys(folder: Path) -> None:
    """Raises KeyFileProblem where the database needs a key-encryption key that this folder does not have.

    So it is when a folder of keys was lost, or a database of another installation put in place of ours.
    """
    needed = {str(row["id"]) for row in await database.fetch(_IN_USE)}
    if lost := sorted(needed - keks_in(folder).keys()):
        raise KeyFileProblem(
            f"the database holds what was sealed under {', '.join(lost)}, and {folder} has no such key:"
            " put the keys back from their copy, or begin anew with an empty database"
        )
