"""Who acts for another shows a letter of authority, unless the law itself lets him."""

import pytest

from desk.rules.agency import STANDING_WORDS, Standing, needs_authority, told


@pytest.mark.parametrize("standing", [Standing.GUARDIAN, Standing.LEGAL_REPRESENTATIVE])
def test_whoever_represents_by_law_shows_no_letter(standing: Standing) -> None:
    assert not needs_authority(standing)


@pytest.mark.parametrize("standing", [Standing.SPOUSE, Standing.CHILD, Standing.EMPLOYEE, Standing.OTHER])
def test_everybody_else_shows_a_letter_relatives_too(standing: Standing) -> None:
    assert needs_authority(standing)


def test_every_standing_has_its_words() -> None:
    assert set(STANDING_WORDS) == set(Standing)


def test_the_case_keeps_whether_the_letter_was_seen() -> None:
    assert told(Standing.CHILD, authority_seen=True) == "子女；已核对授权委托书"
    assert told(Standing.GUARDIAN, authority_seen=False) == "监护人"
