"""An area on any past day, under the name that its commune had then."""

from __future__ import annotations

import datetime

import pytest

from gis_app.transformation.timeline import timeline
from layers.models import Succession
from tests.factories import REFORM, AdminUnitFactory, BoundarySetFactory, square

pytestmark = pytest.mark.django_db
Day = datetime.date


def test_spans_of_status_and_name(cycle):
    old = BoundarySetFactory(name="Trước sắp xếp", valid_from=Day(2018, 1, 1), valid_to=REFORM)
    before = AdminUnitFactory(
        boundary_set=old, full_name="Xã Cũ", province_code="75", valid_to=REFORM, geometry=square(107.0, 11.0)
    )
    Succession.objects.create(old_unit=before, new_unit=cycle.communes[0], area_share=1, known_by="overlay")
    (area,) = cycle.propose(before, on=Day(2025, 6, 1))
    cycle.decide("select", area, on=Day(2025, 8, 1), number="1/QĐ")
    spans = timeline(area)
    assert [(span.since, span.status, span.unit) for span in spans] == [
        (Day(2024, 6, 1), "none", "Xã Cũ"),
        (Day(2025, 6, 1), "proposed", "Xã Cũ"),
        (Day(2025, 7, 1), "proposed", "Xã Đồng Nai 1"),
        (Day(2025, 8, 1), "selected", "Xã Đồng Nai 1"),
    ]
    assert spans[-1].basis.startswith("Quyết định số 1/QĐ ngày 01/08/2025")
    assert spans[1].basis == "phức tạp về trật tự"
