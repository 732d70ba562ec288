"""Memory that arrays gave back is there for the next ones; measured in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Makes and drops forty arrays of a megabyte twice, and tells how often the second round needed new memory.
TWICE = """
import resource, sys
import numpy as np
from layers.reading.heap import keep_freed_memory

def pages():
    arrays = [np.ones(131_072) for _ in range(40)]
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

if sys.argv[1] == "kept":
    keep_freed_memory()
first = pages()
print(pages() - first)
"""
_PAGES_OF_ALL = 40 * 256


def new_pages(how: str) -> int:
    told = subprocess.run(
        [sys.executable, "-c", TWICE, how], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return int(told.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the GNU C library alone keeps memory")
def test_freed_memory_serves_again():
    given_back = new_pages("given back")
    assert given_back > _PAGES_OF_ALL / 4
    assert new_pages("kept") < given_back / 10
