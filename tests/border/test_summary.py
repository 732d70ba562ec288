"""The morning's sheet: whose it is, what it counts, what it leaves out."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from django.utils import timezone

from gis_app.access.models import Account, Agency
from gis_app.access.roles import Role
from gis_app.border.board import handling
from gis_app.border.board.steps import Act
from gis_app.border.models import BorderReport, BorderSection, CommuneDuty
from gis_app.border.patrols.recording import Walked, plan_patrol, record_done
from tests.border.conftest import NORTH
from tests.border.force import WEST
from tests.factories import AccountFactory, IncidentFactory, located

pytestmark = pytest.mark.django_db
SUMMARY = "/border/summary/"
REFORM = datetime.date(2025, 7, 1)


@pytest.fixture
def duties(force) -> None:
    """The east post and the police answer for the owner's northern communes, the west post for the others."""
    home, away = force.people.home_communes[2:], force.people.away_communes[2:]
    for account, units in ((force.east, home), (force.police, home), (force.west, away)):
        for unit in units:
            CommuneDuty.objects.create(
                agency=account.agency, unit=unit, document="QĐ (thử)", valid_from=REFORM
            )


@pytest.fixture
def sheet(signed_in):
    """Return what is on the sheet of an account, or of an agency below it."""

    def read(account: Account, **asked):
        answer = signed_in(account).get(SUMMARY, asked)
        assert answer.status_code == 200
        return answer.context

    return read


class TestReports:
    def test_by_kind_and_state_of_a_day_and_a_week(self, force, duties, sheet):
        force.confirmed()
        force.report(kind="drug")
        old = force.report(text="ba ngày trước")
        older = force.report(text="mười ngày trước")
        now = timezone.now()
        for made, days in ((old, 3), (older, 10)):
            BorderReport.objects.filter(pk=made.pk).update(received_at=now - datetime.timedelta(days=days))
        page = sheet(force.east)
        lines = {line.kind.pk: (line.day, line.week, line.states) for line in page["counts"]}
        assert lines["smuggling"] == (1, 2, (1, 0, 1, 0, 0, 0, 0))
        assert lines["drug"][:2] == (1, 1)
        assert (page["totals"].day, page["totals"].week) == (2, 3)

    def test_what_waits_and_since_when(self, force, duties, sheet):
        report = force.taken_to("handed_over")
        given = sheet(force.east)["given"]
        waits = sheet(force.police)["waits"]
        assert [each.pk for each in given.reports] == [each.pk for each in waits.reports] == [report.pk]
        assert given.reports[0].since == report.steps.get(act="hand_over").at
        assert sheet(force.east)["waits"].total == sheet(force.police)["given"].total == 0
        handling.move(report.pk, Act.ACKNOWLEDGE, force.police)
        assert sheet(force.east)["given"].total == 0
        assert sheet(force.police)["waits"].total == 1

    def test_a_long_queue_is_cut_and_told(self, force, duties, sheet, signed_in):
        for number in range(8):
            force.report(text=f"tin {number}")
        waits = sheet(force.east)["waits"]
        assert (len(waits.reports), waits.total, waits.rest) == (6, 8, 2)
        assert "và 2 tin khác" in signed_in(force.east).get(SUMMARY).text

    def test_the_place_of_trafficking_is_for_author_and_holder(self, force, duties, sheet):
        force.report(kind="human_trafficking")
        (_report, place) = sheet(force.east)["waiting"][0]
        assert "cách" in place
        (_report, place) = sheet(force.command, agency=force.east.agency.pk)["waiting"][0]
        assert place == ""


class TestWhose:
    def test_a_superior_chooses_one_below(self, force, duties, sheet):
        force.report()
        page = sheet(force.command)
        assert page["offered"][0] == force.command.agency
        assert {each.pk for each in page["offered"]} >= {force.east.agency.pk, force.west.agency.pk}
        assert page["totals"].week == 1
        assert sheet(force.command, agency=force.west.agency.pk)["totals"] is None

    def test_nobody_reads_the_sheet_of_a_neighbour(self, force, signed_in):
        for asked in (force.west.agency.pk, force.command.agency.pk, 999_999, "x", "²"):
            assert signed_in(force.east).get(SUMMARY, {"agency": asked}).status_code == 404

    def test_provincial_police_read_what_their_jurisdiction_holds(self, force, duties, sheet):
        police = Agency.objects.create(name="Công an tỉnh thử", kind=Agency.Kind.POLICE_PROVINCE)
        Account.objects.filter(pk=force.people.owner.pk).update(agency=police)
        force.people.owner.refresh_from_db()
        force.report()
        page = sheet(force.people.owner)
        assert [section.agency for section in page["standing"].sections] == [force.east.agency]
        # A report is seen by who was told of it, whatever the jurisdiction.
        assert page["totals"] is None

    def test_outsiders_and_viewers(self, force, duties, signed_in, sheet):
        force.report()
        assert signed_in(force.people.colleague).get(SUMMARY).status_code == 403
        nobody = AccountFactory(username="nobody", role=Role.BORDER_GUARD)
        assert "nhờ quản trị ghi cơ quan" in signed_in(nobody).get(SUMMARY).text
        assert "chưa thuộc cơ quan" in signed_in(force.people.outsider).get(SUMMARY).text

    def test_the_post_beside_sees_counts_of_what_is_shared_only(self, force, duties, sheet):
        # Both posts in one province, so that nothing but sharing decides.
        CommuneDuty.objects.filter(agency=force.west.agency).delete()
        CommuneDuty.objects.create(
            agency=force.west.agency,
            unit=force.people.home_communes[0],
            document="QĐ (thử)",
            valid_from=REFORM,
        )
        first, _second = force.report(), force.report(text="tin thứ hai")
        page = sheet(force.west)
        (beside,) = page["neighbours"]
        assert (beside.section.agency, beside.count, beside.other_province) == (force.east.agency, 0, False)
        assert page["counts"] == []
        handling.share(first.pk, force.west.agency, force.east)
        assert sheet(force.west)["neighbours"][0].count == 1

    def test_of_the_next_province_there_is_a_count_without_what_must_not_be_counted(
        self, force, duties, sheet
    ):
        force.report()
        force.report(kind="human_trafficking", text="một nhóm người")
        (beside,) = sheet(force.west)["neighbours"]
        assert (beside.count, beside.other_province) == (1, True)


class TestPatrols:
    def test_today_last_week_and_gaps(self, force, duties, sheet):
        today = timezone.localdate()
        route = MultiLineString(LineString((107.0, NORTH), (107.1, NORTH)), srid=4326)
        done = plan_patrol(force.east.agency, [force.police.agency], today, None, route=route)
        record_done(done, today, Walked(route, "planned"), None)
        plan_patrol(force.east.agency, [], today, None)
        plan_patrol(force.east.agency, [], today - datetime.timedelta(days=2), None)
        week = sheet(force.east)["patrols"]
        assert (len(week.today), week.done, week.joint, week.overdue) == (2, 1, 1, 1)
        assert [gap.section.agency for gap in week.gaps] == [force.east.agency]
        assert week.gaps[0].since is None
        police = sheet(force.police)["patrols"]
        assert (police.done, len(police.gaps)) == (1, 1)

    def test_what_is_not_known_is_told(self, force, duties, sheet, signed_in):
        assert len(sheet(force.east)["patrols"].unknown) == 1
        assert "chưa rõ độ phủ" in signed_in(force.east).get(SUMMARY).text
        BorderSection.objects.all().delete()
        assert "Chưa ghi đoạn biên giới nào" in signed_in(force.east).get(SUMMARY).text


class TestIncidents:
    def _incidents(self, force, days_ago: int, count: int, at=(107.05, NORTH - 0.002)) -> None:
        day = timezone.localdate() - datetime.timedelta(days=days_ago)
        for _number in range(count):
            located(
                IncidentFactory(at=at, occurred_on=day, category_id="smuggling"),
                force.people.home_communes[2],
            )

    def test_without_any_report_of_the_province_it_is_unknown(self, force, duties, sheet, signed_in):
        found = sheet(force.east)["incidents"]
        assert (found.week, found.before) == (None, None)
        assert "Chưa có số liệu vụ việc" in signed_in(force.east).get(SUMMARY).text

    def test_the_week_against_the_four_before(self, force, duties, sheet):
        self._incidents(force, 0, 3)
        self._incidents(force, 6, 2)
        self._incidents(force, 7, 4)
        self._incidents(force, 34, 4)
        self._incidents(force, 35, 1)
        self._incidents(force, 1, 1, at=(107.05, 11.15))
        found = sheet(force.east)["incidents"]
        assert (found.week, found.before, found.per_week) == (5, 8, 2.0)
        assert "chưa đủ nói tăng hay giảm" in found.sentence()

    def test_a_clear_rise_is_called_one(self, force, duties, sheet):
        self._incidents(force, 1, 12)
        self._incidents(force, 20, 4)
        assert "nhiều hơn rõ rệt" in sheet(force.east)["incidents"].sentence()

    def test_the_section_beside_is_not_counted(self, force, duties, sheet):
        self._incidents(force, 1, 2)
        assert sheet(force.east)["incidents"].week == 2
        self._incidents(force, 1, 3, at=(WEST[0], NORTH - 0.002))
        assert sheet(force.east)["incidents"].week == 2
