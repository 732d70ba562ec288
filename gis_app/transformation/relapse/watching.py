"""The watch over transformed areas: what the screenings after the success say, and how strongly.

A signal says that a transformed area meets criteria of the plan again in the newest screening. It is a reason
to look, never a status: a person answers it, and only the board finds a relapse. Three outcomes stay three
here as well: a criterion without data was not "not met", an area that no screening looked at is not quiet.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import replace

from gis_app.access.models import Account
from gis_app.plans.models import Plan
from gis_app.screening.models import Finding, Screening
from gis_app.transformation.cycle import last_day
from gis_app.transformation.models import KeyArea, SignalAnswer, Status
from gis_app.transformation.programme.courses import Course
from gis_app.transformation.programme.kpis import Programme
from gis_app.transformation.relapse.evidence import Answers, Evidence, screenings_by_day
from gis_app.transformation.relapse.signals import MetAgain, State, Strength, Watched


def watch_of(programme: Programme, on: datetime.date, only: Collection[int] | None = None) -> list[Watched]:
    """Return the watch over every transformed area, or `only` some (primary keys): signals first.

    Within the signals those that wait for an answer come first, then the stronger ones.
    """
    status = programme.end_of(on).status
    transformed = [
        course
        for course in programme.courses
        if status[course.pk] == Status.TRANSFORMED and (only is None or course.pk in only)
    ]
    if not transformed:
        return []
    begun = [_begin(programme, course, on) for course in transformed]
    open_ones = [watched for watched in begun if watched.state == State.NOT_SCREENED]
    screenings = screenings_by_day(programme.plan, on)
    units = {unit for watched in open_ones for selves in _units(programme, watched) for unit in selves}
    evidence = Evidence(_needed(screenings, open_ones), units)
    reasons = _reasons(open_ones)
    answers = _answers(transformed)
    read = []
    for watched in begun:
        pk = watched.course.pk
        if watched.state == State.NOT_SCREENED:
            watched = _read(programme, watched, evidence, reasons.get(pk), answers.get(pk, []))
        read.append(watched)
    return sorted(read, key=_order)


def with_findings(watched: Sequence[Watched]) -> list[Watched]:
    """Add value, threshold and reason to the criteria that are met: one query for all of them."""
    wanted = {(each.screening.pk, each.unit_id) for each in watched if each.screening and each.met}
    found = {
        (finding.screening_id, finding.unit_id, finding.criterion): finding
        for finding in Finding.objects.met()
        .filter(
            screening_id__in={screening for screening, _unit in wanted},
            unit_id__in={unit for _screening, unit in wanted},
        )
        .defer("details", "evidence", "evidence_geometry")
    }
    return [
        replace(
            each,
            met=tuple(
                replace(met, finding=found.get((each.screening.pk, each.unit_id, met.key)))
                for met in each.met
            ),
        )
        if each.screening
        else each
        for each in watched
    ]


def watch_of_plan(plan: Plan, account: Account | None, on: datetime.date) -> list[Watched]:
    """Return the watch over the transformed areas of a plan that an account may see."""
    return watch_of(Programme(plan, account), on)


def _begin(programme: Programme, course: Course, on: datetime.date) -> Watched:
    """Return the watch before any screening is read: over, without a commune to look at, or to be read."""
    since = course.transformed_since(on) or on
    rule = programme.relapse_watch(course.year)
    ends_on = last_day(since, rule.months) if rule and rule.months else None
    judged = programme.grounds.judged(course.pk, on)
    state = State.NOT_SCREENED
    if ends_on is not None and ends_on < on:
        state = State.OVER
    elif judged.is_open:
        state = State.NO_UNIT
    return Watched(course, since, ends_on, judged, state)


def _units(programme: Programme, watched: Watched) -> list[frozenset[int]]:
    """Return the units that are the commune judged today, then those that are the area's own commune."""
    own = programme.grounds.same(watched.course.unit_id)
    return [programme.grounds.same(watched.judged.unit.pk), own] if watched.judged.unit else [own]


def _needed(screenings: Sequence[Screening], watched: Sequence[Watched]) -> list[Screening]:
    """Return the screenings since the oldest success, and the last one before it."""
    if not watched:
        return []
    oldest = min(each.since for each in watched)
    before = [screening for screening in screenings if screening.as_of <= oldest]
    return [*before[-1:], *(screening for screening in screenings if screening.as_of > oldest)]


def _reasons(watched: Sequence[Watched]) -> dict[int, frozenset[str]]:
    """Return the criteria that each area was proposed for, by its primary key; none proposed by hand."""
    areas = KeyArea.objects.filter(pk__in=[each.course.pk for each in watched], screening__isnull=False)
    proposed = {(area.screening_id, area.unit_id): area.pk for area in areas.only("screening_id", "unit_id")}
    met = Finding.objects.met().filter(
        screening_id__in={screening for screening, _unit in proposed},
        unit_id__in={unit for _screening, unit in proposed},
    )
    keys: dict[int, set[str]] = {pk: set() for pk in proposed.values()}
    for screening, unit, key in met.values_list("screening_id", "unit_id", "criterion"):
        if (screening, unit) in proposed:
            keys[proposed[screening, unit]].add(key)
    return {pk: frozenset(found) for pk, found in keys.items()}


def _answers(courses: Sequence[Course]) -> dict[int, list[SignalAnswer]]:
    found: dict[int, list[SignalAnswer]] = {}
    rows = SignalAnswer.objects.filter(area_id__in=[course.pk for course in courses])
    for answer in rows.select_related("recorded_by", "screening").order_by("-id"):
        found.setdefault(answer.area_id, []).append(answer)
    return found


def _read(
    programme: Programme,
    watched: Watched,
    evidence: Evidence,
    reasons: frozenset[str] | None,
    answers: list[SignalAnswer],
) -> Watched:
    heard = (_said(programme, watched, evidence, screening) for screening in evidence.screenings)
    row = [said for said in heard if said is not None]
    after = [said for said in row if said.screening.as_of > watched.since]
    if not after:
        return replace(watched, earlier=tuple(answers))
    newest = after[-1]
    met = sorted(
        (_met_again(key, row, watched.since, reasons) for key in newest.met()),
        key=lambda each: (list(Strength).index(each.strength), each.key),
    )
    lacking = newest.lacking()
    state = State.SIGNAL if met else State.LACKING if lacking else State.QUIET
    own = [answer for answer in answers if _answers_it(answer, newest)] if met else []
    return replace(
        watched,
        state=state,
        screening=newest.screening,
        unit_id=newest.unit_id,
        met=tuple(met),
        lacking=lacking,
        answer=own[0] if own else None,
        earlier=tuple(answer for answer in answers if not own or answer.pk != own[0].pk),
    )


def _said(programme: Programme, watched: Watched, evidence: Evidence, screening: Screening) -> Answers | None:
    found = (evidence.of(screening, units) for units in _units(programme, watched))
    return next((said for said in found if said is not None), None)


def _met_again(
    key: str, row: Sequence[Answers], success: datetime.date, reasons: frozenset[str] | None
) -> MetAgain:
    unbroken: list[Answers] = []
    for said in reversed(row):
        if said.outcomes.get(key) != Finding.Outcome.MET:
            break
        unbroken.append(said)
    times = sum(said.screening.as_of > success for said in unbroken)
    since = unbroken[-1].screening
    strength = Strength.REPEATED if times > 1 else Strength.FIRST
    if since.as_of <= success:
        strength = Strength.NEVER_ENDED
    return MetAgain(key, since, times, strength, None if reasons is None else key in reasons)


def _answers_it(answer: SignalAnswer, newest: Answers) -> bool:
    """Say whether an answer was about this signal: its screening, or a run for its day with no more met."""
    if answer.screening_id == newest.screening.pk:
        return True
    return answer.screening.as_of == newest.screening.as_of and set(newest.met()) <= set(answer.criteria)


def _order(watched: Watched) -> tuple[int, bool, int, int, str]:
    strength = list(Strength).index(watched.strength) if watched.strength else len(Strength)
    return (
        list(State).index(watched.state),
        not watched.waits,
        strength,
        -len(watched.met),
        watched.course.name,
    )
