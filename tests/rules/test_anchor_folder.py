"""The folder of anchors keeps what was signed, takes nothing twice, and believes nobody else."""

import errno
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chain import sm3
from registry.anchor_folder import AnchorFolder
from registry.anchor_keys import load_anchor_keys
from registry.errors import AnchorError, AnchorExists, AnchorFolderUnusable
from registry.keys import create_keys
from registry.rules.anchor_sequence import next_anchor
from registry.rules.anchors import NONE, Covered

AT = datetime(2026, 5, 8, 4, tzinfo=UTC)
FIRST = next_anchor(None, AT, (Covered("case/1", 0, 2, sm3(b"2"), "a" * 16),))


@pytest.fixture
def folder(tmp_path: Path) -> AnchorFolder:
    create_keys(tmp_path / "keys")
    return AnchorFolder(tmp_path / "anchors", load_anchor_keys(tmp_path / "keys"))


def test_an_anchor_is_kept_and_never_written_over(folder: AnchorFolder) -> None:
    folder.write(FIRST)

    with pytest.raises(AnchorExists):
        folder.write(replace(FIRST, totals=NONE))

    assert (folder.numbers(), folder.read(1)) == ([1], FIRST)
    assert sorted(path.suffix for path in folder.path.iterdir()) == [".json", ".pub"]


def test_a_changed_byte_of_a_kept_anchor_shows_wherever_it_is(folder: AnchorFolder) -> None:
    folder.write(FIRST)
    (path,) = folder.path.glob("*.json")
    content = path.read_bytes()
    path.chmod(0o600)

    believed = []
    for at in range(0, len(content), 11):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        try:
            believed.append((at, folder.read(1)))
        except AnchorError:
            continue

    assert believed == []


def test_an_anchor_of_another_installation_is_not_ours(folder: AnchorFolder, tmp_path: Path) -> None:
    create_keys(tmp_path / "others")
    AnchorFolder(folder.path, load_anchor_keys(tmp_path / "others")).write(FIRST)

    with pytest.raises(AnchorError, match="no key of this installation"):
        folder.read(1)


def test_anchors_under_an_earlier_key_are_believed_by_its_public_half(
    folder: AnchorFolder, tmp_path: Path
) -> None:
    folder.write(FIRST)
    (public,) = folder.path.glob("*.pub")
    (tmp_path / "keys" / "anchor-1.pub").write_bytes(public.read_bytes())
    (tmp_path / "keys" / "anchor.key").unlink()
    create_keys(tmp_path / "keys")

    later = AnchorFolder(folder.path, load_anchor_keys(tmp_path / "keys"))

    assert later.keys.current != folder.keys.current
    assert later.read(1) == FIRST


def test_a_disk_without_links_takes_an_anchor_once_all_the_same(
    folder: AnchorFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EOPNOTSUPP, "not supported")

    monkeypatch.setattr(os, "link", no_links)
    folder.write(FIRST)

    with pytest.raises(AnchorExists):
        folder.write(FIRST)

    assert folder.read(1) == FIRST
    assert {path.name[0] for path in folder.path.iterdir()} != {"."}


def test_a_place_that_takes_no_file_is_said(folder: AnchorFolder) -> None:
    folder.path.write_text("a file, not a folder")

    with pytest.raises(AnchorFolderUnusable, match="anchors"):
        folder.write(FIRST)
    with pytest.raises(AnchorFolderUnusable, match="anchors"):
        folder.numbers()
