"""Two sets of the same ground: four squares before, three units after."""

from __future__ import annotations

import pytest

from layers.models import BoundarySet
from tests.boundary_sets.files import rectangle
from tests.importing.files import four_communes, load_communes, write_layer

NEW = {
    "A": rectangle(107.0, 11.0, 107.1, 11.2),  # all of 751 and 753
    "B": rectangle(107.1, 11.0, 107.14, 11.2),  # two fifths of 752 and 754
    "C": rectangle(107.14, 11.0, 107.2, 11.2),  # three fifths of both
}


@pytest.fixture
def old_set(db, tmp_path) -> BoundarySet:
    """Four square communes since 2020; codes 751 to 754."""
    load_communes(four_communes(tmp_path / "old.geojson", province_code="75"), "2020-01-01", "--name", "Cũ")
    return BoundarySet.objects.get(name="Cũ")


@pytest.fixture
def new_set(old_set, tmp_path) -> BoundarySet:
    """Three communes since the reform; codes A to C."""
    features = [(s, {"code": c, "full_name": f"Phường {c}", "province_code": "75"}) for c, s in NEW.items()]
    load_communes(write_layer(tmp_path / "new.geojson", features), "2025-07-01", "--name", "Mới")
    return BoundarySet.objects.get(name="Mới")
