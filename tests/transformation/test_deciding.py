"""Decisions: which act from which status, what a paper must say, dates in their order."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gis_app.access.roles import Role
from gis_app.plans.cap import Cap
from gis_app.transformation.cycle import STEPS, last_day
from gis_app.transformation.models import Decision, KeyArea, Status, StatusChange
from gis_app.transformation.refusing import RefusedError
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db
DECEMBER = datetime.date(2025, 12, 5)
ROAD = {
    Status.PROPOSED: [],
    Status.SELECTED: ["select"],
    Status.IN_TRANSFORMATION: ["select", "start"],
    Status.TRANSFORMED: ["select", "start", "recognise"],
    Status.NOT_TRANSFORMED: ["select", "start", "not_transformed"],
    Status.RELAPSED: ["select", "start", "recognise", "relapse"],
    Status.WITHDRAWN: ["withdraw"],
}


def bring_to(cycle, status: Status) -> KeyArea:
    (area,) = cycle.propose(cycle.communes[0])
    for act in ROAD[status]:
        cycle.decide(act, area, on=DECEMBER)
    area.refresh_from_db()
    assert area.status == status
    return area


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("act", [act.value for act in STEPS])
def test_every_act_from_every_status(cycle, status, act):
    area = bring_to(cycle, Status(status))
    before = StatusChange.objects.count(), Decision.objects.count()
    step = STEPS[Decision.Act(act)]
    if status in step.before:
        decision = cycle.decide(act, area, on=DECEMBER)
        area.refresh_from_db()
        assert area.status == step.after
        change = decision.changes.get()
        assert (change.area, change.from_status, change.to_status) == (area, status, step.after)
    else:
        with pytest.raises(RefusedError, match="không thể ghi quyết định"):
            cycle.decide(act, area, on=DECEMBER)
        assert (StatusChange.objects.count(), Decision.objects.count()) == before


def test_a_decision_keeps_paper_people_and_cap(cycle):
    areas = cycle.propose(*cycle.communes[:2])
    decision = cycle.decide("select", *areas, on=DECEMBER, number=" 12/QĐ-BCĐ ", cap_breach_reason="thừa")
    assert (decision.number, decision.decided_on, decision.recorded_by) == (
        "12/QĐ-BCĐ",
        DECEMBER,
        cycle.people.owner,
    )
    assert [(cap.cap, cap.selected, cap.reason) for cap in decision.decided_caps] == [(Cap(20, 15), 2, "")]
    assert decision.changes.count() == 2


def test_the_work_takes_the_months_of_the_plan(cycle):
    area = bring_to(cycle, Status.SELECTED)
    cycle.decide("start", area, on=DECEMBER, starts_on=datetime.date(2026, 1, 1))
    area.refresh_from_db()
    assert (area.starts_on, area.ends_on) == (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    assert area.changes.last().effective_on == datetime.date(2026, 1, 1)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2026-01-01", 12, "2026-12-31"),
        ("2025-12-05", 12, "2026-12-04"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-01", 1, "2026-12-31"),
    ],
)
def test_last_day_of_a_period(start, months, last):
    assert last_day(datetime.date.fromisoformat(start), months) == datetime.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"number": "  "}, "Chưa ghi số quyết định"),
        ({"body": ""}, "Chưa ghi cơ quan"),
        ({"on": datetime.date(2062, 1, 1)}, "01/01/2062 ở tương lai"),
        ({"on": datetime.date(1926, 1, 1)}, "không thể ký trước 01/01/2025"),
        ({"effective_on": datetime.date(2025, 12, 4)}, "sớm hơn ngày quyết định 05/12/2025"),
        ({"effective_on": datetime.date(2027, 12, 4)}, "quá một năm"),
    ],
)
def test_a_faulty_paper_is_refused_and_leaves_nothing(cycle, options, sentence):
    (area,) = cycle.propose(cycle.communes[0])
    with pytest.raises(RefusedError, match=sentence):
        cycle.decide("select", area, **{"on": DECEMBER, **options})
    area.refresh_from_db()
    assert area.status == Status.PROPOSED
    assert not Decision.objects.exists()


def test_tomorrow_is_refused_and_today_is_not(cycle):
    today = timezone.localdate()
    first, second = cycle.propose(*cycle.communes[:2])
    with pytest.raises(RefusedError, match="tương lai"):
        cycle.decide("select", first, on=today + datetime.timedelta(days=1))
    cycle.decide("select", second, on=today)


def test_a_start_in_another_decade_is_refused(cycle):
    area = bring_to(cycle, Status.SELECTED)
    with pytest.raises(RefusedError, match="quá một năm"):
        cycle.decide("start", area, on=DECEMBER, starts_on=datetime.date(2036, 1, 1))


def test_a_decision_dated_before_its_predecessor_is_refused(cycle):
    area = bring_to(cycle, Status.SELECTED)
    with pytest.raises(RefusedError, match=r"đã có quyết định số .* ngày 05/12/2025"):
        cycle.decide("start", area, on=DECEMBER - datetime.timedelta(days=1))


def test_a_start_before_the_selection_is_refused(cycle):
    area = bring_to(cycle, Status.SELECTED)
    with pytest.raises(RefusedError, match="đã có quyết định số"):
        cycle.decide("start", area, on=DECEMBER, starts_on=datetime.date(2025, 11, 1))


def test_a_paper_typed_in_late_counts_from_the_proposal(cycle):
    (area,) = cycle.propose(cycle.communes[0], on=datetime.date(2025, 12, 10))
    decision = cycle.decide("select", area, on=DECEMBER)
    assert decision.decided_on == DECEMBER
    assert decision.changes.get().effective_on == datetime.date(2025, 12, 10)


def test_an_asked_effective_day_before_the_status_it_follows_is_refused(cycle):
    (area,) = cycle.propose(cycle.communes[0], on=datetime.date(2025, 12, 10))
    with pytest.raises(RefusedError, match="tính từ 10/12/2025"):
        cycle.decide("select", area, on=DECEMBER, effective_on=datetime.date(2025, 12, 8))


def test_the_same_paper_is_recorded_once(cycle):
    first, second = cycle.propose(*cycle.communes[:2])
    cycle.decide("select", first, on=DECEMBER, number="9/QĐ")
    with pytest.raises(RefusedError, match=r"Quyết định số 9/QĐ ngày 05/12/2025 .* đã được ghi"):
        cycle.decide("select", second, on=DECEMBER, number="9/QĐ")


def test_one_refused_area_refuses_all(cycle):
    first, second = cycle.propose(*cycle.communes[:2])
    cycle.decide("select", first, on=DECEMBER)
    with pytest.raises(RefusedError, match="đã lựa chọn” theo quyết định số"):
        cycle.decide("select", second, first, on=DECEMBER)
    second.refresh_from_db()
    assert second.status == Status.PROPOSED


def test_a_commune_found_transformed_meanwhile_is_not_selected(cycle):
    unit = cycle.communes[0]
    (past,) = cycle.propose(unit, year=2025, on=datetime.date(2025, 7, 1))
    for act in ("select", "start"):
        cycle.decide(act, past, on=datetime.date(2025, 7, 2))
    (carried,) = cycle.propose(unit)
    cycle.decide("recognise", past, on=DECEMBER)
    with pytest.raises(RefusedError, match="đã chuyển hóa đạt ở danh sách năm 2025"):
        cycle.decide("select", carried, on=DECEMBER)


def test_no_area_or_an_area_of_another_list_is_refused(cycle):
    (area,) = cycle.propose(cycle.communes[0])
    (other,) = cycle.propose(cycle.communes[0], year=2027)
    with pytest.raises(RefusedError, match="không thuộc danh sách này"):
        cycle.decide("select", area, other, on=DECEMBER)


def test_who_may_decide(cycle):
    people = cycle.people
    secretary = AccountFactory(role=Role.SECRETARY)
    secretary.units.add(people.home)
    first, second, third = cycle.propose(*cycle.communes[:3])
    cycle.decide("select", first, on=DECEMBER, account=secretary)
    cycle.decide("select", second, on=DECEMBER, account=None)
    with pytest.raises(PermissionDenied):
        cycle.decide("select", third, on=DECEMBER, account=people.colleague)
    with pytest.raises(RefusedError, match="ngoài địa bàn phụ trách"):
        cycle.decide("select", third, on=DECEMBER, account=people.outsider)


def test_an_unknown_act_is_a_programming_error(cycle):
    (area,) = cycle.propose(cycle.communes[0])
    with pytest.raises(ValueError, match="seal"):
        cycle.decide("seal", area, on=DECEMBER)
