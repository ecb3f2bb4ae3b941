"""Finds what somebody means who says it in a sentence: the items and classes that share most with it."""

import database
from registry.catalogue import COLUMNS, CatalogueKind, Version
from registry.incident_classes import ClassVersion, class_of
from registry.items import ItemVersion, item_of
from registry.rules.catalogue_words import telling_words

# A word counts for less the more entries hold it. What has less than half of what the nearest has is not
# meant; what shares but one pair of characters with the sentence (weight 1) shares it by chance.
_NEAREST = f"""
WITH held AS (
    SELECT v.id, w.weight, w.weight::float8 / count(*) OVER (PARTITION BY w.word) AS worth
    FROM unnest($1::text[], $2::int[]) AS w (word, weight)
    JOIN registry.catalogue_version v ON v.words @> ARRAY[w.word]
    WHERE v.published_at IS NOT NULL AND v.valid_to IS NULL
), near AS (
    SELECT id, sum(worth) AS worth FROM held GROUP BY id HAVING sum(weight) > 1
)
SELECT v.kind, {COLUMNS} FROM near JOIN registry.catalogue_version v USING (id)
WHERE near.worth * 2 >= (SELECT max(worth) FROM near)
ORDER BY near.worth DESC, v.code LIMIT $3
"""


async def nearest_matters(text: str, limit: int) -> list[ItemVersion | ClassVersion]:
    """What stands and shares most with a text, the nearest first; for when nothing holds all of it."""
    words = telling_words(text)
    rows = await database.fetch(_NEAREST, list(words), list(words.values()), limit)
    return [_matter(row["kind"], Version(*row[1:])) for row in rows]


def _matter(kind: str, found: Version) -> ItemVersion | ClassVersion:
    return item_of(found) if kind == CatalogueKind.ITEM else class_of(found)
