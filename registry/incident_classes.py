"""The catalogue of incident classes: drafted, published by a second person, searched."""

from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from reach import Reach
from registry import catalogue
from registry.catalogue import CatalogueKind, NewVersion, Version
from registry.errors import DefinitionRefused
from registry.rules.catalogue_words import index_words, query_words
from registry.rules.incident_definition import IncidentClass, class_faults
from registry.subject_indexes import readings

_KIND = CatalogueKind.INCIDENT_CLASS
_decoder = msgspec.json.Decoder(IncidentClass)


@dataclass(frozen=True, slots=True)
class ClassVersion:
    """An incident class in one version; cases keep `version_id`."""

    version_id: int
    version: int
    incident_class: IncidentClass
    published_at: datetime | None


async def draft_class(reach: Reach, incident_class: IncidentClass, at: datetime) -> int:
    """Keeps a draft of a class, faults and all; returns the version's id."""
    situations = incident_class.situations
    texts = (
        incident_class.code,
        incident_class.name,
        incident_class.name_en,
        *incident_class.everyday_words,
        *(situation.name for situation in situations),
        *(situation.name_en for situation in situations),
    )
    content = msgspec.json.encode(incident_class).decode()
    new = NewVersion(_KIND, incident_class.code, content, index_words(texts, readings()))
    return await catalogue.draft(reach, new, at)


async def publish_class(reach: Reach, code: str, at: datetime) -> int:
    """Publishes the draft of a class; returns the version's id.

    Raises DefinitionRefused with every fault, SecondPersonRequired, VersionNotFound.
    """
    faults = class_faults(class_of(await catalogue.drafted(_KIND, code)).incident_class)
    if faults:
        raise DefinitionRefused(faults)
    return await catalogue.publish(reach, _KIND, code, at)


async def published_class(code: str, at: datetime | None = None) -> ClassVersion:
    """The class as it stood at an instant (now, if none is given); raises VersionNotFound."""
    return class_of(await catalogue.published(_KIND, code, at or datetime.now(UTC)))


async def class_version(version_id: int) -> ClassVersion:
    """The version a case was taken in under; raises VersionNotFound."""
    return class_of(await catalogue.version(_KIND, version_id))


async def published_classes() -> list[ClassVersion]:
    """Every class that stands, by code."""
    return [class_of(found) for found in await catalogue.standing(_KIND)]


async def search_classes(text: str, limit: int = 20) -> list[ClassVersion]:
    """Classes that stand and hold all of a text: code, characters, pinyin, initials, English, other words."""
    words = query_words(text)
    return [class_of(found) for found in await catalogue.standing(_KIND, words, limit)] if words else []


def class_of(found: Version) -> ClassVersion:
    """The class a version of the catalogue holds."""
    return ClassVersion(found.id, found.version, _decoder.decode(found.content), found.published_at)
