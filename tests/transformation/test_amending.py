"""A sealed decision is only followed by another: corrections, annulments, and what they refuse."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from gis_app.access.roles import Role
from gis_app.transformation.amending import annul, correct
from gis_app.transformation.models import Decision, KeyArea, Paper, Status
from gis_app.transformation.reading import revision, selected_count, status_by_unit
from gis_app.transformation.refusing import RefusedError
from gis_app.transformation.sealing.verifying import faults
from tests.factories import AccountFactory
from tests.transformation.conftest import BODY, YEAR

pytestmark = pytest.mark.django_db
DECEMBER = datetime.date(2025, 12, 5)
LATER = datetime.date(2025, 12, 20)


def paper(number="1/QĐ", on=DECEMBER, body=BODY, title="Trưởng ban") -> Paper:
    return Paper(number, on, body, title)


@pytest.fixture
def selected(cycle) -> tuple[Decision, list[KeyArea]]:
    areas = cycle.propose(*cycle.communes[:2])
    return cycle.decide("select", *areas, on=DECEMBER, number="1/QĐ"), areas


def test_a_correction_is_read_and_the_first_wording_kept(cycle, selected):
    decision, _areas = selected
    made = correct(decision, paper("12/QĐ", DECEMBER), "ghi nhầm số", cycle.people.owner)
    decision = Decision.objects.get(pk=decision.pk)
    assert (decision.number, decision.paper.number, decision.paper.signer_title) == (
        "1/QĐ",
        "12/QĐ",
        "Trưởng ban",
    )
    assert str(decision) == "12/QĐ (05/12/2025)"
    assert (made.amends, made.reason, made.seal.position) == (decision, "ghi nhầm số", 2)
    correct(decision, paper("13/QĐ"), "lại nhầm", cycle.people.owner)
    assert Decision.objects.get(pk=decision.pk).paper.number == "13/QĐ"
    assert faults() == []


def test_the_right_number_is_taken_and_the_wrong_one_free_again(cycle, selected):
    decision, _areas = selected
    correct(decision, paper("12/QĐ"), "ghi nhầm số", cycle.people.owner)
    (other,) = cycle.propose(cycle.communes[5])
    with pytest.raises(RefusedError, match=r"12/QĐ ngày 05/12/2025 .* đã được ghi"):
        cycle.decide("select", other, on=DECEMBER, number="12/QĐ")
    cycle.decide("select", other, on=DECEMBER, number="1/QĐ")


def test_a_corrected_day_must_fit_what_the_decision_did(cycle, selected):
    decision, (first, _second) = selected
    with pytest.raises(RefusedError, match=r"tính từ 05/12/2025, trước ngày đính chính 20/12/2025"):
        correct(decision, paper(on=LATER), "ghi nhầm ngày", cycle.people.owner)
    correct(decision, paper(on=datetime.date(2025, 12, 3)), "ghi nhầm ngày", cycle.people.owner)
    started = cycle.decide("start", first, on=LATER, number="2/QĐ")
    with pytest.raises(RefusedError, match=r"không hợp với quyết định số 1/QĐ ngày 03/12/2025"):
        correct(started, paper("2/QĐ", datetime.date(2025, 12, 2)), "ghi nhầm ngày", cycle.people.owner)


def test_a_corrected_day_on_which_the_cap_was_another_is_refused(cycle, selected):
    decision, _areas = selected
    unit = cycle.communes[-1]
    unit.valid_from = datetime.date(2025, 12, 5)
    unit.save()
    with pytest.raises(RefusedError, match="trần tính trên số đơn vị khác"):
        correct(decision, paper(on=datetime.date(2025, 12, 4)), "ghi nhầm ngày", cycle.people.owner)


def test_annulled_the_list_is_as_before(cycle, selected):
    decision, areas = selected
    annulment = annul(decision, paper("9/QĐ", LATER), "họp lại", cycle.people.owner)
    assert {KeyArea.objects.get(pk=area.pk).status for area in areas} == {Status.PROPOSED}
    assert selected_count(cycle.plan, YEAR) == 0
    assert annulment.changes.count() == 2
    shown = {
        day: set(status_by_unit(cycle.plan, YEAR, day, None).values())
        for day in (DECEMBER, LATER - datetime.timedelta(days=1), LATER)
    }
    assert list(shown.values()) == [{"selected"}, {"selected"}, {"proposed"}]
    assert Decision.objects.get(pk=decision.pk).annulment == annulment
    assert faults() == []
    cycle.decide("select", *areas, on=LATER, number="10/QĐ")


def test_annulled_from_the_beginning_it_never_counted(cycle, selected):
    decision, areas = selected
    annul(decision, paper("9/QĐ", LATER), "ghi nhầm", cycle.people.owner, from_the_beginning=True)
    assert set(status_by_unit(cycle.plan, YEAR, DECEMBER, None).values()) == {"proposed"}
    again = cycle.decide("select", *areas, on=DECEMBER, number="1/QĐ")
    assert again.paper.number == "1/QĐ"


def test_an_annulled_start_takes_the_days_of_work_back(cycle, selected):
    _decision, (first, _second) = selected
    started = cycle.decide("start", first, on=DECEMBER)
    annul(started, paper("9/QĐ", LATER), "chưa đủ điều kiện", cycle.people.owner)
    first.refresh_from_db()
    assert (first.status, first.starts_on, first.ends_on) == (Status.SELECTED, None, None)


def test_only_the_newest_change_of_an_area_can_be_annulled(cycle, selected):
    decision, (first, _second) = selected
    cycle.decide("start", first, on=LATER, number="2/QĐ")
    with pytest.raises(RefusedError, match=r"đã có thay đổi sau .*2/QĐ.*hãy hủy thay đổi đó trước"):
        annul(decision, paper("9/QĐ", LATER), "họp lại", cycle.people.owner)


@pytest.mark.parametrize("act", [correct, annul])
def test_what_cannot_be_amended(cycle, selected, act):
    decision, _areas = selected
    with pytest.raises(RefusedError, match="Chưa ghi lý do"):
        act(decision, paper("9/QĐ", LATER), "  ", cycle.people.owner)
    with pytest.raises(RefusedError, match="ở tương lai"):
        act(decision, paper("9/QĐ", datetime.date(2999, 1, 1)), "vì", cycle.people.owner)
    with pytest.raises(RefusedError, match=r"hãy tải lại|vừa được thay đổi"):
        act(decision, paper("9/QĐ", LATER), "vì", cycle.people.owner, seen_revision=1)
    with pytest.raises(PermissionDenied):
        act(decision, paper("9/QĐ", LATER), "vì", AccountFactory(role=Role.VIEWER))
    part = AccountFactory(role=Role.SECRETARY)
    part.units.set(cycle.communes[:1])
    with pytest.raises(RefusedError, match="ngoài phạm vi phụ trách"):
        act(decision, paper("9/QĐ", LATER), "vì", part)
    annulment = annul(decision, paper("9/QĐ", LATER), "vì", cycle.people.owner)
    with pytest.raises(RefusedError, match="đã bị hủy theo văn bản số 9/QĐ"):
        act(decision, paper("10/QĐ", LATER), "vì", cycle.people.owner)
    with pytest.raises(RefusedError, match="không sửa được nữa"):
        act(annulment, paper("10/QĐ", LATER), "vì", cycle.people.owner)


def test_an_annulment_cannot_be_older_than_its_decision(cycle, selected):
    with pytest.raises(RefusedError, match=r"Ngày hủy 04/12/2025 sớm hơn .*05/12/2025"):
        annul(selected[0], paper("9/QĐ", datetime.date(2025, 12, 4)), "vì", cycle.people.owner)


def test_a_correction_that_changes_nothing_is_refused(cycle, selected):
    with pytest.raises(RefusedError, match="Chưa có gì khác"):
        correct(selected[0], paper(title=""), "vì", cycle.people.owner)


def test_corrections_and_annulments_are_not_acts_of_a_list(cycle, selected):
    with pytest.raises(RefusedError, match="ở trang của quyết định"):
        cycle.decide("annul", *selected[1], on=LATER)


def test_a_revision_of_the_list_is_that_of_the_page(cycle, selected):
    seen = revision(cycle.plan, YEAR)
    correct(selected[0], paper("12/QĐ"), "ghi nhầm", cycle.people.owner, seen_revision=seen)
