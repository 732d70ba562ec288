"""Fixtures of the import tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.files import four_communes, load_communes


@pytest.fixture
def communes(db, tmp_path) -> Path:
    """Four square communes in force since 1 July 2025; codes 751 to 754."""
    path = four_communes(tmp_path / "communes.geojson", province_code="75")
    load_communes(path)
    return path
