"""A name is something people can read."""

import pytest

from registry.rules.names import is_name


@pytest.mark.parametrize(
    "name", ["陈测试", "𠮷野家", "e\u0301", "👵🏽 Mañana", "\u202egnp.exe", "3M", "김\u3164", "买买提·艾力"]
)
def test_what_can_be_read_is_a_name(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "name",
    ["", " ", "\t\n", "\u3000", "\u00a0", "\u200b", "\u200d\u2060\ufeff", "\u3164", "\uffa0", "\u2800",
     "\ufe0f", "\u0301", "·", "--", "👵🏽"],
)  # fmt: skip
def test_what_cannot_be_read_or_compared_is_no_name(name: str) -> None:
    assert not is_name(name)
