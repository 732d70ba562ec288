"""The steps of a report: what is allowed from where and to whom, and what each leaves behind."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InternalError, transaction
from django.utils import timezone

from gis_app.access.models import Agency
from gis_app.border.board import handling
from gis_app.border.board.refusing import RefusedError
from gis_app.border.board.steps import STEPS, Act, acts_from
from gis_app.border.models import BoardClock, BorderReport, ReportStep, State, TimeLimit
from tests.border.force import steps_of
from tests.factories import IncidentFactory, located

pytestmark = pytest.mark.django_db

MOVES = [Act.VERIFY, Act.CONFIRM, Act.REFUTE, Act.ACKNOWLEDGE, Act.CLOSE]


def test_a_report_goes_its_whole_way(force):
    report = force.confirmed()
    handling.hand_over(report.pk, force.police.agency, force.east, "đề nghị xử lý")
    handling.move(report.pk, Act.ACKNOWLEDGE, force.police)
    handling.move(report.pk, Act.CLOSE, force.police, "đã lập hồ sơ")
    report.refresh_from_db()
    assert report.state == State.CLOSED
    assert report.due_at is None
    assert steps_of(report) == ["report", "verify", "confirm", "hand_over", "acknowledge", "close"]


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("act", MOVES)
def test_the_table_is_what_is_allowed(force, state, act):
    report = force.taken_to(state)
    holder = force.police if state in {"handed_over", "acknowledged"} else force.east
    before = steps_of(report)
    if state in STEPS[act].before:
        assert handling.move(report.pk, act, holder, "có nội dung").state == STEPS[act].after
    else:
        with pytest.raises(RefusedError, match="nên không thể"):
            handling.move(report.pk, act, holder, "có nội dung")
        assert steps_of(report) == before


def test_what_is_offered_is_what_is_allowed(force):
    for state in State.values:
        report = force.taken_to(state)
        holder = force.police if state in {"handed_over", "acknowledged"} else force.east
        assert handling.offered(report, holder) == acts_from(state)


def test_only_the_holder_moves_it_and_whoever_sees_it_may_comment(force):
    report = force.confirmed()
    handling.share(report.pk, force.west.agency, force.east)
    with pytest.raises(RefusedError, match="Tin đang do Đồn Biên phòng Đông giữ"):
        handling.move(report.pk, Act.CLOSE, force.west, "xong")
    handling.move(report.pk, Act.COMMENT, force.west, "bên tôi cũng thấy")
    assert steps_of(report)[-2:] == ["share", "comment"]


def test_after_the_hand_over_the_giver_waits_and_sees(force):
    report = force.taken_to("handed_over")
    with pytest.raises(RefusedError, match="Công an xã thử giữ"):
        handling.move(report.pk, Act.ACKNOWLEDGE, force.east)
    handling.move(report.pk, Act.ACKNOWLEDGE, force.police)
    assert Act.COMMENT in handling.offered(BorderReport.objects.get(), force.east)


def test_a_role_without_a_part_is_turned_away(force):
    report = force.report()
    with pytest.raises(PermissionDenied):
        handling.move(report.pk, Act.COMMENT, force.people.colleague, "tôi xem")
    with pytest.raises(PermissionDenied):
        force.report(force.people.colleague)


def test_an_account_without_an_agency_is_told(force):
    with pytest.raises(RefusedError, match="chưa thuộc cơ quan nào"):
        force.report(force.people.owner)


def test_hand_over_to_an_agency_that_was_merged_away_names_the_successor(force):
    report = force.confirmed()
    gone = Agency.objects.create(
        name="Công an xã cũ",
        kind=Agency.Kind.POLICE_COMMUNE,
        valid_to=datetime.date(2025, 7, 1),
        successor=force.police.agency,
    )
    with pytest.raises(RefusedError, match=r"thôi hoạt động từ 01/07/2025; Công an xã thử kế tục"):
        handling.hand_over(report.pk, gone, force.east)
    Agency.objects.filter(pk=gone.pk).update(successor=None)
    gone.refresh_from_db()
    with pytest.raises(RefusedError, match="chưa ghi cơ quan kế tục"):
        handling.hand_over(report.pk, gone, force.east)
    report.refresh_from_db()
    assert report.state == State.CONFIRMED


def test_the_successor_holds_what_its_predecessor_held(force):
    report = force.taken_to("handed_over")
    heir = Agency.objects.create(name="Công an xã mới", kind=Agency.Kind.POLICE_COMMUNE)
    Agency.objects.filter(pk=force.police.agency_id).update(valid_to=timezone.localdate(), successor=heir)
    force.police.refresh_from_db()
    with pytest.raises(RefusedError, match="đã thôi hoạt động"):
        handling.move(report.pk, Act.ACKNOWLEDGE, force.police)
    force.police.agency = heir
    force.police.save()
    assert handling.move(report.pk, Act.ACKNOWLEDGE, force.police).agency == heir


def test_every_state_has_a_limit_and_a_kind_may_have_its_own(force):
    report = force.report(urgency="flash")
    limit = TimeLimit.objects.get(kind=None, urgency="flash", state="new")
    assert report.due_at - report.received_at < datetime.timedelta(minutes=limit.minutes, seconds=5)
    TimeLimit.objects.create(kind_id="smuggling", urgency="flash", state="new", minutes=3, source="QĐ thử")
    report = force.report(urgency="flash", text="tin khác")
    assert report.due_at - report.received_at < datetime.timedelta(minutes=3, seconds=5)
    assert not BorderReport.objects.waiting_too_long().exists()
    later = timezone.now() + datetime.timedelta(minutes=4)
    assert list(BorderReport.objects.waiting_too_long(later)) == [report]


def test_steps_are_never_changed_and_numbered_without_a_gap(force):
    force.taken_to("closed")
    numbers = list(ReportStep.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert BoardClock.objects.get().last == numbers[-1]
    for change in (
        lambda: ReportStep.objects.update(text="khác"),
        lambda: ReportStep.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
            change()


def test_a_refused_act_uses_no_number(force):
    report = force.report()
    with pytest.raises(RefusedError):
        handling.move(report.pk, Act.CLOSE, force.east, "xong")
    handling.move(report.pk, Act.COMMENT, force.east, "một ý kiến")
    assert list(ReportStep.objects.values_list("number", flat=True)) == [1, 2]


def test_an_incident_of_the_own_area_is_linked_once(force):
    report = force.report()
    incident = located(IncidentFactory(source="PC02", ref="12"), force.people.home_communes[0])
    located(IncidentFactory(source="PC02", ref="13"), force.people.away_communes[0])
    handling.link_incident(report.pk, "PC02", "12", force.east)
    assert report.incident_links.get().incident == incident
    for ref in ("12", "13"):
        with pytest.raises(RefusedError):
            handling.link_incident(report.pk, "PC02", ref, force.east)


def test_a_refuted_report_is_reopened_by_its_holder_or_the_command_with_a_reason(force):
    for account in (force.east, force.command):
        report = force.taken_to("refuted")
        with pytest.raises(RefusedError, match="nội dung"):
            handling.move(report.pk, Act.REOPEN, account)
        step = handling.move(report.pk, Act.REOPEN, account, "dân gọi lại, có dấu vết")
        assert step.state == State.VERIFYING
        assert step.until is not None
        report.refresh_from_db()
        assert report.holder == force.east.agency, "it stays with who held it"


def test_nobody_else_reopens_it(force):
    report = force.taken_to("refuted")
    handling.share(report.pk, force.west.agency, force.east)
    assert Act.REOPEN not in handling.offered(report, force.west)
    with pytest.raises(RefusedError, match="giữ"):
        handling.move(report.pk, Act.REOPEN, force.west, "tôi nghĩ khác")
    with pytest.raises(RefusedError, match="nên không thể"):
        handling.move(force.confirmed().pk, Act.REOPEN, force.east, "sai trạng thái")
