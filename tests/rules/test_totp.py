"""Codes of a second factor are those of RFC 6238, for one step to either side."""

import pytest

from registry.rules.totp import matching_step

# The secret of RFC 6238, appendix B (SHA-1): the ASCII text 12345678901234567890 in base32.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("unix_time", "code"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ],
)
def test_the_vectors_of_the_standard_hold(unix_time: int, code: str) -> None:
    assert matching_step(SECRET, code, unix_time) == unix_time // 30


@pytest.mark.parametrize(("later", "step"), [(-30, 1), (0, 1), (30, 1), (60, None), (-60, None)])
def test_a_code_holds_for_one_step_to_either_side(later: int, step: int | None) -> None:
    assert matching_step(SECRET, "287082", 59 + later) == step


def test_a_wrong_code_matches_no_step() -> None:
    assert matching_step(SECRET, "287083", 59) is None
    assert matching_step(SECRET, "", 59) is None


def test_padding_spaces_and_small_letters_do_not_matter() -> None:
    assert matching_step("jbsw y3dp ehpk 3pxp", "282760", 0) == 0
