"""The watch: which criteria are met again, since when, how strongly, and what is not known."""

from __future__ import annotations

import datetime

import pytest

from gis_app.plans.models import PlanVersion
from gis_app.transformation.models import KeyArea
from gis_app.transformation.programme.choosing import choose_judged
from gis_app.transformation.programme.kpis import Programme
from gis_app.transformation.relapse.signals import State, Strength
from gis_app.transformation.relapse.watching import watch_of, watch_of_plan, with_findings
from tests.transformation.programme.conftest import RECOGNISED, SECOND_REFORM

pytestmark = pytest.mark.django_db
BEFORE = datetime.date(2025, 9, 30)
FIRST = datetime.date(2025, 12, 31)
SECOND = datetime.date(2026, 6, 30)
TODAY = datetime.date(2026, 7, 1)


def watch(cycle, on=TODAY, account=None):
    return watch_of_plan(cycle.plan, account, on)


def only(cycle, on=TODAY):
    (watched,) = watch(cycle, on)
    return watched


def test_nobody_is_watched_before_the_first_success(cycle):
    assert watch(cycle) == []


def test_an_area_that_no_screening_looked_at_is_not_quiet(cycle, area, screen):
    screen(BEFORE, [area.unit], met={(area.unit, "d.mining")})
    assert only(cycle).state == State.NOT_SCREENED
    screen(FIRST, [cycle.communes[1]])
    assert only(cycle).state == State.NOT_SCREENED


def test_quiet_means_looked_at_and_nothing_met(cycle, area, screen):
    screen(FIRST, [area.unit])
    assert only(cycle).state == State.QUIET


def test_a_criterion_without_data_is_told(cycle, area, screen):
    screen(FIRST, [area.unit], no_data={(area.unit, "d.traffic")})
    watched = only(cycle)
    assert (watched.state, watched.lacking) == (State.LACKING, 1)


def test_a_signal_tells_value_threshold_and_since_when(cycle, area, screen):
    made = screen(FIRST, [area.unit], met={(area.unit, "d.mining")})
    (watched,) = with_findings([only(cycle)])
    (met,) = watched.met
    assert (watched.state, watched.screening.pk, watched.waits) == (State.SIGNAL, made.pk, True)
    assert (met.key, met.since.pk, met.times, met.strength) == ("d.mining", made.pk, 1, Strength.FIRST)
    assert (met.finding.value, met.finding.threshold) == (3, 2)


def test_twice_in_a_row_is_stronger_than_once(cycle, area, screen):
    first = screen(FIRST, [area.unit], met={(area.unit, "d.mining")})
    screen(SECOND, [area.unit], met={(area.unit, "d.mining"), (area.unit, "d.traffic")})
    mining, traffic = only(cycle).met
    assert (mining.key, mining.strength, mining.times, mining.since.pk) == (
        "d.mining",
        Strength.REPEATED,
        2,
        first.pk,
    )
    assert (traffic.strength, traffic.times) == (Strength.FIRST, 1)
    assert only(cycle).strength == Strength.REPEATED
    # As of a day between the two there was one.
    assert only(cycle, FIRST).strength == Strength.FIRST


def test_what_never_ended_is_no_new_sign(cycle, area, screen):
    screen(BEFORE, [area.unit], met={(area.unit, "d.mining")})
    screen(FIRST, [area.unit], met={(area.unit, "d.mining")})
    (met,) = only(cycle).met
    assert (met.strength, met.times, met.since.as_of) == (Strength.NEVER_ENDED, 1, BEFORE)


@pytest.mark.parametrize("between", ["not_met", "no_data"])
def test_a_row_is_broken_by_a_screening_that_did_not_find_it_met(cycle, area, screen, between):
    screen(BEFORE, [area.unit], met={(area.unit, "d.mining")})
    screen(FIRST, [area.unit], no_data={(area.unit, "d.mining")} if between == "no_data" else ())
    screen(SECOND, [area.unit], met={(area.unit, "d.mining")})
    (met,) = only(cycle).met
    assert (met.strength, met.times) == (Strength.FIRST, 1)


def test_of_two_runs_for_a_day_the_newest_counts(cycle, area, screen):
    screen(FIRST, [area.unit], met={(area.unit, "d.mining")})
    screen(FIRST, [area.unit])
    assert only(cycle).state == State.QUIET


def test_criteria_of_other_regulations_are_left_out(cycle, area, screen):
    screen(FIRST, [area.unit], met={(area.unit, "b.drug_class_1")}, criteria=("b.drug_class_1", "d.mining"))
    assert only(cycle).state == State.QUIET


def test_screenings_of_another_plan_say_nothing(cycle, area, screen):
    made = screen(FIRST, [area.unit])
    other = PlanVersion.objects.filter(plan_id="dongthap-bcd138-2024").first()
    another = type(made).objects.create(
        plan_version=other, year=2026, as_of=SECOND, territory="", parameters={}, data_cutoff={}, versions={}
    )
    made.findings.model.objects.create(
        screening=another, unit=area.unit, criterion="d.mining", outcome="met", reason_vi="a", reason_en="a"
    )
    assert only(cycle).state == State.QUIET


def test_a_relapse_by_the_board_ends_the_watch_and_nothing_else_does(cycle, area, screen):
    screen(FIRST, [area.unit], met={(area.unit, "d.mining")})
    area.refresh_from_db()
    assert area.status == "transformed"
    cycle.decide("relapse", area, on=SECOND)
    assert watch(cycle) == []
    assert len(watch(cycle, SECOND - datetime.timedelta(days=1))) == 1


def test_the_watch_ends_after_the_months_of_the_plan(cycle, area, screen):
    screen(FIRST, [area.unit], met={(area.unit, "d.mining")})
    assert cycle.plan.current.relapse_watch.months == 24
    assert not cycle.plan.current.relapse_watch.stated
    last = datetime.date(2027, 11, 2)
    assert only(cycle, last).ends_on == last
    assert only(cycle, last).state == State.SIGNAL
    assert only(cycle, last + datetime.timedelta(days=1)).state == State.OVER


def test_what_the_area_was_proposed_for_is_marked(cycle, area, screen):
    proposal = screen(BEFORE, [area.unit], met={(area.unit, "d.mining")})
    KeyArea.objects.filter(pk=area.pk).update(screening=proposal)
    screen(FIRST, [area.unit])
    screen(SECOND, [area.unit], met={(area.unit, "d.mining"), (area.unit, "d.traffic")})
    assert {met.key: met.was_reason for met in only(cycle).met} == {"d.mining": True, "d.traffic": False}


def test_by_hand_the_reasons_are_not_known(cycle, area, screen):
    screen(FIRST, [area.unit], met={(area.unit, "d.mining")})
    assert only(cycle).met[0].was_reason is None


def test_a_merged_area_is_watched_at_the_chosen_commune(reform, area, screen):
    together = reform.unit("80001", 500e6)
    reform.follow(area.unit, together)
    screen(FIRST, [area.unit], met={(area.unit, "d.mining")})
    screen(SECOND, [together], met={(together, "d.mining")})
    assert only(reform.cycle).state == State.NO_UNIT
    assert only(reform.cycle, SECOND_REFORM - datetime.timedelta(days=1)).strength == Strength.FIRST
    choose_judged(area, together.pk, "1/TB", SECOND_REFORM, "BCĐ", "thử", None)
    watched = only(reform.cycle)
    assert (watched.state, watched.strength, watched.unit_id) == (
        State.SIGNAL,
        Strength.REPEATED,
        together.pk,
    )


def test_signals_come_first_and_the_strongest_before_the_others(reform, screen):
    units = reform.cycle.communes[:3]
    quiet, once, twice = reform.transformed(*units)
    screen(FIRST, units, met={(twice.unit, "d.mining")})
    screen(SECOND, units, met={(twice.unit, "d.mining"), (once.unit, "d.mining")})
    assert [each.course.pk for each in watch(reform.cycle)] == [twice.pk, once.pk, quiet.pk]


def test_who_sees_a_part_watches_a_part(reform, screen):
    units = reform.cycle.communes[:2]
    reform.transformed(*units)
    screen(FIRST, units)
    account = reform.cycle.people.colleague
    account.units.set([units[0]])
    assert len(watch(reform.cycle, account=account)) == 1
    assert watch(reform.cycle, account=reform.cycle.people.outsider) == []


def test_the_queries_do_not_grow(reform, screen, django_assert_num_queries):
    units = reform.cycle.communes
    reform.transformed(*units[:2])
    for day in (FIRST, SECOND):
        screen(day, units, met={(unit, "d.mining") for unit in units})
    programme = Programme(reform.cycle.plan, None)
    with django_assert_num_queries(6):
        assert len(with_findings(watch_of(programme, TODAY))) == 2
    reform.transformed(*units[2:9])
    programme = Programme(reform.cycle.plan, None)
    with django_assert_num_queries(6):
        assert len(with_findings(watch_of(programme, TODAY))) == 9


def test_the_day_of_the_success_itself_is_before(cycle, area, screen):
    screen(RECOGNISED, [area.unit], met={(area.unit, "d.mining")})
    assert only(cycle).state == State.NOT_SCREENED
