"""Who may run and who may see: owner, colleague, outsider; and what a bad choice is answered with."""

from __future__ import annotations

import pytest

from gis_app.hotspots.models import Run
from tests.hotspots.conftest import CHOICES

pytestmark = pytest.mark.django_db


def test_the_colleague_sees_results_and_may_not_run(grid, ran, signed_in):
    _client, run = ran()
    client = signed_in(grid.colleague)
    page = client.get("/statistics/").content.decode()
    assert f"/statistics/runs/{run.pk}/" in page
    assert "/statistics/new/" not in page
    assert client.get(f"/statistics/runs/{run.pk}/").status_code == 200
    assert client.get("/statistics/new/hot_spots/").status_code == 403
    assert client.post("/statistics/new/hot_spots/", CHOICES).status_code == 403
    assert client.post(f"/statistics/runs/{run.pk}/again/").status_code == 403
    assert Run.objects.count() == 1


def test_the_outsider_sees_nothing(grid, ran, signed_in):
    _client, run = ran("density", bandwidth="suggested")
    client = signed_in(grid.outsider)
    for address in ("", "progress/", "colours.json", "picture.png", "density.tif"):
        assert client.get(f"/statistics/runs/{run.pk}/{address}").status_code == 404
    assert f"/statistics/runs/{run.pk}/" not in client.get("/statistics/").content.decode()
    assert client.post("/statistics/new/hot_spots/", CHOICES).status_code == 422


def test_who_sees_a_part_of_the_communes_does_not_see_what_rests_on_all(grid, ran, signed_in):
    _client, run = ran()
    grid.outsider.units.set(grid.communes[:3])
    assert signed_in(grid.outsider).get(f"/statistics/runs/{run.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"since": "13/2026"}, "không phải là tháng"),
        ({"since": "06/2026", "until": "01/2026"}, "đứng sau"),
        ({"since": "01/2010"}, "quá 10 năm"),
        ({"until": "12/2199"}, "đến tháng này"),
        ({"day": "32/01/2026"}, "ngày"),
        ({"day": "01/01/1999"}, "không có xã, phường nào vào ngày"),
        ({"province": "99"}, "99"),
        ({"categories": ["nothing"]}, "nothing"),
        ({"seed": "-1"}, "Hãy ghi một số nguyên từ 0"),
        ({"permutations": "một nghìn"}, "Hãy ghi một số nguyên từ 99"),
        ({"permutations": "1000000"}, "đến 99.999"),
    ],
)
def test_a_bad_choice_is_one_sentence(choice, sentence, grid, signed_in):
    answer = signed_in(grid.owner).post("/statistics/new/hot_spots/", {**CHOICES, **choice})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Run.objects.exists()


def test_an_own_bandwidth_must_be_given(grid, signed_in):
    answer = signed_in(grid.owner).post("/statistics/new/density/", {**CHOICES, "bandwidth": "own"})
    assert "Hãy ghi bán kính tự chọn" in answer.content.decode()


def test_an_unknown_statistic_is_not_found(grid, signed_in):
    assert signed_in(grid.owner).get("/statistics/new/guessing/").status_code == 404


@pytest.mark.parametrize("method", ["hot_spots", "density", "selection_accuracy"])
def test_without_boundaries_the_form_still_opens(method, grid, signed_in):
    assert signed_in(grid.outsider).get(f"/statistics/new/{method}/").status_code == 200
