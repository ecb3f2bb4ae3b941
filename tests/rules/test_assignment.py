"""Choosing a person for a grid's task: primary, backup, leader, then the people of the areas around."""

from dispatch.rules.assignment import Assignment, OnDuty, Passed, Rank, assign
from tests.responsibility_builders import CITY, GRID, STREET

PRIMARY = OnDuty(30, GRID, Rank.PRIMARY)
BACKUP = OnDuty(20, GRID, Rank.BACKUP)
LEADER = OnDuty(10, GRID, Rank.LEADER)
STREET_POOL = OnDuty(5, STREET, Rank.POOL_OWNER)
CITY_POOL = OnDuty(1, CITY, Rank.POOL_OWNER)
EVERYBODY = [CITY_POOL, STREET_POOL, LEADER, BACKUP, PRIMARY]


def test_people_are_asked_by_rank_and_each_passed_over_is_kept() -> None:
    assignment = assign(GRID, EVERYBODY)

    assert assignment.chosen == PRIMARY
    assert assignment.passed == tuple(
        (one, Passed.OUTRANKED) for one in (BACKUP, LEADER, STREET_POOL, CITY_POOL)
    )


def test_with_each_one_away_the_next_is_asked() -> None:
    remaining = list(EVERYBODY)
    asked = []
    while (chosen := assign(GRID, remaining).chosen) is not None:
        asked.append(chosen)
        remaining.remove(chosen)

    assert asked == [PRIMARY, BACKUP, LEADER, STREET_POOL, CITY_POOL]


def test_who_may_not_take_the_task_is_passed_over_and_it_is_said_why() -> None:
    assignment = assign(GRID, [PRIMARY, BACKUP], excluded=frozenset({PRIMARY.staff_id}))

    assert assignment == Assignment(BACKUP, ((PRIMARY, Passed.EXCLUDED),))


def test_the_people_of_a_neighbouring_grid_are_not_asked() -> None:
    neighbour = OnDuty(2, STREET + "350304001001/350304001001G2/", Rank.PRIMARY)

    assert assign(GRID, [neighbour]) == Assignment(None, ())


def test_whoever_is_nearer_is_asked_before_whoever_ranks_higher() -> None:
    street_primary = OnDuty(2, STREET, Rank.PRIMARY)

    assert assign(GRID, [street_primary, LEADER]).chosen == LEADER
    assert assign(GRID, [street_primary, STREET_POOL]).chosen == street_primary


def test_of_two_of_one_rank_the_lower_staff_id_is_asked_first() -> None:
    second = OnDuty(31, GRID, Rank.PRIMARY)

    assert assign(GRID, [second, PRIMARY]).chosen == PRIMARY


def test_with_nobody_on_duty_nobody_is_chosen() -> None:
    assert assign(GRID, []).chosen is None
