"""Patrols written down: who may, what is refused, what they cover, who sees it."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gis_app.access.models import Agency
from gis_app.access.restricting import restrict
from gis_app.access.roles import Role
from gis_app.border.board.refusing import RefusedError
from gis_app.border.models import CommuneDuty, Patrol
from gis_app.border.patrols.reading import coverage_of, incidents_covered
from gis_app.border.patrols.recording import Walked, cancel, plan_patrol, record_done
from gis_app.border.strip.placing import Strip
from tests.border.conftest import NORTH, make_section
from tests.factories import AccountFactory, IncidentFactory, located

pytestmark = pytest.mark.django_db
REFORM = datetime.date(2025, 7, 1)


@pytest.fixture
def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def guard(posts, people):
    """An account of the eastern post, which answers for the two northern communes of 75."""
    for unit in people.home_communes[2:]:
        CommuneDuty.objects.create(agency=posts[1], unit=unit, document="QĐ (thử)", valid_from=REFORM)
    account = AccountFactory(username="guard", role=Role.BORDER_GUARD, agency=posts[1])
    account.units.set(people.home_communes[2:])
    return account


def _route(from_lon: float, to_lon: float) -> MultiLineString:
    return MultiLineString(LineString((from_lon, NORTH - 0.001), (to_lon, NORTH - 0.001)), srid=4326)


def test_a_joint_patrol_is_planned_and_done(guard, posts, today):
    patrol = plan_patrol(posts[1], [posts[0]], today, guard, document="KH 5/KH-ĐBP")
    assert set(patrol.agencies.all()) == set(posts)
    done = record_done(patrol, today, Walked(_route(107.0, 107.1), Patrol.Origin.DRAWN), guard)
    assert (done.state, done.done_on) == (Patrol.State.DONE, today)


def test_it_is_recorded_once(guard, posts, today):
    patrol = plan_patrol(posts[1], [], today, guard)
    record_done(patrol, today, Walked(_route(107.0, 107.1), Patrol.Origin.DRAWN), guard)
    with pytest.raises(RefusedError, match="đã được ghi “đã thực hiện”"):
        cancel(patrol, "mưa lũ", guard)


def test_what_is_refused_leaves_the_plan(guard, posts, today):
    patrol = plan_patrol(posts[1], [], today, guard)
    tomorrow = today + datetime.timedelta(days=1)
    with pytest.raises(RefusedError, match="tương lai"):
        record_done(patrol, tomorrow, Walked(_route(107.0, 107.1), Patrol.Origin.DRAWN), guard)
    with pytest.raises(RefusedError, match="biển số xe"):
        record_done(
            patrol, today, Walked(_route(107.0, 107.1), Patrol.Origin.DRAWN), guard, note="gặp xe 60A-123.45"
        )
    with pytest.raises(RefusedError, match="Thiếu lý do"):
        cancel(patrol, " ", guard)
    patrol.refresh_from_db()
    assert patrol.state == Patrol.State.PLANNED


def test_only_an_agency_that_takes_part_or_its_superior_records(guard, posts, people, today):
    command = Agency.objects.create(name="Bộ Chỉ huy (thử)", kind=Agency.Kind.BORDER_COMMAND)
    Agency.objects.filter(pk=posts[0].pk).update(superior=command)
    with pytest.raises(PermissionDenied):
        plan_patrol(posts[0], [], today, guard)
    officer = AccountFactory(username="command", role=Role.BORDER_GUARD, agency=command)
    posts[0].refresh_from_db()
    assert plan_patrol(posts[0], [], today, officer).lead == posts[0]
    with pytest.raises(PermissionDenied):
        plan_patrol(posts[1], [], today, people.colleague)


def test_coverage_of_a_section_counts_the_last_days_only(guard, posts, line, measured, today):
    make_section(line, posts[1], measured.length_m(0) / 2, measured.length_m(0))
    for days_ago, route in ((2, _route(107.0, 107.1)), (30, _route(107.1, 107.2))):
        patrol = plan_patrol(posts[1], [], today, guard)
        done_on = today - datetime.timedelta(days=days_ago)
        record_done(patrol, done_on, Walked(route, Patrol.Origin.GPX), guard)
    (week,) = coverage_of(Strip(today), guard, days=7)
    assert week.share == pytest.approx(0.52, abs=0.01)
    assert week.last_on == today - datetime.timedelta(days=2)
    assert len(week.patrols) == 1
    assert [round(gap.length_m, -3) for gap in week.gaps] == [10_000]
    (month,) = coverage_of(Strip(today), guard, days=31)
    assert month.share == pytest.approx(1.0)


def test_incidents_in_the_strip_that_a_patrol_came_near(guard, posts, people, line, today):
    patrol = plan_patrol(posts[1], [], today, guard)
    record_done(patrol, today, Walked(_route(107.0, 107.1), Patrol.Origin.DRAWN), guard)
    west, east = people.home_communes[2:]
    for at, unit in (
        ((107.05, NORTH - 0.002), west),
        ((107.18, NORTH - 0.002), east),
        ((107.05, 11.12), west),
    ):
        located(IncidentFactory(at=at, occurred_on=today, category_id="smuggling"), unit)
    found = incidents_covered(Strip(today), guard, depth_m=1_000)
    assert (found.covered, found.total) == (1, 2)


def test_who_sees_a_patrol(guard, posts, people, today):
    patrol = plan_patrol(posts[1], [], today, guard)
    assert list(restrict(Patrol.objects.all(), people.owner)) == [patrol]
    assert list(restrict(Patrol.objects.all(), people.colleague)) == [patrol]
    assert not restrict(Patrol.objects.all(), people.outsider).exists()
