"""Division codes tell their level, their parents and their kind; cells lie in communities."""

import csv
import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grid.errors import BadCode
from grid.rules import unit_grids
from grid.rules.codes import CommitteeKind, DivisionLevel, TownshipKind, division
from tests import vectors

COMMUNITIES = st.builds(
    "{:02}{:02}{:02}{:03}{:03}".format,
    st.integers(11, 82),
    st.integers(1, 99),
    st.integers(0, 99),
    st.integers(1, 999),
    st.integers(1, 999),
)


@pytest.mark.parametrize(
    ("code", "level", "usual"),
    [
        ("35", DivisionLevel.PROVINCE, "350000"),
        ("350000", DivisionLevel.PROVINCE, "350000"),
        ("3503", DivisionLevel.CITY, "350300"),
        ("350300", DivisionLevel.CITY, "350300"),
        ("350300000000", DivisionLevel.CITY, "350300"),
        ("350304", DivisionLevel.DISTRICT, "350304"),
        ("350304000", DivisionLevel.DISTRICT, "350304"),
        ("350304000000", DivisionLevel.DISTRICT, "350304"),
        ("350304001", DivisionLevel.STREET, "350304001"),
        ("350304001000", DivisionLevel.STREET, "350304001"),
        ("350304001001", DivisionLevel.COMMUNITY, "350304001001"),
    ],
)
def test_the_level_follows_from_length_and_padding(code: str, level: DivisionLevel, usual: str) -> None:
    found = division(code)

    assert (found.level, found.code) == (level, usual)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "3",
        "35030",
        "3503040",
        "35030400100",
        "3503040010010",
        "35030A",
        "３５０３",
        " 350304",
        "350304\n",
    ],
)
def test_another_length_or_another_character_is_no_division(code: str) -> None:
    with pytest.raises(BadCode, match="2, 4, 6, 9 or 12 digits"):
        division(code)


@pytest.mark.parametrize("code", ["00", "000304", "350004", "350000001", "350304000001"])
def test_a_part_may_not_be_left_out_above_one_that_is_given(code: str) -> None:
    with pytest.raises(BadCode):
        division(code)


def test_parents_lead_up_to_the_province() -> None:
    chain = division("350304001001").chain

    assert [part.code for part in chain] == ["350000", "350300", "350304", "350304001", "350304001001"]


def test_a_street_of_a_city_without_districts_belongs_to_the_city() -> None:
    parent = division("441900003").parent

    assert parent == division("441900")


def test_a_province_has_no_parent() -> None:
    assert division("35").parent is None


@given(COMMUNITIES)
def test_every_parent_contains_its_child_and_not_the_other_way_round(code: str) -> None:
    chain = division(code).chain

    assert all(upper.contains(lower) for upper, lower in pairwise(chain))
    assert not any(lower.contains(upper) for upper, lower in pairwise(chain))


@given(COMMUNITIES)
def test_padding_changes_nothing(code: str) -> None:
    assert all(division(part.padded) == division(part.significant) == part for part in division(code).chain)


def test_neighbours_do_not_contain_each_other() -> None:
    assert not division("350304001").contains(division("350304002004"))


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("001", TownshipKind.STREET_OFFICE),
        ("099", TownshipKind.STREET_OFFICE),
        ("100", TownshipKind.TOWN),
        ("199", TownshipKind.TOWN),
        ("200", TownshipKind.TOWNSHIP),
        ("399", TownshipKind.TOWNSHIP),
        ("400", TownshipKind.ENTERPRISE_UNIT),
        ("599", TownshipKind.ENTERPRISE_UNIT),
        ("600", TownshipKind.OTHER),
    ],
)
def test_the_number_of_a_township_tells_its_kind(number: str, kind: TownshipKind) -> None:
    assert division(f"350304{number}").township_kind is kind


@pytest.mark.parametrize(("code", "name"), vectors.DIVISIONS.items())
def test_names_of_known_divisions_fit_their_kind(code: str, name: str) -> None:
    kinds = {
        "街道": TownshipKind.STREET_OFFICE,
        "镇": TownshipKind.TOWN,
        "社区": CommitteeKind.RESIDENTS,
        "村委会": CommitteeKind.VILLAGERS,
    }
    found = division(code)

    expected = next((kind for ending, kind in kinds.items() if name.endswith(ending)), None)

    assert (found.township_kind or found.committee_kind) == expected


@pytest.mark.outside_data
def test_every_community_of_putian_fits_its_listed_parents_and_its_kind() -> None:
    listed = Path(os.environ["OUTSIDE_DATA"]) / "china" / "villages_putian_3503.csv"
    endings = {"居委会": CommitteeKind.RESIDENTS, "村委会": CommitteeKind.VILLAGERS}

    with listed.open(encoding="utf-8") as lines:
        rows = [(division(row["code"]), row) for row in csv.DictReader(lines)]

    assert len(rows) > 900
    assert all(
        [part.significant for part in found.chain]
        == [row["provinceCode"], row["cityCode"], row["areaCode"], row["streetCode"], row["code"]]
        for found, row in rows
    )
    regular = [(found, row) for found, row in rows if row["name"][-3:] in endings]
    fitting = [found for found, row in regular if found.committee_kind is endings[row["name"][-3:]]]
    # The list keeps villages that became communities under their old numbers.
    assert len(fitting) > 0.95 * len(regular)


@pytest.mark.parametrize("code", vectors.UNIT_GRIDS)
def test_a_cell_code_is_read_and_written_alike(code: str) -> None:
    cell = unit_grids.parse_unit_grid(code)

    assert (cell.code, cell.community.code, cell.sequence) == (code, code[:12], int(code[12:]))


@given(COMMUNITIES, st.integers(1, 999))
def test_cells_keep_community_and_number(community: str, sequence: int) -> None:
    cell = unit_grids.unit_grid(community, sequence)

    assert unit_grids.parse_unit_grid(cell.code) == cell


@pytest.mark.parametrize(
    "code", ["350304001001000", "350304001000001", "35030400100100", "350304001001A01", ""]
)
def test_what_is_not_in_a_community_or_not_numbered_is_no_cell(code: str) -> None:
    with pytest.raises(BadCode):
        unit_grids.parse_unit_grid(code)


@pytest.mark.parametrize(("community", "sequence"), [("350304001001", 1000), ("350304001", 1)])
def test_a_cell_that_does_not_fit_is_not_composed(community: str, sequence: int) -> None:
    with pytest.raises(BadCode):
        unit_grids.unit_grid(community, sequence)


def test_cells_are_numbered_west_to_east_in_rows_from_north_to_south() -> None:
    # Two rows 100 m high; the cells of a row are not exactly level.
    cells = [(300.0, 95.0), (100.0, 180.0), (200.0, 199.0), (100.0, 20.0), (300.0, 150.0), (200.0, 40.0)]

    order = unit_grids.numbering_order(cells, row_height=100)

    assert order == [1, 2, 4, 3, 5, 0]


@given(st.lists(st.tuples(st.floats(118, 120), st.floats(25, 26)), unique=True), st.randoms())
def test_the_same_cells_are_numbered_alike_however_they_come(
    cells: list[tuple[float, float]], random: object
) -> None:
    shuffled = list(cells)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    numbered = [cells[index] for index in unit_grids.numbering_order(cells, 0.01)]
    again = [shuffled[index] for index in unit_grids.numbering_order(shuffled, 0.01)]

    assert [lon for lon, _ in numbered] == [lon for lon, _ in again]
