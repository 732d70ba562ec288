"""The statistics run without Django and start without the heavy libraries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import pkgutil, sys, importlib
import gis_app.statistics
for module in pkgutil.iter_modules(gis_app.statistics.__path__):
    importlib.import_module(f"gis_app.statistics.{module.name}")
print([name for name in ("django", "esda", "libpysal", "sklearn", "layers") if name in sys.modules])
"""


def test_importing_every_module_loads_neither_django_nor_esda():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
