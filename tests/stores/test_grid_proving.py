"""A draft is published only when its proof finds nothing; offences come with their place on earth."""

from dataclasses import replace

import pytest
import shapely

from grid.city import save_city
from grid.editions import create_draft, published
from grid.errors import EditionNotSound, NoEditionPublished, UnknownEdition
from grid.loading import add_addresses
from grid.proving import prove_edition, publish_proven
from grid.rules.map_faults import FaultKind
from grid.rules.shapes import AddressPoint, AreaShape
from tests.builders_grid import NOW, a_box, a_city, a_draft, a_small_table, at, small_map


def _with_a_gap() -> list[AreaShape]:
    return [
        replace(area, geometry=a_box(0, 0).buffer(-0.0001)) if area.code == "350304001001003" else area
        for area in small_map()
    ]


async def test_a_sound_draft_is_published(db: str) -> None:
    await save_city(a_city())
    draft = await a_draft()

    await publish_proven(draft.id, NOW)

    assert (await published()).id == draft.id


async def test_a_draft_with_a_gap_is_refused_and_the_gap_shown_where_it_is(db: str) -> None:
    await save_city(a_city())
    draft = await a_draft(_with_a_gap())

    proof = await prove_edition(draft.id)

    (offence,) = proof.offences
    assert (proof.areas, offence.fault.kind, offence.fault.code) == (27, FaultKind.GAP, "350304001001G01")
    assert offence.fault.size_m2 == pytest.approx(0.36 * 100.6 * 110.8, rel=0.01)
    assert a_box(0, 0).buffer(1e-6).contains_properly(shapely.Point(offence.lon, offence.lat))
    with pytest.raises(EditionNotSound, match="GAP 350304001001G01"):
        await publish_proven(draft.id, NOW)
    with pytest.raises(NoEditionPublished):
        await published()


async def test_an_address_outside_the_map_is_an_offence(db: str) -> None:
    await save_city(a_city())
    draft, lost = await a_draft(), at(-2, 0)
    await add_addresses(
        [AddressPoint("A", "文献路1号", "文献路", "1号", "", lost.lon, lost.lat)], a_small_table()
    )

    (offence,) = (await prove_edition(draft.id)).offences

    assert (offence.fault.kind, offence.fault.code) == (FaultKind.ADDRESS_NOWHERE, "A")
    assert (offence.lon, offence.lat) == pytest.approx((lost.lon, lost.lat))


async def test_an_empty_draft_is_not_sound(db: str) -> None:
    await save_city(a_city())
    draft = await create_draft("nothing", NOW)

    with pytest.raises(EditionNotSound, match="no areas"):
        await publish_proven(draft.id, NOW)


async def test_what_does_not_exist_cannot_be_proven(db: str) -> None:
    await save_city(a_city())

    with pytest.raises(UnknownEdition):
        await prove_edition(1)
