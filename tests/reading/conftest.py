"""Fixtures of the tests of `layers.reading`; none of them needs a database."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import pytest

from layers.reading import VIETNAM

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the real test data, which lie beside the project and are never part of it."""
    folder = Path(os.environ.get("DIABAN_TEST_DATA", PROJECT.parent / "shared" / "data"))
    if not (folder / "communes-2025-dong-nai.gpkg").is_file():
        message = f"shared data missing: {folder}"
        if os.environ.get("DIABAN_REQUIRE_DATA") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def communes(shared_data: Path) -> gpd.GeoDataFrame:
    """The 95 communes of Đồng Nai."""
    return gpd.read_file(shared_data / "communes-2025-dong-nai.gpkg")


@pytest.fixture
def now() -> datetime:
    """A fixed present, so that "in the future" means the same on every day."""
    return datetime(2026, 6, 1, 12, 0, tzinfo=VIETNAM)
