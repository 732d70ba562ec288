"""d.land_dispute: disputes, complaints about clearance, disorder; each told, unknown never "no"."""

from __future__ import annotations

import datetime

import pytest

from gis_app.screening.rules.land_dispute import RULE
from layers.models import IndicatorValue
from tests.factories import SiteFactory, square
from tests.screening.asking import AS_OF, ask, happened, hectares, known

pytestmark = pytest.mark.django_db
MIDDLE = (107.05, 11.05)
FIRST_DAY, DAY_BEFORE = datetime.date(2025, 7, 1), datetime.date(2025, 6, 30)


def judged(unit):
    return ask(RULE, [unit])[0].judgement


@pytest.fixture
def nothing_else(people):
    """Everything is known of the first commune, and it is quiet."""
    unit, elsewhere = people.home_communes[:2]
    known(unit, "d.collective_disputes", 0)
    known(unit, "d.clearance_complaints", 0)
    happened(elsewhere, "land_dispute", (107.15, 11.05))
    happened(elsewhere, "public_disorder", (107.15, 11.05))
    return unit


def test_without_any_data_the_answer_is_no_data(people):
    judgement = judged(people.home_communes[0])
    assert judgement.outcome == "no_data"
    assert judgement.value is None
    assert set(judgement.details["missing"]) == {
        "indicator:d.collective_disputes",
        "incident:land_dispute",
        "site:clearance_project",
        "indicator:d.clearance_complaints",
        "incident:public_disorder",
    }


def test_where_all_is_known_a_quiet_commune_is_not_met(nothing_else):
    judgement = judged(nothing_else)
    assert judgement.outcome == "not_met"
    assert "0 vụ tranh chấp, khiếu kiện đông người chưa giải quyết (ngưỡng 1)" in judgement.reason.vi


def test_one_collective_dispute_is_met(people):
    known(people.home_communes[0], "d.collective_disputes", 1)
    (result,) = ask(RULE, people.home_communes[:1])
    assert result.judgement.outcome == "met"
    assert (result.judgement.value, result.judgement.threshold) == (1, 1)
    assert result.judgement.details["disorder"]["outcome"] == "no_data"
    assert [e["layer"] for e in result.evidence] == ["indicator"]


@pytest.mark.parametrize(("day", "outcome"), [(FIRST_DAY, "met"), (DAY_BEFORE, "no_data")])
def test_figures_of_twelve_months(people, day, outcome):
    known(people.home_communes[0], "d.collective_disputes", 1, day)
    assert judged(people.home_communes[0]).outcome == outcome


@pytest.mark.parametrize("category", ["land_dispute", "public_disorder"])
@pytest.mark.parametrize(("cases", "outcome"), [(3, "met"), (2, "not_met")])
def test_three_cases(nothing_else, category, cases, outcome):
    made = [happened(nothing_else, category, MIDDLE) for _ in range(cases)]
    (result,) = ask(RULE, [nothing_else])
    assert result.judgement.outcome == outcome
    assert {c.pk for c in made} <= {e["id"] for e in result.evidence if e["layer"] == "incident"}


@pytest.mark.parametrize(("day", "outcome"), [(FIRST_DAY, "met"), (DAY_BEFORE, "not_met")])
def test_cases_of_twelve_months(nothing_else, day, outcome):
    for _ in range(2):
        happened(nothing_else, "land_dispute", MIDDLE)
    happened(nothing_else, "land_dispute", MIDDLE, day)
    assert judged(nothing_else).outcome == outcome


def project(at=MIDDLE, area_ha=4.0, complaints=1, **more):
    attributes = {} if complaints is None else {"open_complaints": complaints}
    return SiteFactory(
        kind_id="clearance_project", geometry=hectares(at, area_ha), attributes=attributes, **more
    )


def test_a_project_with_complaints_is_met_in_every_commune_it_reaches(people):
    made = project(at=(107.1, 11.05))
    west, east, third, _fourth = ask(RULE, people.home_communes)
    assert [west.judgement.outcome, east.judgement.outcome] == ["met", "met"]
    assert third.judgement.outcome == "no_data"
    assert west.evidence == [
        {"layer": "site", "id": made.pk, "kind": "clearance_project", "label": made.name}
    ]
    assert west.geometry.extent[2] == pytest.approx(107.1)


def test_a_project_that_only_touches_the_edge_does_not_count(people):
    SiteFactory(
        kind_id="clearance_project", geometry=square(107.1, 11.05, 0.01), attributes={"open_complaints": 9}
    )
    assert judged(people.home_communes[0]).details["projects"] == 0


@pytest.mark.parametrize(("complaints", "outcome"), [(0, "not_met"), (None, "no_data"), (1, "met")])
def test_complaints_of_projects(nothing_else, complaints, outcome):
    IndicatorValue.objects.filter(indicator="d.clearance_complaints").delete()
    project(complaints=complaints)
    assert judged(nothing_else).outcome == outcome


@pytest.mark.parametrize(("valid_to", "projects"), [(AS_OF, 0), (AS_OF + datetime.timedelta(days=1), 1)])
def test_a_finished_project_does_not_count(people, valid_to, projects):
    project(valid_to=valid_to)
    assert judged(people.home_communes[0]).details["projects"] == projects
