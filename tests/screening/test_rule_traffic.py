"""d.traffic: planar black spots by the severity rule, congestion, racing, stalls."""

from __future__ import annotations

import datetime

import pytest

from gis_app.screening.rules.traffic import RULE
from layers.models import Incident
from tests.screening.asking import AS_OF, ask, happened, moved

pytestmark = pytest.mark.django_db
MIDDLE = (107.05, 11.05)
EDGE = (107.1, 11.05)  # between the first and the second commune


def crash(unit, at=MIDDLE, day=AS_OF, deaths=0, injuries=1):
    return happened(unit, "traffic_crash", at, day, deaths=deaths, injuries=injuries)


def judged(unit, **parameters):
    return ask(RULE, [unit], **parameters)[0].judgement


@pytest.mark.parametrize(
    ("crashes", "outcome"),
    [
        ([(1, 0), (1, 0)], "met"),  # (a) two fatal
        ([(1, 0), (0, 1)], "not_met"),
        ([(1, 0), (0, 0), (0, 0)], "met"),  # (b) three, one fatal
        ([(0, 1)] * 3, "not_met"),
        ([(0, 1)] * 4, "met"),  # (c) four with injuries only
        ([(0, 1)] * 3 + [(0, 0)], "not_met"),
    ],
)
def test_the_severity_rule(people, crashes, outcome):
    made = [crash(people.home_communes[0], deaths=d, injuries=i) for d, i in crashes]
    (result,) = ask(RULE, people.home_communes[:1])
    assert result.judgement.outcome == outcome
    assert [e["id"] for e in result.evidence] == ([c.pk for c in made] if outcome == "met" else [])


@pytest.mark.parametrize(("metres", "outcome"), [(74.9, "met"), (75.1, "not_met")])
def test_crashes_up_to_half_the_window_apart_count_together(people, metres, outcome):
    crash(people.home_communes[0], deaths=1)
    crash(people.home_communes[0], at=moved(MIDDLE, 90, metres), deaths=1)
    assert judged(people.home_communes[0]).outcome == outcome


@pytest.mark.parametrize(
    ("day", "outcome"), [(datetime.date(2025, 7, 1), "met"), (datetime.date(2025, 6, 30), "not_met")]
)
def test_twelve_months_and_not_a_day_more(people, day, outcome):
    crash(people.home_communes[0], deaths=1)
    crash(people.home_communes[0], day=day, deaths=1)
    assert judged(people.home_communes[0]).outcome == outcome


def test_overlapping_windows_are_one_spot_and_distant_ones_two(people):
    unit = people.home_communes[0]
    for metres in (0, 60, 120):
        crash(unit, at=moved(MIDDLE, 0, metres), deaths=1)
    assert judged(unit).value == 1
    for metres in (2_000, 2_010):
        crash(unit, at=moved(MIDDLE, 0, metres), deaths=1)
    judgement = judged(unit)
    assert judgement.value == 2
    assert "cụm phẳng, chưa theo tuyến đường" in judgement.reason.vi
    assert "planar clusters, not along roads" in judgement.reason.en
    assert [spot["crashes"] for spot in judgement.details["black_spots"]["spots"]] == [3, 2]


def test_a_spot_on_a_boundary_belongs_to_both_communes(people):
    west, east, _third, far = people.home_communes
    crash(west, at=moved(EDGE, 270, 20), deaths=1)
    crash(east, at=moved(EDGE, 90, 20), deaths=1)
    assert [r.judgement.outcome for r in ask(RULE, [west, east, far])] == ["met", "met", "not_met"]
    assert judged(west).outcome == "met"  # also when only one of them is asked about


def test_unknown_deaths_decide_nothing_and_are_told(people):
    unit = people.home_communes[0]
    crash(unit, deaths=1)
    crash(unit, deaths=None, injuries=None)
    judgement = judged(unit)
    assert judgement.outcome == "no_data"
    assert "1 vụ chưa rõ số người chết." in judgement.reason.vi
    assert judgement.details["black_spots"]["crashes_with_unknown_deaths"] == 1
    crash(unit, deaths=1)
    assert judged(unit).outcome == "met"


def test_no_reported_crashes_are_no_data_unless_something_else_is_met(people):
    unit = people.home_communes[0]
    assert judged(unit).outcome == "no_data"
    happened(unit, "illegal_racing", MIDDLE)
    assert judged(unit).outcome == "no_data"
    happened(unit, "illegal_racing", MIDDLE)
    judgement = judged(unit)
    assert judgement.outcome == "met"
    assert (judgement.value, judgement.threshold) == (2, 2)
    assert "Đua xe trái phép: 2 vụ (ngưỡng 2)" in judgement.reason.vi
    (result,) = ask(RULE, [unit])
    assert [entry["category"] for entry in result.evidence] == ["illegal_racing"] * 2


@pytest.mark.parametrize(
    ("months", "outcome"),
    [((1, 2, 3), "met"), ((1, 2, 4), "not_met"), ((11, 12, 1), "met"), ((1, 2), "not_met")],
)
def test_congestion_in_three_months_in_a_row(people, months, outcome):
    unit = people.home_communes[0]
    crash(people.home_communes[1], at=(107.15, 11.05))
    for month in months:
        for day in (5, 20):
            year = 2025 if month > 6 else 2026
            happened(unit, "traffic_congestion", MIDDLE, datetime.date(year, month, day))
    (result,) = ask(RULE, [unit])
    assert result.judgement.outcome == outcome
    assert len(result.evidence) == (2 * len(months) if outcome == "met" else 0)
    assert result.judgement.details["black_spots"]["outcome"] == "not_met"


def test_one_event_a_month_is_not_congestion(people):
    unit = people.home_communes[0]
    crash(unit)
    for month in (1, 2, 3, 4):
        happened(unit, "traffic_congestion", MIDDLE, datetime.date(2026, month, 5))
    assert judged(unit).details["congestion"]["consecutive_months"] == 0
    assert judged(unit).outcome == "not_met"


def test_stalls_are_reported_and_decide_nothing(people):
    unit = people.home_communes[0]
    crash(unit)
    for _ in range(20):
        happened(unit, "pavement_stall", MIDDLE)
    judgement = judged(unit)
    assert judgement.outcome == "not_met"
    assert judgement.details["stalls"] == {"incidents": 20}
    assert "Hàng quán lấn chiếm vỉa hè: 20 vụ" in judgement.reason.vi


def test_a_crash_that_was_withdrawn_or_is_a_duplicate_makes_no_black_spot(people):
    first, second = (crash(people.home_communes[0], deaths=1) for _ in range(2))
    assert judged(people.home_communes[0]).outcome == "met"
    Incident.objects.filter(pk=second.pk).update(withdrawn_reason="nhập nhầm")
    assert judged(people.home_communes[0]).outcome == "not_met"
    Incident.objects.filter(pk=second.pk).update(withdrawn_reason="", duplicate_of=first)
    assert judged(people.home_communes[0]).outcome == "not_met"
