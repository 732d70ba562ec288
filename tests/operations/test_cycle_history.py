"""Who changed what in the records of the cycle, and any past state of them, within the jurisdiction."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from gis_app.operations.cycle_history import _visible, cycle_models
from gis_app.transformation.amending import correct
from gis_app.transformation.models import Paper
from tests.transformation.conftest import BODY, YEAR
from tests.transformation.conftest import cycle as cycle  # a fixture

pytestmark = pytest.mark.django_db
DECEMBER = datetime.date(2025, 12, 5)


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_kind_of_record_has_a_way_to_its_jurisdiction(cycle):
    assert [model for model in cycle_models() if _visible(model, cycle.people.owner, None) is None] == []


def test_changes_name_what_who_and_when(cycle, signed_in):
    (area,) = cycle.propose(cycle.communes[0])
    decision = cycle.decide("select", area, on=DECEMBER, number="1/QĐ")
    correct(decision, Paper("12/QĐ", DECEMBER, BODY, ""), "ghi nhầm số", cycle.people.owner)
    told = page(signed_in(cycle.people.colleague), "/history/cycle/")
    for words in (
        "Quyết định",
        "12/QĐ",
        "ghi nhầm số",
        "Địa bàn trọng điểm",
        "đề xuất → đã lựa chọn",
        "Niêm phong",
    ):
        assert words in told
    assert "12/QĐ" not in page(signed_in(cycle.people.outsider), "/history/cycle/")


def test_a_year_as_it_was_known_at_a_moment(cycle, signed_in):
    (area,) = cycle.propose(cycle.communes[0])
    cycle.decide("select", area, on=DECEMBER, number="1/QĐ")
    client = signed_in(cycle.people.owner)
    year = area.plan_year_id
    now = f"{timezone.localtime() + datetime.timedelta(minutes=1):%d/%m/%Y %H:%M}"
    told = page(client, f"/history/moment/?year={year}&at={now}")
    assert "đã lựa chọn" in told
    assert "1/QĐ (05/12/2025)" in told
    before = page(client, f"/history/moment/?year={year}&at=01/01/2020")
    assert "chưa có địa bàn nào được ghi" in before
    assert "1/QĐ" not in before
    assert f", {YEAR}</option>" in page(client, "/history/moment/")


@pytest.mark.parametrize(
    "query", ["at=31/02/2026", "at=gần đây", "year=abc&at=01/01/2026", "year=999999&at=01/01/2026"]
)
def test_a_moment_that_cannot_be_meant_is_one_sentence(cycle, signed_in, query):
    answer = signed_in(cycle.people.owner).get(f"/history/moment/?{query}")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_an_outsider_sees_no_year_of_another_province(cycle, signed_in):
    (area,) = cycle.propose(cycle.communes[0])
    answer = signed_in(cycle.people.outsider).get(f"/history/moment/?year={area.plan_year_id}&at=01/01/2030")
    assert answer.status_code == 422
    assert "Đồng Nai 1" not in answer.content.decode()
