"""A start looks for the very keys that set-up makes."""

from pathlib import Path

from desk.hosting.loaded import KEYS, keys_are_made
from registry import keys


def test_the_keys_looked_for_are_those_that_are_made(tmp_path: Path) -> None:
    assert not keys_are_made(tmp_path)

    assert set(keys.create_keys(tmp_path)) == set(KEYS)

    assert keys_are_made(tmp_path)
    (tmp_path / keys.TOKEN).unlink()
    assert not keys_are_made(tmp_path)
