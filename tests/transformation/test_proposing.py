"""Proposing: from a screening or by hand, with a reason, and only what may be proposed."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gis_app.access.models import Account
from gis_app.transformation.models import KeyArea, PlanYear, Status
from gis_app.transformation.proposing import propose_by_hand, propose_from_screening, withdraw_proposal
from gis_app.transformation.refusing import RefusedError
from layers.models import Succession
from tests.factories import AdminUnitFactory, BoundarySetFactory
from tests.transformation.conftest import YEAR

pytestmark = pytest.mark.django_db
DECEMBER = datetime.date(2025, 12, 1)


def test_criteria_met_are_the_reason(cycle):
    unit = cycle.communes[0]
    screening = cycle.screening(unit)
    (area,) = propose_from_screening(screening, [unit.pk], cycle.people.owner)
    assert (area.status, area.screening, area.plan_year.year) == (Status.PROPOSED, screening, YEAR)
    change = area.changes.get()
    assert change.reason == area.proposal_reason == f"Có 2 điểm mỏ tại {unit}"
    assert (change.from_status, change.to_status, change.effective_on) == (
        "",
        "proposed",
        timezone.localdate(),
    )
    assert change.recorded_by == cycle.people.owner


def test_all_or_none(cycle):
    met, not_met = cycle.communes[:2]
    with pytest.raises(RefusedError, match=f"{not_met} không đạt tiêu chí nào"):
        propose_from_screening(cycle.screening(met), [met.pk, not_met.pk], cycle.people.owner)
    assert not KeyArea.objects.exists()
    assert not PlanYear.objects.exists()


def test_nothing_ticked(cycle):
    with pytest.raises(RefusedError, match="Chưa đánh dấu"):
        propose_from_screening(cycle.screening(), [], cycle.people.owner)


def test_by_hand_needs_a_reason(cycle):
    with pytest.raises(RefusedError, match="Chưa ghi lý do"):
        propose_by_hand(cycle.plan, YEAR, cycle.communes[0], "  ", cycle.people.owner)


def test_twice_in_a_year_is_refused_but_another_year_is_not(cycle):
    unit = cycle.communes[0]
    cycle.propose(unit)
    with pytest.raises(RefusedError, match="đã có trong danh sách năm 2026 \\(đề xuất\\)"):
        cycle.propose(unit)
    cycle.propose(unit, year=2027)
    assert KeyArea.objects.count() == 2


def test_the_same_commune_in_a_newer_boundary_set_is_the_same_commune(cycle):
    unit = cycle.communes[0]
    cycle.propose(unit)
    newer = BoundarySetFactory(name="Bộ mới", valid_from=datetime.date(2026, 4, 30))
    again = AdminUnitFactory(boundary_set=newer, code="99001", province_code="75", parent=cycle.people.home)
    Succession.objects.create(old_unit=unit, new_unit=again, area_share=0.98, known_by="overlay")
    with pytest.raises(RefusedError, match="đã có trong danh sách"):
        cycle.propose(again, on=datetime.date(2026, 5, 1), account=Account.objects.get(username="owner"))


def test_a_transformed_commune_is_refused_until_it_relapses(cycle):
    unit = cycle.communes[0]
    (area,) = cycle.propose(unit, year=2025, on=datetime.date(2025, 7, 1))
    for act, day in (("select", 2), ("start", 3), ("recognise", 4)):
        cycle.decide(act, area, on=datetime.date(2025, 7, day))
        area.refresh_from_db()
    with pytest.raises(RefusedError, match="đã chuyển hóa đạt ở danh sách năm 2025"):
        cycle.propose(unit)
    cycle.decide("relapse", area, on=datetime.date(2025, 7, 5))
    assert cycle.propose(unit)[0].status == Status.PROPOSED


def test_a_commune_not_in_force_on_the_day_is_refused(cycle):
    unit = cycle.communes[0]
    with pytest.raises(RefusedError, match="không phải đơn vị cấp xã đang có hiệu lực ngày 30/06/2025"):
        cycle.propose(unit, on=datetime.date(2025, 6, 30))


def test_a_province_is_no_commune(cycle):
    with pytest.raises(RefusedError, match="không phải đơn vị cấp xã"):
        cycle.propose(cycle.people.home)


def test_outside_the_territory_is_refused_for_the_server_too(cycle):
    with pytest.raises(RefusedError, match="nằm ngoài địa bàn của kế hoạch"):
        propose_by_hand(cycle.plan, YEAR, cycle.people.away_communes[0], "lý do", None)


def test_outside_the_jurisdiction_is_refused_without_naming_the_commune(cycle):
    unit = cycle.communes[0]
    with pytest.raises(RefusedError, match="không thuộc địa bàn phụ trách") as refused:
        cycle.propose(unit, account=cycle.people.outsider)
    assert unit.name not in str(refused.value)


def test_a_viewer_may_not_propose(cycle):
    with pytest.raises(PermissionDenied):
        cycle.propose(cycle.communes[0], account=cycle.people.colleague)


def test_a_day_to_come_is_refused(cycle):
    with pytest.raises(RefusedError, match="ở tương lai"):
        cycle.propose(cycle.communes[0], on=timezone.localdate() + datetime.timedelta(days=1))


def test_a_proposal_is_taken_back_with_a_reason_and_may_return(cycle):
    unit = cycle.communes[0]
    (area,) = cycle.propose(unit)
    with pytest.raises(RefusedError, match="Chưa ghi lý do rút"):
        withdraw_proposal(area, " ", cycle.people.owner)
    assert withdraw_proposal(area, "trùng đề xuất", cycle.people.owner).status == Status.WITHDRAWN
    (again,) = cycle.propose(unit, on=timezone.localdate())
    assert again.pk == area.pk
    assert [c.to_status for c in again.changes.all()] == ["proposed", "withdrawn", "proposed"]


def test_what_was_decided_is_not_taken_back_without_a_decision(cycle):
    (area,) = cycle.propose(cycle.communes[0])
    cycle.decide("select", area, on=DECEMBER)
    with pytest.raises(RefusedError, match="chỉ có thể thay đổi bằng một quyết định"):
        withdraw_proposal(area, "nhầm", cycle.people.owner)


def test_an_outsider_or_viewer_takes_nothing_back(cycle):
    (area,) = cycle.propose(cycle.communes[0])
    with pytest.raises(KeyArea.DoesNotExist):
        withdraw_proposal(area, "nhầm", cycle.people.outsider)
    with pytest.raises(PermissionDenied):
        withdraw_proposal(area, "nhầm", cycle.people.colleague)
    area.refresh_from_db()
    assert area.status == Status.PROPOSED
