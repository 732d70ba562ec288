"""A small province with something of everything, and a way to fetch a file as an account."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from layers.importing.counts import locate_all_incidents
from layers.models import BoundarySet, Indicator, IndicatorValue
from tests.factories import ImportBatchFactory, IncidentFactory, SiteFactory


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"


@pytest.fixture
def province(people):
    """Two thefts at home, one away; a sensitive case; sites; a figure that is known and one that is not."""
    home, away = people.home_communes, people.away_communes
    IncidentFactory(ref="H1", at=(107.012345, 11.054321), deaths=0)
    IncidentFactory(ref="H2", at=(107.15, 11.05), category_id="fire")
    IncidentFactory(ref="A1", at=(106.85, 11.05))
    IncidentFactory(ref="N1", at=(107.05, 11.05), category_id="child_abuse")
    locate_all_incidents(BoundarySet.objects.get())
    SiteFactory(ref="HS", name="=cmd|' /C calc'!A0", at=(107.05, 11.05))
    SiteFactory(ref="AS", name="Chợ phía tây", at=(106.85, 11.05))
    batch = ImportBatchFactory(layer="indicators")
    for unit, value in ((home[0], 1200.0), (home[1], None), (away[0], 77.0)):
        IndicatorValue.objects.create(
            unit=unit,
            indicator=Indicator.objects.get(pk="population"),
            period="2026",
            value=value,
            source="thử",
            as_of=datetime.date(2026, 6, 30),
            batch=batch,
        )
    return people


@pytest.fixture
def fetch(signed_in, tmp_path):
    """Return a function that posts the choices as an account and saves the answer, or returns the refusal."""

    def ask(account, what: str, form: str = "csv", **choices):
        client = signed_in(account)
        data = {"format": form, **choices}
        response = client.post(f"/data/export/?list={what}", data)
        if response.status_code != 200 or "attachment" not in response.get("Content-Disposition", ""):
            return response
        path: Path = tmp_path / response["Content-Disposition"].split('filename="')[1].rstrip('"')
        path.write_bytes(b"".join(response.streaming_content))
        return path

    return ask
