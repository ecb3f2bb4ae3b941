"""Settings are read in one file, each one is documented, and the environment is touched nowhere else."""

import ast
import re

from tests.architecture.sources import ROOT, Source, dotted, product

# The supervisor composes the environment of the processes it starts; it hands values on.
_COMPOSERS = {"settings.py", "desk/hosting/installation.py", "desk/hosting/processes.py"}
_HANDS_ON_ALL = {"desk/hosting/as_user.py", "desk/hosting/provisioning.py"}
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]+")


def _settings() -> Source:
    return next(source for source in product() if source.name == "settings.py")


def _variables() -> set[str]:
    """Every text in settings.py that is spelled like a variable and stands in a call or a look-up."""
    found = set()
    for node in ast.walk(_settings().tree):
        values = node.args[:2] if isinstance(node, ast.Call) else []
        values += [node.slice] if isinstance(node, ast.Subscript) else []
        for value in values:
            if isinstance(value, ast.Constant) and _VARIABLE.fullmatch(str(value.value)):
                found.add(str(value.value))
    return found - {"INFO", "DEBUG", "WARNING", "ERROR"}


def _documented() -> set[str]:
    return set(
        re.findall(r"^\| `([A-Z0-9_]+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)
    )


def _touches_environment(source: Source) -> bool:
    attributes = {dotted(node) for node in ast.walk(source.tree) if isinstance(node, ast.Attribute)}
    return bool({"os.environ", "os.getenv", "os.putenv"} & attributes)


def test_every_setting_is_documented() -> None:
    assert len(_variables()) >= 10
    assert not _variables() - _documented()


def test_every_documented_setting_exists() -> None:
    assert not _documented() - _variables() - {"OUTSIDE_DATA", "CI"}


def test_every_field_of_the_settings_names_its_variable() -> None:
    fields = re.findall(r"^    (\w+): [^=#\n]+# (\S+)", _settings().text, re.MULTILINE)

    assert not {name for name, said in fields if said.rstrip(":") not in _variables() and said != "derived:"}


def test_only_the_settings_and_the_supervisor_touch_the_environment() -> None:
    touching = {source.name for source in product() if _touches_environment(source)}

    assert not touching - _COMPOSERS - _HANDS_ON_ALL
