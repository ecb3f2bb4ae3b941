"""`bin/desk import-classes` publishes a whole catalogue, or says row by row why not and keeps nothing."""

from pathlib import Path

import pytest

from registry.incident_classes import published_classes
from tests.imports.files import a_csv
from tests.imports.running import run

HEADER = ("code", "name", "limit_amount", "limit_unit", "needs_verification")
SOUND: list[tuple[object, ...]] = [
    ("Pothole", "Pothole", 3, "WORKING_DAY", "no"),
    ("路灯", "路灯不亮", 2, "CALENDAR_DAY", "yes"),
]


async def codes() -> list[str]:
    return [one.incident_class.code for one in await published_classes()]


async def test_classes_of_a_sheet_are_published(db: str, tmp_path: Path) -> None:
    assert await run("import-classes", str(a_csv(tmp_path / "classes.csv", HEADER, SOUND))) == 0

    assert sorted(await codes()) == ["Pothole", "路灯"]


async def test_one_bad_row_keeps_all_of_them_out_and_every_fault_is_reported(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad: list[tuple[object, ...]] = [
        ("Tree", "", 1, "WORKING_DAY", "no"),
        ("Noise", "Noise", "soon", "CALENDAR_DAY", "maybe"),
    ]
    sheet, report = a_csv(tmp_path / "classes.csv", HEADER, SOUND + bad), tmp_path / "report.csv"

    assert await run("import-classes", str(sheet), "--report", str(report)) == 1

    said = capsys.readouterr().err
    assert "line 4, name: blank" in said
    assert "line 5, limit_amount" in said
    assert report.read_text("utf-8").splitlines()[0] == "line,column,code,detail"
    assert len(report.read_text("utf-8").splitlines()) == 3
    assert await codes() == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"code,name\nA,B\n", "limit_amount: missing column"),
        (b"code,name,limit_amount,limit_unit\nA,B,3,WORKING_D", "cut off"),
        (b"code,name,limit_amount,limit_unit\nA,B\n", "has 2 fields"),
        ("code,name,limit_amount,limit_unit\nA,路灯,3,WORKING_DAY\n".encode("gb18030"), "not utf-8"),
        (b"code,name,limit_amount,limit_unit,colour\nA,B,3,WORKING_DAY,red\n", "colour: unknown column"),
        (b"code,name,limit_amount,limit_unit\n", "empty"),
    ],
)
async def test_a_sheet_that_cannot_be_meant_is_refused(
    db: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    (tmp_path / "classes.csv").write_bytes(content)

    assert await run("import-classes", str(tmp_path / "classes.csv")) == 1

    assert said in capsys.readouterr().err
    assert await codes() == []


async def test_a_stated_encoding_is_read(db: str, tmp_path: Path) -> None:
    sheet = tmp_path / "classes.csv"
    sheet.write_bytes("code,name,limit_amount,limit_unit\nA,路灯,3,WORKING_DAY\n".encode("gb18030"))

    assert await run("import-classes", str(sheet), "--encoding", "gb18030") == 0

    assert [one.incident_class.name for one in await published_classes()] == ["路灯"]


async def test_other_separators_and_a_mark_at_the_beginning_are_read(db: str, tmp_path: Path) -> None:
    sheet = tmp_path / "classes.csv"
    sheet.write_bytes("\ufeffcode;name;limit_amount;limit_unit\nA;Straße;3;WORKING_DAY\n".encode())

    assert await run("import-classes", str(sheet), "--delimiter", ";") == 0

    assert [one.incident_class.name for one in await published_classes()] == ["Straße"]
