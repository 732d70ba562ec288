"""Candidates: enough criteria by the plan's minimums, and none that the plan leaves out."""

from __future__ import annotations

import copy
import datetime

import pytest
from django.db import DatabaseError, transaction

from gis_app.plans.models import Plan, PlanVersion
from gis_app.screening.running import screen
from gis_app.transformation.candidates import candidates_of
from gis_app.transformation.proposing import propose_from_screening
from gis_app.transformation.refusing import RefusedError
from tests.factories import SiteFactory
from tests.screening.asking import AS_OF, hectares, known

pytestmark = pytest.mark.django_db
PLAN = "dongnai-7488-2017"


def change_selection(**selection):
    """Publish a new version of the plan with another selection rule."""
    current = Plan.objects.get(pk=PLAN).current
    record = copy.deepcopy(current.record)
    record["selection"] |= selection
    PlanVersion.objects.create(plan_id=PLAN, number=current.number + 1, record=record, sha256="0" * 64)


@pytest.fixture
def mine(people):
    """The first commune meets one criterion of group d: mining."""
    SiteFactory(kind_id="mine", geometry=hectares((107.05, 11.05), 6))
    return people.home_communes[0]


def standing(unit):
    return screen(PLAN, 2026, AS_OF).candidacies.get(unit=unit)


def test_one_criterion_makes_a_candidate(mine, people):
    made = screen(PLAN, 2026, AS_OF)
    assert {row.unit: row.status for row in made.candidacies.all()} == {
        mine: "candidate",
        **dict.fromkeys(people.home_communes[1:], "none_met"),
    }
    assert made.candidacies.get(unit=mine).met == {"any": 1, "d": 1}
    assert [c.unit for c in candidates_of(made, AS_OF, people.owner)] == [mine]


@pytest.mark.parametrize(
    ("minimums", "status"),
    [
        ({"any": 2}, "below_minimum"),
        ({"a": 1, "d": 1}, "below_minimum"),
        ({"d": 1}, "candidate"),
    ],
)
def test_minimums_are_the_plans(mine, minimums, status):
    change_selection(minimums=minimums)
    row = standing(mine)
    assert row.status == status
    if minimums == {"a": 1, "d": 1}:
        assert row.reason_vi == "Chưa đủ số tiêu chí: nhóm a: đạt 0, cần ít nhất 1."
        assert row.reason_en == "Not enough criteria: group a: 0 met, at least 1 needed."


EXCLUSION = {
    "indicator": "recognised_elsewhere",
    "months": 12,
    "text": "xã mới được công nhận trong chương trình khác",
}


@pytest.mark.parametrize(
    ("value", "day", "status"),
    [
        (1, datetime.date(2025, 7, 1), "excluded"),
        (1, datetime.date(2025, 6, 30), "candidate"),
        (0, AS_OF, "candidate"),
        (None, AS_OF, "candidate"),
    ],
)
def test_a_commune_newly_recognised_elsewhere_is_left_out(mine, value, day, status):
    change_selection(exclusions=[EXCLUSION])
    known(mine, "recognised_elsewhere", value, day)
    row = standing(mine)
    assert row.status == status
    if status == "excluded":
        assert "xã mới được công nhận trong chương trình khác (thử, 01/07/2025)" in row.reason_vi
        assert row.evidence[0]["indicator"] == "recognised_elsewhere"


def test_without_an_exclusion_in_the_plan_nothing_is_left_out(mine):
    known(mine, "recognised_elsewhere", 1)
    assert standing(mine).status == "candidate"


def test_who_is_left_out_is_not_offered_and_cannot_be_proposed_from_the_screening(mine, people):
    change_selection(exclusions=[EXCLUSION])
    known(mine, "recognised_elsewhere", 1)
    made = screen(PLAN, 2026, AS_OF)
    assert made.findings.get(unit=mine, criterion="d.mining").outcome == "met"
    assert candidates_of(made, AS_OF, people.owner) == []
    with pytest.raises(RefusedError):
        propose_from_screening(made, [mine.pk], people.owner)


def test_the_record_cannot_be_changed(mine):
    row = standing(mine)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        type(row).objects.update(status="candidate")
