"""What the web server loads before its processes part."""

from __future__ import annotations

import subprocess
import sys

_LOADED = """
import sys
import gis_app.wsgi
from django.db import connection
assert "gis_app.screening.views.running" in sys.modules, "the first request would load the pages"
assert connection.connection is None, "processes must not share a connection"
"""


def test_the_pages_are_loaded_and_no_connection_is_open():
    told = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
