"""d.weak_political_system: only what a signed assessment says; no assessment, no answer."""

from __future__ import annotations

import datetime

import pytest

from gis_app.screening.rules.weak_political_system import RULE
from tests.screening.asking import AS_OF, ask, happened, known

pytestmark = pytest.mark.django_db
SYSTEM, BOARD = "d.political_system_grade", "d.steering_board_grade"


def judged(unit, **parameters):
    return ask(RULE, [unit], **parameters)[0].judgement


def test_nothing_is_inferred_from_other_data(people):
    unit = people.home_communes[0]
    for _ in range(50):
        happened(unit, "robbery", (107.05, 11.05))
    judgement = judged(unit)
    assert judgement.outcome == "no_data"
    assert judgement.details["missing"] == [f"indicator:{SYSTEM}", f"indicator:{BOARD}"]


@pytest.mark.parametrize(
    ("system", "board", "outcome"),
    [
        (1, 3, "met"),
        (2, 3, "not_met"),
        (4, 2, "met"),
        (4, 1, "met"),
        (1, None, "met"),
        (2, None, "no_data"),
        (None, 3, "no_data"),
    ],
)
def test_grades(people, system, board, outcome):
    unit = people.home_communes[0]
    known(unit, SYSTEM, system)
    known(unit, BOARD, board)
    assert judged(unit).outcome == outcome


def test_the_document_is_named(people):
    known(people.home_communes[0], SYSTEM, 1)
    (result,) = ask(RULE, people.home_communes[:1])
    assert "mức 1 (yếu kém), theo thử, ngày 30/06/2026" in result.judgement.reason.vi
    assert "grade 1 (weak), by thử of 30/06/2026" in result.judgement.reason.en
    assert result.evidence[0]["label"] == "thử"


@pytest.mark.parametrize(
    ("day", "outcome"), [(datetime.date(2024, 12, 31), "met"), (datetime.date(2024, 12, 30), "no_data")]
)
def test_an_assessment_counts_for_eighteen_months(people, day, outcome):
    known(people.home_communes[0], SYSTEM, 1, day)
    assert judged(people.home_communes[0]).outcome == outcome


def test_the_newest_assessment_counts_and_a_later_one_not_yet(people):
    unit = people.home_communes[0]
    known(unit, BOARD, 3)
    known(unit, SYSTEM, 1, datetime.date(2025, 12, 31))
    known(unit, SYSTEM, 3, datetime.date(2026, 3, 31))
    known(unit, SYSTEM, 1, AS_OF + datetime.timedelta(days=1))
    assert judged(unit).outcome == "not_met"
