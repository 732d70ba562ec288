"""One incident and one site at home, counted as an import counts them."""

from __future__ import annotations

import pytest

from layers.importing.counts import locate_all_incidents
from layers.models import BoundarySet, Incident, Site
from tests.factories import IncidentFactory, SiteFactory


@pytest.fixture
def incident(people) -> Incident:
    """A theft in the first commune of the owner."""
    made = IncidentFactory(ref="H1", at=(107.05, 11.05))
    locate_all_incidents(BoundarySet.objects.get())
    return made


@pytest.fixture
def site(people) -> Site:
    """A mine in the first commune of the owner."""
    return SiteFactory(
        ref="M1",
        kind_id="mine",
        name="Mỏ đá Số 1",
        attributes={"licence": "yes", "lạ": "x"},
        at=(107.05, 11.05),
    )


def incident_form(**changed: str) -> dict[str, str]:
    """Return what the owner would send to correct the incident."""
    sent = {
        "category": "theft",
        "occurred_at": "01/06/2026 12:00",
        "lat": "11,05",
        "lon": "107,05",
        "deaths": "",
        "injuries": "",
        "reason": "theo biên bản kiểm tra",
        "version": "0",
    }
    return sent | changed
