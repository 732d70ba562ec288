"""d.no_mass_model: offences and no effective model, both from records; a missing inventory is not zero."""

from __future__ import annotations

import datetime

import pytest

from gis_app.screening.rules.no_mass_model import RULE
from tests.screening.asking import AS_OF, ask, happened, known

pytestmark = pytest.mark.django_db
MIDDLE = (107.05, 11.05)
MODELS, EFFECTIVE = "d.mass_models", "d.mass_models_effective"


def judged(unit, **parameters):
    return ask(RULE, [unit], **parameters)[0].judgement


@pytest.mark.parametrize(
    ("models", "effective", "outcome"),
    [
        (0, None, "met"),
        (3, 0, "met"),
        (3, 1, "not_met"),
        (3, None, "no_data"),
        (None, None, "no_data"),
        (None, 0, "met"),
    ],
)
def test_models_where_offences_happen(people, models, effective, outcome):
    unit = people.home_communes[0]
    happened(unit, "theft", MIDDLE)
    known(unit, MODELS, models)
    known(unit, EFFECTIVE, effective)
    assert judged(unit).outcome == outcome


def test_without_an_inventory_it_says_so(people):
    happened(people.home_communes[0], "theft", MIDDLE)
    judgement = judged(people.home_communes[0])
    assert judgement.details["missing"] == ["indicator:d.mass_models"]
    assert "Chưa có kiểm kê mô hình quần chúng trong 18 tháng." in judgement.reason.vi


def test_a_quiet_commune_is_not_met(people):
    unit, elsewhere = people.home_communes[:2]
    known(unit, MODELS, 0)
    happened(elsewhere, "theft", (107.15, 11.05))
    judgement = judged(unit)
    assert judgement.outcome == "not_met"
    assert (judgement.value, judgement.threshold, judgement.measure) == (0, 1, "vụ")


@pytest.mark.parametrize(("cases", "outcome"), [(5, "met"), (4, "not_met")])
def test_the_number_of_offences(people, cases, outcome):
    unit = people.home_communes[0]
    known(unit, MODELS, 0)
    for _ in range(cases):
        happened(unit, "theft", MIDDLE)
    assert judged(unit, min_cases=5).outcome == outcome


@pytest.mark.parametrize(
    ("day", "outcome"), [(datetime.date(2025, 7, 1), "met"), (datetime.date(2025, 6, 30), "no_data")]
)
def test_offences_of_twelve_months(people, day, outcome):
    known(people.home_communes[0], MODELS, 0)
    happened(people.home_communes[0], "theft", MIDDLE, day)
    assert judged(people.home_communes[0]).outcome == outcome


def test_a_window_that_begins_within_a_month_counts_its_days(people):
    unit = people.home_communes[0]
    known(unit, MODELS, 0)
    as_of = datetime.date(2026, 6, 15)
    known(unit, MODELS, 0, as_of)
    inside = (datetime.date(2025, 6, 16), datetime.date(2025, 7, 1), datetime.date(2026, 6, 15))
    for day in (*inside, datetime.date(2025, 6, 15), datetime.date(2026, 6, 16)):
        happened(unit, "theft", MIDDLE, day)
    assert ask(RULE, [unit], as_of)[0].judgement.details["cases"] == 3


def test_reported_cases_stand_in_for_incidents(people):
    unit = people.home_communes[0]
    known(unit, MODELS, 0)
    known(unit, "a.criminal_cases", 7)
    judgement = judged(unit)
    assert judgement.outcome == "met"
    assert judgement.details["cases"] == 7


@pytest.mark.parametrize(
    ("day", "outcome"), [(datetime.date(2024, 12, 31), "met"), (datetime.date(2024, 12, 30), "no_data")]
)
def test_an_inventory_counts_for_eighteen_months(people, day, outcome):
    happened(people.home_communes[0], "theft", MIDDLE)
    known(people.home_communes[0], MODELS, 0, day)
    assert judged(people.home_communes[0]).outcome == outcome


def test_crashes_and_fires_are_no_offences(people):
    known(people.home_communes[0], MODELS, 0)
    happened(people.home_communes[0], "traffic_crash", MIDDLE)
    happened(people.home_communes[0], "fire", MIDDLE, AS_OF)
    assert judged(people.home_communes[0]).outcome == "no_data"
