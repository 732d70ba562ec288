"""Deliveries, the office's own dates, who owes: recorded once, in order, by who may."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from gis_app.access.roles import Role
from gis_app.reports.delivered import standings
from gis_app.reports.delivering import list_parties, record_delivery, set_date, withdraw_delivery
from gis_app.reports.models import ReportDelivery
from gis_app.reports.presenting import origin, state
from gis_app.transformation.refusing import RefusedError
from tests.reports.conftest import TODAY, YEAR, first, undated

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


def deliver(version, people, on: datetime.date, number: str = "12/BC", sender: str = "Công an tỉnh"):
    return record_delivery(first(version).occurrence, sender, number, on, people.owner)


def test_in_time_on_the_last_day_and_late_on_the_day_the_plan_names(version, people, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: DAY(2026, 12, 1))
    assert deliver(version, people, DAY(2026, 11, 24)).days_late == 0
    assert deliver(version, people, DAY(2026, 11, 25), "13/BC").days_late == 1
    assert state(first(version), TODAY).text == "đã gửi đủ, 1 gửi muộn"


def test_a_report_that_came_is_no_longer_due(version, people):
    assert state(first(version), TODAY).text == "còn 2 ngày"
    deliver(version, people, TODAY)
    assert first(version).is_complete
    assert state(first(version), TODAY).text == "đã gửi"


def test_a_day_to_come_or_of_an_earlier_year_is_refused(version, people):
    for day, word in ((DAY(2026, 11, 23), "chưa đến"), (DAY(2025, 12, 31), "trước năm")):
        with pytest.raises(RefusedError, match=word):
            deliver(version, people, day)
    assert not ReportDelivery.objects.exists()


def test_one_document_counts_once(version, people):
    deliver(version, people, TODAY)
    with pytest.raises(RefusedError, match="đã được ghi"):
        deliver(version, people, TODAY)


def test_what_was_recorded_in_error_is_withdrawn_and_may_be_recorded_again(version, people):
    found = deliver(version, people, TODAY)
    withdraw_delivery(found, first(version).occurrence, "nhầm kỳ", people.owner)
    assert first(version).deliveries == []
    with pytest.raises(RefusedError, match="đã được bỏ"):
        withdraw_delivery(found, first(version).occurrence, "lần nữa", people.owner)
    deliver(version, people, TODAY)
    assert ReportDelivery.objects.count() == 2


def test_with_a_list_it_is_told_who_is_missing(version, people):
    list_parties(first(version).occurrence.obligation, ["Sở A", "Sở B", "sở a"], people.owner)
    deliver(version, people, TODAY, sender="Sở A")
    found = first(version)
    assert found.missing == ["Sở B"]
    assert not found.is_complete
    assert state(found, TODAY).text == "đã nhận 1 trong 2 đơn vị; còn 2 ngày"


def test_a_date_of_the_office_makes_late_only_what_comes_after_it_was_set(version, people):
    one = undated(version).occurrence
    record_delivery(one, "Công an tỉnh", "1/BC", DAY(2026, 11, 1), people.owner)
    set_date(one, 10, 15, "CV 5/BCĐ", people.owner)
    found = next(s for s in standings(version, YEAR) if s.occurrence.obligation.key == one.obligation.key)
    assert found.deliveries[0].days_late is None
    assert found.occurrence.due == DAY(2026, 10, 15)
    assert origin(found.occurrence) == "hạn do cơ quan đặt: CV 5/BCĐ"


def test_a_date_is_changed_and_taken_back_but_its_revision_only_grows(version, people):
    one = undated(version).occurrence
    set_date(one, 10, 15, "CV 5", people.owner)
    assert set_date(one, 10, 15, "CV 5", people.owner).revision == 1
    assert set_date(one, 10, 20, "CV 6", people.owner).revision == 2
    assert set_date(one, None, None, "CV 7", people.owner).revision == 3
    assert undated(version).occurrence.due is None


def test_an_impossible_day_is_refused(version, people):
    for month, day in ((2, 29), (2, 31), (4, 31)):
        with pytest.raises(RefusedError, match="không phải năm nào cũng có"):
            set_date(undated(version).occurrence, month, day, "CV", people.owner)


def test_the_plans_own_date_is_not_changed_here(version, people):
    with pytest.raises(RefusedError, match="phiên bản mới"):
        set_date(first(version).occurrence, 12, 1, "CV", people.owner)


def test_who_sees_a_part_only_cannot_write_for_the_whole(version, people):
    people.owner.units.set(people.home_communes[:1])
    with pytest.raises(RefusedError, match="một phần địa bàn"):
        deliver(version, people, TODAY)


def test_roles_that_do_not_report_may_not_write(version, people):
    for role in (Role.VIEWER, Role.COMMUNE_OFFICER, Role.BORDER_GUARD):
        people.owner.role = role
        with pytest.raises(PermissionDenied):
            deliver(version, people, TODAY)


def test_a_list_that_is_too_long_is_refused(version, people):
    with pytest.raises(RefusedError, match="nhiều hơn 300"):
        list_parties(first(version).occurrence.obligation, [f"Sở {n}" for n in range(301)], people.owner)
