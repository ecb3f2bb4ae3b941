"""What templates and modules name of other files is there, and none of it is written into a page."""

import re
from pathlib import Path

import pytest

from desk.assets import load
from settings import settings
from tests.architecture.sources import ROOT

_MODULES = sorted((ROOT / "static").rglob("*.js"))
_TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
_IMPORT = re.compile(r"""\b(?:import|export)\s*(?:\{([^}]*)\}\s*from\s*)?["'](\.[^"']+)["']""")
_EXPORT = re.compile(r"^export (?:async )?(?:const|let|class|function\*?) (\w+)", re.MULTILINE)
_EXPORTED = re.compile(r"^export \{([^}]*)\}", re.MULTILINE)
_ASSET = re.compile(r"""\basset\(\s*["']([^"']+)["']""")
_OPENLAYERS = (ROOT / "vendor" / "openlayers.js").read_text("utf-8")


def _of_path(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _exported(text: str) -> set[str]:
    listed = ",".join(_EXPORTED.findall(text)).split(",")
    return set(_EXPORT.findall(text)) | {name.split(" as ")[-1].strip() for name in listed if name.strip()}


def _imports(path: Path) -> list[tuple[Path, set[str]]]:
    """The file each import of a module leads to, and the names it wants of it."""
    found = []
    for names, target in _IMPORT.findall(path.read_text("utf-8")):
        wanted = {name.split(" as ")[0].strip() for name in names.split(",") if name.strip()}
        found.append(((path.parent / target).resolve(), wanted))
    return found


@pytest.mark.parametrize("module", _MODULES, ids=_of_path)
def test_a_module_imports_only_what_the_other_file_exports(module: Path) -> None:
    missing = {}
    for target, wanted in _imports(module):
        vendored = target == ROOT / "static" / "vendor" / "ol.js"
        text = _OPENLAYERS if vendored else target.read_text("utf-8")
        if lacking := wanted - _exported(text):
            missing[target.name] = lacking

    assert missing == {}


@pytest.mark.parametrize("template", _TEMPLATES, ids=_of_path)
def test_a_template_names_only_files_that_are_served(template: Path) -> None:
    served = load(ROOT / "static", settings.vendor_dir).files

    assert set(_ASSET.findall(template.read_text("utf-8"))) <= set(served)


def test_an_import_of_what_is_not_there_is_found(tmp_path: Path) -> None:
    (tmp_path / "one.js").write_text("export const here = 1;\nexport { a as there };\n")
    module = tmp_path / "two.js"
    module.write_text('import {\n  here, there,\n  gone as x } from "./one.js";\n')

    [(target, wanted)] = _imports(module)

    assert wanted - _exported(target.read_text()) == {"gone"}
