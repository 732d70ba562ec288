"""A year is closed once everything in it is concluded, and then takes nothing but a relapse."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gis_app.access.roles import Role
from gis_app.transformation.amending import annul
from gis_app.transformation.closing import close_year, reopen_year
from gis_app.transformation.models import Paper, PlanYear
from gis_app.transformation.refusing import RefusedError
from tests.factories import AccountFactory
from tests.transformation.conftest import YEAR

pytestmark = pytest.mark.django_db
DECEMBER = datetime.date(2025, 12, 5)
CLOSED = datetime.date(2026, 1, 31)
PAGE = f"/selections/dongnai-7488-2017/{YEAR}/"


@pytest.fixture
def concluded(cycle):
    area, other = cycle.propose(*cycle.communes[:2])
    for act in ("select", "start", "recognise"):
        last = cycle.decide(act, area, on=DECEMBER)
    cycle.decide("withdraw", other, on=DECEMBER)
    return area, last


def test_a_closed_year_takes_no_decision_and_no_proposal(cycle, concluded):
    area, last = concluded
    year = close_year(area.plan_year, CLOSED, "Báo cáo tổng kết", cycle.people.owner)
    assert (year.closed_on, year.closed_by, year.closing_note) == (
        CLOSED,
        cycle.people.owner,
        "Báo cáo tổng kết",
    )
    told = "Năm 2026 đã khép lại từ 31/01/2026"
    with pytest.raises(RefusedError, match=told):
        cycle.propose(cycle.communes[5])
    with pytest.raises(RefusedError, match=told):
        cycle.decide("withdraw", area, on=DECEMBER)
    with pytest.raises(RefusedError, match=told):
        annul(last, Paper("9/QĐ", DECEMBER, "Ban", ""), "vì", cycle.people.owner)
    with pytest.raises(RefusedError, match=told):
        close_year(area.plan_year, CLOSED, "", cycle.people.owner)
    cycle.decide("relapse", area, on=datetime.date(2026, 6, 1))


def test_it_is_opened_again_for_a_reason(cycle, concluded):
    area, _last = concluded
    with pytest.raises(RefusedError, match="chưa khép lại"):
        reopen_year(area.plan_year, "vì", cycle.people.owner)
    close_year(area.plan_year, CLOSED, "", cycle.people.owner)
    with pytest.raises(RefusedError, match="Chưa ghi lý do mở lại"):
        reopen_year(area.plan_year, " ", cycle.people.owner)
    assert reopen_year(area.plan_year, "sót một quyết định", cycle.people.owner).closed_on is None
    cycle.propose(cycle.communes[5])
    assert [event.closed_on for event in PlanYear.pgh_event_model.objects.order_by("pgh_id")] == [
        None,
        CLOSED,
        None,
    ]


def test_not_while_something_waits_nor_on_an_impossible_day(cycle, concluded):
    year = concluded[0].plan_year
    for day in (timezone.localdate() + datetime.timedelta(days=1), datetime.date(2025, 12, 31)):
        with pytest.raises(RefusedError, match="không hợp lệ"):
            close_year(year, day, "", cycle.people.owner)
    cycle.propose(cycle.communes[5])
    with pytest.raises(RefusedError, match="còn 1 địa bàn"):
        close_year(year, CLOSED, "", cycle.people.owner)
    with pytest.raises(PermissionDenied):
        close_year(year, CLOSED, "", AccountFactory(role=Role.VIEWER))


def test_the_page_closes_and_opens(cycle, concluded, signed_in):
    client = signed_in(cycle.people.owner)
    assert client.post(PAGE + "close/", {"closed_on": "31/01/2026", "note": "BC 5"}).status_code == 302
    page = client.get(PAGE).content.decode()
    assert "Năm 2026 đã khép lại từ 31/01/2026" in page
    assert "Đề xuất trực tiếp" not in page
    refused = client.post(PAGE + "add/", {"commune": "75006", "reason": "x", "proposed_on": "01/12/2025"})
    assert refused.status_code == 422
    assert "đã khép lại từ 31/01/2026" in refused.content.decode()
    assert client.post(PAGE + "close/", {"reason": ""}).status_code == 422
    assert client.post(PAGE + "close/", {"reason": "sót"}).status_code == 302
    assert signed_in(cycle.people.outsider).post(PAGE + "close/", {"reason": "x"}).status_code == 404
