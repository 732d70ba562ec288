"""Every statistic of the page: an answer where the data carry one, one sentence where they do not."""

from __future__ import annotations

import io

import numpy as np
import pytest
import rasterio
from django.utils import timezone

from gis_app.access.models import AuditEntry
from gis_app.hotspots.methods import METHODS
from gis_app.hotspots.models import Run
from gis_app.plans.models import Plan
from gis_app.statistics.explaining import methods
from gis_app.transformation.models import KeyArea, PlanYear, Status
from layers.models import Incident, IncidentLocation, MonthlyCount
from tests.hotspots.conftest import CHOICES

pytestmark = pytest.mark.django_db

EXTRA = {
    "density": {"bandwidth": "own", "bandwidth_m": "3000"},
    "space_time": {"within_m": "2000", "within_days": "30"},
    "clusters": {"least_incidents": "5"},
    "map_accuracy": {"since": "01/2026", "until": "03/2026"},
}


def test_the_pages_offer_every_explained_statistic():
    assert tuple(METHODS) == methods()


@pytest.mark.parametrize("method", [key for key in METHODS if key not in {"trends", "selection_accuracy"}])
def test_each_statistic_answers(method, ran):
    client, run = ran(method, **EXTRA.get(method, {}))
    assert run.state == Run.State.DONE, run.sentence
    assert run.result["answer"], run.result["sentences"]
    page = client.get(f"/statistics/runs/{run.pk}/")
    assert page.status_code == 200
    assert run.result["sentences"]["vi"][0] in page.content.decode()


@pytest.mark.parametrize("method", [key for key in METHODS if key != "selection_accuracy"])
def test_without_data_each_says_what_is_lacking(method, ran):
    IncidentLocation.objects.all().delete()
    MonthlyCount.objects.all().delete()
    client, run = ran(method, **EXTRA.get(method, {}))
    assert not run.result["answer"]
    page = client.get(f"/statistics/runs/{run.pk}/").content.decode()
    assert "Chưa đủ dữ liệu" in page
    assert 'id="map"' not in page


def test_trends_need_twelve_months_and_leave_silent_months_unknown(ran):
    _client, run = ran("trends", since="01/2025", until="06/2026")
    assert "Chưa đủ dữ liệu: có 6 tháng" in run.result["sentences"]["vi"][0]


def test_rates_of_unknown_residents_are_unknown_not_zero(grid, ran):
    grid.communes[4].population = None
    grid.communes[4].save()
    client, run = ran("empirical_bayes")
    at = run.unit_ids.index(grid.communes[4].pk)
    assert run.result["kinds"][at] == "unknown"
    assert run.result["values"]["steadied"][at] is None
    assert "không tính là 0" in client.get(f"/statistics/runs/{run.pk}/").content.decode()


def test_density_is_shown_and_sent_as_geotiff_and_the_sending_is_recorded(grid, ran, signed_in):
    client, run = ran("density", **EXTRA["density"])
    assert client.get(f"/statistics/runs/{run.pk}/picture.png").content.startswith(b"\x89PNG")
    sent = client.get(f"/statistics/runs/{run.pk}/density.tif")
    with rasterio.open(io.BytesIO(sent.content)) as raster:
        assert raster.tags()["BANDWIDTH_M"] == "3000"
        area = abs(raster.transform.a * raster.transform.e) / 1e6
        total = float(np.nansum(raster.read(1))) * area
    assert total == pytest.approx(run.result["table"][0]["incidents"], rel=0.1)
    assert AuditEntry.objects.get().details["run"] == run.pk
    refused = signed_in(grid.colleague).get(f"/statistics/runs/{run.pk}/density.tif")
    assert refused.status_code == 403


def test_a_bandwidth_that_is_too_small_is_warned_about(ran):
    client, run = ran("density", bandwidth="own", bandwidth_m="100")
    assert "bản đồ cho thấy từng vụ" in client.get(f"/statistics/runs/{run.pk}/").content.decode()


def test_the_selection_of_a_year_is_compared_with_what_followed(grid, ran):
    year = PlanYear.objects.create(plan=Plan.objects.get(pk="dongnai-7488-2017"), year=2026)
    for unit, status in zip(
        grid.communes[:3], (Status.SELECTED, Status.TRANSFORMED, Status.WITHDRAWN), strict=True
    ):
        KeyArea.objects.create(plan_year=year, unit=unit, status=status)
    _client, run = ran("selection_accuracy", plan_year=str(year.pk))
    assert run.result["table"][0]["selected"] == 2
    assert "2 trong 26 đơn vị được chọn" in run.result["sentences"]["vi"][0]


def test_incidents_at_one_place_have_no_density(grid, ran):
    Incident.objects.update(point=grid.communes[0].geometry.point_on_surface)
    _client, run = ran("density", bandwidth="fitted")
    assert run.state == Run.State.DONE
    assert "vị trí khác nhau" in run.result["sentences"]["vi"][0]


def test_a_map_is_not_judged_by_a_period_to_come(grid, signed_in):
    this_month = f"{timezone.localdate():%m/%Y}"
    choices = {**CHOICES, "since": this_month, "until": this_month}
    answer = signed_in(grid.owner).post("/statistics/new/map_accuracy/", choices)
    assert "Kỳ sau chưa bắt đầu" in answer.content.decode()
