"""d.fire_explosion_weapon: deaths, consequences, offences; explosives only where the plan names them."""

from __future__ import annotations

import datetime

import pytest

from gis_app.plans.models import Plan
from gis_app.screening.rules.fire_explosion_weapon import RULE
from gis_app.screening.rules.shape import Question
from gis_app.screening.running import preview
from tests.screening.asking import AS_OF, ask, happened, known

pytestmark = pytest.mark.django_db
MIDDLE = (107.05, 11.05)


def judged(unit, **parameters):
    return ask(RULE, [unit], **parameters)[0].judgement


@pytest.fixture
def quiet(people):
    """Fires and offences are reported in the province, none in the first commune."""
    unit, elsewhere = people.home_communes[:2]
    for category in ("fire", "weapon", "explosive"):
        happened(elsewhere, category, (107.15, 11.05), deaths=0, injuries=0)
    return unit


def fire(unit, deaths: int | None = 0, injuries: int | None = 0, day=AS_OF, category="fire"):
    return happened(unit, category, MIDDLE, day, deaths=deaths, injuries=injuries)


def test_without_data_the_answer_is_no_data(people):
    judgement = judged(people.home_communes[0])
    assert judgement.outcome == "no_data"
    assert "incident:fire" in judgement.details["missing"]
    assert "incident:weapon" in judgement.details["missing"]


def test_nothing_where_all_is_reported_is_not_met(quiet):
    judgement = judged(quiet)
    assert judgement.outcome == "not_met"
    assert (judgement.value, judgement.threshold) == (0, 1)


@pytest.mark.parametrize(
    ("consequences", "outcome"),
    [
        ([(1, 0)], "met"),
        ([(0, 1)], "not_met"),
        ([(0, 1), (0, 1)], "met"),
        ([(0, 1), (0, 0)], "not_met"),
        ([(0, 0)] * 20, "not_met"),
    ],
)
@pytest.mark.parametrize("category", ["fire", "explosion"])
def test_one_fatal_or_two_serious(quiet, consequences, outcome, category):
    for deaths, injuries in consequences:
        fire(quiet, deaths, injuries, category=category)
    assert judged(quiet).outcome == outcome


@pytest.mark.parametrize(
    ("day", "outcome"), [(datetime.date(2025, 7, 1), "met"), (datetime.date(2025, 6, 30), "not_met")]
)
def test_twelve_months(quiet, day, outcome):
    fire(quiet, 1, 0, day)
    assert judged(quiet).outcome == outcome


def test_an_unknown_number_of_deaths_leaves_the_question_open(quiet):
    fire(quiet, None, None)
    judgement = judged(quiet)
    assert judgement.outcome == "no_data"
    assert judgement.details["missing"] == ["incident:fire:deaths"]
    assert "1 vụ chưa rõ số người chết." in judgement.reason.vi


def test_other_accidents_count_among_the_serious(quiet):
    fire(quiet, 0, 1)
    known(quiet, "d.serious_accidents", 1)
    judgement = judged(quiet)
    assert judgement.outcome == "met"
    assert judgement.details["serious"]["value"] == 2


def test_unknown_injuries_leave_the_question_open_from_the_threshold_on(quiet):
    """One known and one unknown may be the two that count; a single unknown one may not."""
    fire(quiet, 0, None)
    assert judged(quiet).outcome == "not_met"
    known(quiet, "d.serious_accidents", 1)
    judgement = judged(quiet)
    assert judgement.outcome == "no_data"
    assert judgement.details["missing"] == ["incident:fire:injuries"]


@pytest.mark.parametrize("category", ["weapon", "explosive", "fireworks"])
def test_one_offence_is_met(quiet, category):
    case = happened(quiet, category, MIDDLE)
    (result,) = ask(RULE, [quiet])
    assert result.judgement.outcome == "met"
    assert result.judgement.details["offences"]["value"] == 1
    assert [e["id"] for e in result.evidence] == [case.pk]
    assert result.geometry is None  # these categories are not shown as points


def test_explosives_count_only_where_the_plan_names_them(quiet):
    happened(quiet, "explosive", MIDDLE)
    values = {p.key: p.default for p in RULE.parameters}
    outcomes = {}
    for plan in ("brvt-94-2017", "dongnai-7488-2017"):
        covers = Plan.objects.get(pk=plan).current.criterion(RULE.key)["covers"]
        (result,) = RULE.run(Question((quiet.pk,), AS_OF, values, covers))
        outcomes[plan] = result.judgement.outcome
        assert ("vật liệu nổ" in result.judgement.reason.vi) == (plan == "brvt-94-2017")
    assert outcomes == {"brvt-94-2017": "met", "dongnai-7488-2017": "not_met"}


def test_a_screening_takes_the_plans_own_wording(quiet):
    happened(quiet, "explosive", MIDDLE)
    for plan, outcome in (("brvt-94-2017", "met"), ("dongnai-7488-2017", "not_met")):
        results = preview(plan, 2026, AS_OF).results[RULE.key]
        assert {r.judgement.outcome for r in results if r.unit_id == quiet.pk} == {outcome}
