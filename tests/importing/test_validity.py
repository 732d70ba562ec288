"""Each place has one unit per day, whatever the order in which sets were loaded."""

from __future__ import annotations

import datetime

import pytest

from layers.models import AdminUnit
from tests.importing.files import commune, load_communes, write_layer

pytestmark = pytest.mark.django_db

OLD, WIDE, NEWER = "2020-01-01", "2025-07-01", "2026-04-30"


@pytest.fixture
def files(tmp_path):
    """Three sets: before the reform, two provinces after it, and a newer one of the eastern province."""
    old = write_layer(tmp_path / "old.geojson", [commune(f"o{n}", 106.9 + n / 10, 11.0) for n in range(3)])
    wide = write_layer(tmp_path / "wide.geojson", [commune(f"w{n}", 106.9 + n / 10, 11.0) for n in range(3)])
    newer = write_layer(tmp_path / "newer.geojson", [commune(f"n{n}", 106.9 + n / 10, 11.0) for n in (1, 2)])
    return {OLD: old, WIDE: wide, NEWER: newer}


def in_force(date: str) -> list[str]:
    units = AdminUnit.objects.communes().on(datetime.date.fromisoformat(date))
    return sorted(units.values_list("code", flat=True))


@pytest.mark.parametrize("order", [(OLD, WIDE, NEWER), (NEWER, WIDE, OLD), (WIDE, OLD, NEWER)])
def test_the_order_of_loading_does_not_matter(files, order):
    for date in order:
        load_communes(files[date], date)
    assert in_force("2019-12-31") == []
    assert in_force("2025-06-30") == ["o0", "o1", "o2"]
    assert in_force(WIDE) == ["w0", "w1", "w2"]
    assert in_force("2026-04-29") == ["w0", "w1", "w2"]
    assert in_force(NEWER) == ["n1", "n2", "w0"]


def test_the_end_of_the_set_is_the_end_of_its_units(files):
    load_communes(files[OLD], OLD, "--valid-to", "2022-01-01")
    load_communes(files[WIDE], WIDE)
    assert in_force("2021-12-31") == ["o0", "o1", "o2"]
    assert in_force("2022-01-01") == []


def test_of_two_sets_of_one_day_the_later_loaded_counts(files):
    load_communes(files[WIDE], WIDE)
    load_communes(files[NEWER], WIDE, "--name", "bản chính thức")
    assert in_force(WIDE) == ["n1", "n2", "w0"]
    replaced = AdminUnit.objects.get(code="w1")
    assert replaced.valid_to == replaced.valid_from


def test_a_retired_set_replaces_nothing(files):
    load_communes(files[WIDE], WIDE)
    load_communes(files[NEWER], NEWER)
    from layers import validity
    from layers.models import BoundarySet

    BoundarySet.objects.filter(valid_from=NEWER).update(status=BoundarySet.Status.RETIRED)
    validity.recompute()
    assert in_force(NEWER) == ["w0", "w1", "w2"]
