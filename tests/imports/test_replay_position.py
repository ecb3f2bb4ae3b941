"""A replay goes on where it came to in the same file, and never in another one."""

from pathlib import Path

import pytest

from desk.imports.replay_position import OtherFile, Position


def a_position(folder: Path, content: str = "id\n1\n2\n") -> Position:
    (folder / "given.csv").write_text(content)
    return Position(folder / "position", folder / "given.csv")


def test_a_position_that_was_never_kept_is_the_beginning(tmp_path: Path) -> None:
    assert a_position(tmp_path).line() == 0


def test_a_kept_line_is_remembered_until_it_is_forgotten(tmp_path: Path) -> None:
    position = a_position(tmp_path)

    position.keep(2)

    assert a_position(tmp_path).line() == 2
    position.forget()
    assert position.line() == 0


def test_a_position_of_another_file_is_refused(tmp_path: Path) -> None:
    a_position(tmp_path).keep(2)

    with pytest.raises(OtherFile, match="another file"):
        a_position(tmp_path, "id\n1\n3\n").line()


def test_what_is_no_position_is_refused(tmp_path: Path) -> None:
    position = a_position(tmp_path)
    position.path.write_text("half a posi")

    with pytest.raises(OtherFile, match="no position"):
        position.line()
