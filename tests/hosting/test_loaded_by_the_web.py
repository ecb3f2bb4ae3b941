"""What the web process loads at its start: nothing that only jobs and commands need."""

import json
import subprocess
import sys

from bench.start.measure import HEAVY
from tests.databases import ROOT

_LOADED = """
import json, sys
from desk.app import build
build()
print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""


def test_the_web_loads_no_library_for_maps_solvers_or_documents() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _LOADED], cwd=ROOT, check=True, capture_output=True, text=True
    )

    loaded = set(json.loads(told.stdout.splitlines()[-1]))
    assert "desk" in loaded
    assert not loaded & {*HEAVY, "dramatiq", "osgeo", "weasyprint", "grid.bulk"}
