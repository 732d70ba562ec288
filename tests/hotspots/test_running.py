"""A statistic is asked for, computed by the worker, kept as it came out, and comes out the same again."""

from __future__ import annotations

import pytest
from django.db import InternalError, transaction

from gis_app.hotspots import watching
from gis_app.hotspots.models import NeighbourTable, Run
from layers.models import AdminUnit, IncidentCategory
from tests.factories import IncidentFactory, located
from tests.hotspots.conftest import CHOICES, work

pytestmark = pytest.mark.django_db

State = Run.State


def test_a_planted_hot_spot_is_found_and_told(grid, ran):
    client, run = ran()
    assert run.state == State.DONE
    kinds = dict(zip(run.unit_ids, run.result["kinds"], strict=True))
    assert kinds[grid.communes[0].pk] == "hot"
    assert kinds[grid.communes[24].pk] != "hot"
    assert kinds[grid.communes[25].pk] == "untested"
    page = client.get(f"/statistics/runs/{run.pk}/").content.decode()
    assert "Không có xã liền kề, không được kiểm định" in page
    assert "Không có nghĩa là" in page
    assert "đây là vụ được ghi nhận" in page
    assert "Số vụ được ghi nhận trên 10.000 dân" in page
    colours = client.get(f"/statistics/runs/{run.pk}/colours.json").json()
    assert colours["units"][str(grid.communes[0].pk)] == "hot"
    assert sum(colours["counts"].values()) == 26


def test_parameters_are_kept_and_used(ran):
    _client, run = ran()
    assert run.choices.seed == 7
    assert run.result["used"]["permutations"] == 9999
    assert run.data_cutoff["incidents"]
    assert run.versions["scipy"]


def test_a_run_waits_until_the_worker_comes(grid, signed_in):
    client = signed_in(grid.owner)
    answer = client.post("/statistics/new/hot_spots/", CHOICES)
    page = client.get(answer["Location"]).content.decode()
    assert "Chờ đến lượt" in page
    assert "Chờ đến lượt" in client.get(f"{answer['Location']}progress/").content.decode()
    work()
    assert client.get(f"{answer['Location']}progress/")["HX-Redirect"] == answer["Location"]


def test_again_gives_the_same_and_says_so(ran):
    client, first = ran()
    client.post(f"/statistics/runs/{first.pk}/again/")
    work()
    second = Run.objects.latest("pk")
    assert second.repeats == first
    assert second.fingerprint == first.fingerprint
    assert "Chạy lại cho đúng kết quả" in client.get(f"/statistics/runs/{second.pk}/").content.decode()


def test_again_with_other_data_says_that_it_differs(grid, ran):
    client, first = ran("empirical_bayes")
    AdminUnit.objects.filter(pk=grid.communes[3].pk).update(population=50)
    client.post(f"/statistics/runs/{first.pk}/again/")
    work()
    second = Run.objects.latest("pk")
    assert "Kết quả khác lần tính" in client.get(f"/statistics/runs/{second.pk}/").content.decode()


def test_a_finished_run_never_changes(ran):
    _client, run = ran()
    for change in ({"result": {}}, {"asked": {}}, {"state": State.WAITING}):
        with pytest.raises(InternalError), transaction.atomic():
            Run.objects.filter(pk=run.pk).update(**change)
    with pytest.raises(InternalError), transaction.atomic():
        run.delete()


def test_what_was_asked_never_changes_even_before(grid, signed_in):
    signed_in(grid.owner).post("/statistics/new/hot_spots/", CHOICES)
    with pytest.raises(InternalError), transaction.atomic():
        Run.objects.update(asked={})


def test_neighbours_are_kept_and_found_anew_when_the_boundaries_change(grid, ran):
    ran()
    ran("local_moran")
    assert NeighbourTable.objects.count() == 1
    AdminUnit.objects.filter(pk=grid.communes[0].pk).update(geometry=grid.communes[25].geometry)
    ran()
    assert NeighbourTable.objects.count() == 2


def test_a_killed_worker_is_noticed_and_the_run_can_be_asked_again(grid, signed_in):
    client = signed_in(grid.owner)
    client.post("/statistics/new/hot_spots/", CHOICES)
    Run.objects.update(state=State.RUNNING)
    run = Run.objects.get()
    assert "bị ngắt" in client.get(f"/statistics/runs/{run.pk}/").content.decode()
    client.post(f"/statistics/runs/{run.pk}/again/")
    work()
    assert Run.objects.get().state == State.DONE


def test_nobody_is_said_to_come_only_after_a_while(grid, signed_in):
    signed_in(grid.owner).post("/statistics/new/hot_spots/", CHOICES)
    assert not watching.nobody_comes(Run.objects.get())


def test_boundaries_that_changed_meanwhile_are_refused(grid, signed_in):
    signed_in(grid.owner).post("/statistics/new/hot_spots/", CHOICES)
    grid.owner.units.set([grid.communes[0]])
    work()
    run = Run.objects.get()
    assert run.state == State.REFUSED
    assert "địa bàn phụ trách đã đổi" in run.sentence


def test_categories_about_victims_are_never_offered_nor_counted(grid, signed_in):
    client = signed_in(grid.owner)
    sensitive = IncidentCategory.objects.sensitive().values_list("pk", flat=True)
    for key in sensitive:
        located(IncidentFactory(category_id=key, ref=key), grid.communes[5])
        answer = client.post("/statistics/new/hot_spots/", {**CHOICES, "categories": [key]})
        assert answer.status_code == 422
    assert len(sensitive) == 3
    assert not Run.objects.exists()


def test_a_category_of_commune_precision_is_not_offered_by_place(grid, signed_in):
    client = signed_in(grid.owner)
    key = IncidentCategory.objects.filter(precision="commune").values_list("pk", flat=True)[0]
    answer = client.post(
        "/statistics/new/density/", {**CHOICES, "categories": [key], "bandwidth": "suggested"}
    )
    assert answer.status_code == 422
