"""Every text of the pages stands in the English catalogues, once, used, and with the same placeholders."""

from pathlib import Path

import pytest

from desk.hosting.message_files import English, read, write
from desk.hosting.message_sources import Text, texts_by_audience
from desk.hosting.messages import catalogues, faults, fill, update

_TEMPLATE = """{% macro one(n) %}{{ _("受理") }}{{ ngettext("%(num)s 件", "%(num)s 件", n) }}{% endmacro %}
{{ _("由%(who)s办理", who="x") }}{{ _(variable) }}{% trans %}退出{% endtrans %}"""
_PYTHON = '''"""A file."""
from desk.pages.translations import N_, gettext as _
TITLE = N_("部门待办")
print(_("登录"), _("受理"), [_ for _ in ()])
'''


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small house with one template of the window and one file that speaks."""
    for folder in ("templates/window", "templates/shared", "desk", "locales/en"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "templates/window/case.html").write_text(_TEMPLATE)
    (tmp_path / "desk/signing.py").write_text(_PYTHON)
    return tmp_path


def test_the_catalogues_are_complete_and_sound() -> None:
    found = faults()

    assert not found, "\n".join(["bin/messages adds what is missing; then translate it:", *found])


def test_texts_are_found_in_templates_and_python(house: Path) -> None:
    found = texts_by_audience(house)

    assert found == {
        "shared": {Text("部门待办"), Text("登录"), Text("受理")},
        "window": {Text("%(num)s 件", "%(num)s 件"), Text("由%(who)s办理"), Text("退出")},
    }


def test_what_is_missing_is_added_untranslated(house: Path) -> None:
    update(house)

    assert read(house / "locales/en/window.po")[Text("退出")] == English()
    assert "window.po: not translated: 退出" in faults(house)


def test_what_is_translated_stays_and_what_is_unused_goes(house: Path) -> None:
    write(house / "locales/en/shared.po", {Text("登录"): English("Sign in"), Text("旧"): English("Old")})

    update(house)

    kept = read(house / "locales/en/shared.po")
    assert kept[Text("登录")] == English("Sign in")
    assert Text("旧") not in kept


def test_a_text_that_moves_to_what_is_shared_takes_its_english_along(house: Path) -> None:
    write(house / "locales/en/window.po", {Text("受理"): English("Accept")})

    update(house)

    assert catalogues(house)["shared"][Text("受理")] == English("Accept")
    assert Text("受理") not in catalogues(house)["window"]


def test_files_that_are_not_named_stay_as_they_are(house: Path) -> None:
    update(house, frozenset({"window"}))

    assert set(catalogues(house)) == {"window"}


def test_a_second_run_changes_nothing(house: Path) -> None:
    update(house)

    assert update(house) == []


def test_translations_can_be_read_from_lines(house: Path) -> None:
    update(house)

    unknown = fill(
        ["退出\tSign out\n", "%(num)s 件\t%(num)s case\t%(num)s cases\n", "没有\tNothing\n"], house
    )

    told = read(house / "locales/en/window.po")
    assert told[Text("退出")] == English("Sign out")
    assert told[Text("%(num)s 件", "%(num)s 件")] == English("%(num)s case", "%(num)s cases")
    assert unknown == ["没有"]


@pytest.mark.parametrize(
    ("english", "fault"),
    [
        ("Handled by %(whom)s", "other placeholders"),
        ("Handled by %(who)s!", "exclamation mark"),
        ("由 %(who)s", "Chinese in the English"),
        ("100% by %(who)s", "a lone %"),
    ],
)
def test_a_bad_translation_is_named(house: Path, english: str, fault: str) -> None:
    update(house)

    fill([f"由%(who)s办理\t{english}"], house)

    assert any(fault in one for one in faults(house))


def test_two_files_may_not_say_the_same_text_differently(house: Path) -> None:
    (house / "templates/case").mkdir()
    (house / "templates/case/case.html").write_text('{{ _("由%(who)s办理", who="x") }}')
    update(house)
    write(house / "locales/en/case.po", {Text("由%(who)s办理"): English("%(who)s does it")})
    write(house / "locales/en/window.po", {Text("由%(who)s办理"): English("By %(who)s")})

    assert "window.po: said otherwise in case.po: 由%(who)s办理" in faults(house)
