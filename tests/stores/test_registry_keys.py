"""Key files are made once, by whoever comes first; what is wrong with them is said with the file's name."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from registry.errors import KeyFileProblem
from registry.keys import ANCHOR, INDEX, KEK, TOKEN, create_keys, kek_id, load_keys, rotate_kek


def test_keys_are_made_once_and_for_nobody_elses_eyes(tmp_path: Path) -> None:
    assert create_keys(tmp_path) == (KEK, INDEX, TOKEN, ANCHOR)
    first = load_keys(tmp_path)

    assert create_keys(tmp_path) == ()

    assert load_keys(tmp_path) == first
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    assert len({first.index, first.token, first.keks[first.current]}) == 3


def test_keys_made_by_many_at_once_are_made_by_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: create_keys(tmp_path), range(16)))

    assert sorted(name for names in made for name in names) == sorted([KEK, INDEX, TOKEN, ANCHOR])
    assert {path.name for path in tmp_path.iterdir()} == {KEK, INDEX, TOKEN, ANCHOR}


def test_keys_are_not_shown(tmp_path: Path) -> None:
    create_keys(tmp_path)
    keys = load_keys(tmp_path)

    assert repr(keys) == f"Keys(current={keys.current!r})"


@pytest.mark.parametrize("name", [KEK, INDEX, TOKEN])
@pytest.mark.parametrize("fault", ["missing", "short", "open"])
def test_a_bad_key_file_is_named(tmp_path: Path, name: str, fault: str) -> None:
    create_keys(tmp_path)
    path = tmp_path / name
    if fault == "missing":
        path.unlink()
    elif fault == "short":
        path.write_bytes(b"x" * 31)
    else:
        path.chmod(0o644)

    with pytest.raises(KeyFileProblem, match=name):
        load_keys(tmp_path)


def test_a_rotation_keeps_the_old_key_for_what_it_wrapped(tmp_path: Path) -> None:
    create_keys(tmp_path)
    before = load_keys(tmp_path)

    new = rotate_kek(tmp_path)

    after = load_keys(tmp_path)
    assert after.current == new != before.current
    assert after.keks[before.current] == before.keks[before.current]
    assert kek_id(after.keks[new]) == new
    assert (after.index, after.token) == (before.index, before.token)
