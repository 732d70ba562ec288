"""The share of trafficking information classified and handled in time; it must be 100 %."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from django.utils import timezone

from gis_app.border.board import handling
from gis_app.border.board.steps import Act
from gis_app.border.board.trafficking import Handled, trafficking

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


def measured(account, now=None) -> Handled:
    return trafficking(account, TODAY - DAY, TODAY + DAY, now)


def close(report, account) -> None:
    handling.move(report.pk, Act.VERIFY, account)
    handling.move(report.pk, Act.CONFIRM, account)
    handling.move(report.pk, Act.CLOSE, account, "đã xử lý")


def test_without_any_the_share_is_unknown(force):
    force.report()
    assert measured(force.east) == Handled(0, 0, 0)
    assert measured(force.east).share is None
    assert measured(force.east).met is None


def test_in_time_late_and_running_are_counted_apart(force):
    done = force.report(kind="human_trafficking")
    close(done, force.east)
    force.report(kind="human_trafficking", text="tin thứ hai")
    now = measured(force.east)
    assert (now.in_time, now.late, now.running, now.share) == (1, 0, 1, Fraction(1))
    assert now.met is True
    later = measured(force.east, timezone.now() + 30 * DAY)
    assert (later.in_time, later.late, later.running, later.share) == (1, 1, 0, Fraction(1, 2))
    assert later.met is False


def test_a_state_that_took_too_long_makes_it_late_for_good(force, monkeypatch):
    report = force.report(kind="human_trafficking")
    moment = timezone.now() + 2 * DAY
    monkeypatch.setattr("gis_app.border.board.recording.timezone.now", lambda: moment)
    close(report, force.east)
    assert measured(force.east) == Handled(0, 1, 0)


def test_only_what_the_account_sees_is_counted(force):
    force.report(kind="human_trafficking")
    assert measured(force.east).running == 1
    assert measured(force.west) == Handled(0, 0, 0)
    assert measured(force.command).running == 1
    assert measured(None).running == 1


def test_the_board_shows_the_share_once_a_report_can_be_judged(force, signed_in):
    report = force.report(kind="human_trafficking")
    for act, text in ((Act.VERIFY, ""), (Act.CONFIRM, ""), (Act.CLOSE, "xong")):
        handling.move(report.pk, act, force.east, text)
    page = signed_in(force.east).get("/border/").content.decode()
    assert "100,0 %" in page
    assert "1 đúng hạn, 0 chậm" in page
