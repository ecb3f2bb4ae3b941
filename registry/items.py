"""The catalogue of items: drafted, checked against the law, published by a second person, searched."""

from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from reach import Reach
from registry import catalogue
from registry.catalogue import CatalogueKind, NewVersion, Version
from registry.errors import DefinitionRefused
from registry.rules.catalogue_words import index_words, query_words
from registry.rules.item_checks import item_faults
from registry.rules.item_definition import Item
from registry.subject_indexes import readings

_KIND = CatalogueKind.ITEM
_decoder = msgspec.json.Decoder(Item)


@dataclass(frozen=True, slots=True)
class ItemVersion:
    """An item in one version; cases keep `version_id`."""

    version_id: int
    version: int
    item: Item
    published_at: datetime | None
    drafted_by: str = ""
    digest: str = ""


async def draft_item(reach: Reach, item: Item, at: datetime) -> int:
    """Keeps a draft of an item, faults and all; returns the version's id."""
    content = msgspec.json.encode(item).decode()
    texts = (item.code, item.name, item.name_en, *item.everyday_words)
    words = index_words(texts, readings())
    return await catalogue.draft(reach, NewVersion(_KIND, item.code, content, words), at)


async def publish_item(reach: Reach, code: str, at: datetime, seen: str | None = None) -> int:
    """Publishes the draft of an item, the one with the digest `seen`; returns the version's id.

    Raises DefinitionRefused with every fault, SecondPersonRequired, DraftChanged, VersionNotFound.
    """
    faults = item_faults(item_of(await catalogue.drafted(_KIND, code)).item)
    if faults:
        raise DefinitionRefused(faults)
    return await catalogue.publish(reach, _KIND, code, at, seen)


async def published_item(code: str, at: datetime | None = None) -> ItemVersion:
    """The item as it stood at an instant (now, if none is given); raises VersionNotFound."""
    return item_of(await catalogue.published(_KIND, code, at or datetime.now(UTC)))


async def item_version(version_id: int) -> ItemVersion:
    """The version a case was taken in under; raises VersionNotFound."""
    return item_of(await catalogue.version(_KIND, version_id))


async def published_items() -> list[ItemVersion]:
    """Every item that stands, by code."""
    return [item_of(found) for found in await catalogue.standing(_KIND)]


async def waiting_items() -> dict[str, ItemVersion]:
    """The drafts of items that nobody has published yet, by code."""
    return {code: item_of(found) for code, found in (await catalogue.waiting(_KIND)).items()}


async def search_items(text: str, limit: int = 20) -> list[ItemVersion]:
    """Items that stand and hold all of a text: code, characters, pinyin, initials, English, other words."""
    words = query_words(text)
    return [item_of(found) for found in await catalogue.standing(_KIND, words, limit)] if words else []


def item_of(found: Version) -> ItemVersion:
    """The item a version of the catalogue holds."""
    return ItemVersion(
        found.id,
        found.version,
        _decoder.decode(found.content),
        found.published_at,
        found.drafted_by,
        found.digest,
    )
