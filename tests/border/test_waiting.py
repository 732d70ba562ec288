"""What of the board waits for whom, as the overview asks it."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from gis_app.border.board import handling, same
from gis_app.border.board.changes import board, changes
from gis_app.border.board.choosing import Choice
from gis_app.border.board.steps import Act
from gis_app.border.board.waiting import waiting_for
from gis_app.border.models import BorderReport
from gis_app.maps import dashboard

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def sentences(account) -> list[str]:
    return [line.sentence for line in waiting_for(account, TODAY)]


def test_a_new_report_waits_for_its_holder_only(force):
    report = force.report()
    (line,) = waiting_for(force.east, TODAY)
    assert str(report.pk) in line.url
    assert "Tin khẩn mới, xử lý trước" in line.sentence
    assert line.due == timezone.localdate(report.due_at)
    for other in (force.west, force.police, force.command, force.people.owner, force.people.outsider):
        assert sentences(other) == []


def test_it_waits_no_more_once_taken_up_until_its_time_is_over(force):
    report = force.report()
    handling.move(report.pk, Act.VERIFY, force.east)
    assert sentences(force.east) == []
    BorderReport.objects.update(due_at=timezone.now() - datetime.timedelta(hours=2))
    (sentence,) = sentences(force.east)
    assert "đang xác minh, quá hạn từ" in sentence


def test_a_hand_over_waits_for_who_must_acknowledge(force):
    force.taken_to("handed_over")
    assert sentences(force.east) == []
    (sentence,) = sentences(force.police)
    assert "đã bàn giao" in sentence


def test_a_place_beyond_the_line_waits_for_its_answer(force):
    report = force.report(at=(107.05, 11.205))
    handling.move(report.pk, Act.VERIFY, force.east)
    (sentence,) = sentences(force.east)
    assert sentence.startswith("Vị trí nằm ngoài đường biên giới")
    handling.settle_place(report.pk, force.east, "đúng như vậy")
    assert sentences(force.east) == []


def test_a_double_waits_for_who_sees_both(force):
    mine, theirs = force.report(), force.report(force.police)
    for report, account in ((mine, force.east), (theirs, force.police)):
        handling.move(report.pk, Act.VERIFY, account)
    assert sentences(force.east) == []
    handling.share(theirs.pk, force.east.agency, force.police)
    (sentence,) = sentences(force.east)
    assert sentence.startswith(f"Có thể trùng với tin của {force.police.agency}")
    same.keep_apart(theirs.pk, mine.pk, force.east)
    assert sentences(force.east) == []


def test_a_crowd_is_told_as_a_number(force):
    for _number in range(7):
        force.report(at=(107.05, 11.18), kind="drug")
    lines = waiting_for(force.east, TODAY)
    assert len(lines) == 6
    assert lines[-1].sentence == "2 tin báo khác chờ đơn vị xử lý"


def test_the_overview_learns_of_the_border(force):
    force.report()
    assert any("/border/reports/" in line.url for line in dashboard.waiting_for(force.east, TODAY))


def test_a_list_of_what_is_overdue_knows_when_the_next_one_runs_out(force):
    soon, later = force.report(), force.report(kind="drug")
    now = timezone.now()
    for report, minutes in ((soon, 5), (later, 50)):
        BorderReport.objects.filter(pk=report.pk).update(due_at=now + datetime.timedelta(minutes=minutes))
    overdue = Choice(standing="overdue")
    assert board(force.east, overdue)["next_in"] == pytest.approx(300, abs=30)
    assert changes(force.east, 0, overdue)["next_in"] == pytest.approx(300, abs=30)
    assert board(force.east, Choice(standing="overdue", kind="drug"))["next_in"] == pytest.approx(
        3000, abs=30
    )
    assert board(force.east, Choice())["next_in"] is None
    assert board(force.west, overdue)["next_in"] is None, "what one does not see does not wake the page"
    BorderReport.objects.update(due_at=now - datetime.timedelta(minutes=1))
    assert board(force.east, overdue)["next_in"] is None
