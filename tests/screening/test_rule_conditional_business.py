"""d.conditional_business: places gather AND violations happen there; one of the two alone never flags."""

from __future__ import annotations

import datetime

import pytest

from gis_app.screening.rules.conditional_business import RULE
from gis_app.screening.rules.shape import Question
from tests.factories import SiteFactory, square
from tests.screening.asking import AS_OF, ask, happened, moved

pytestmark = pytest.mark.django_db
MIDDLE = (107.05, 11.05)
FAR = (107.08, 11.08)


def places(count, at=MIDDLE, metres=0.0, kind="karaoke", **more):
    """Put that many places, all at one spot at a distance in the north."""
    return [SiteFactory(kind_id=kind, at=moved(at, 0, metres), **more) for _ in range(count)]


def violations(unit, count, at=MIDDLE, day=AS_OF):
    return [happened(unit, "business_violation", at, day) for _ in range(count)]


def judged(unit, **parameters):
    # The density of a commune among four says little: only crowding decides here, unless a test asks.
    return ask(RULE, [unit], **{"top_percent": 1, **parameters})[0].judgement


@pytest.fixture
def denser_elsewhere(people):
    """The second commune is the densest of the province."""
    places(40, at=(107.15, 11.05))
    return people.home_communes[0]


def test_without_a_layer_of_places_the_answer_is_no_data(people):
    judgement = judged(people.home_communes[0])
    assert judgement.outcome == "no_data"
    assert "site:karaoke" in judgement.details["missing"]


def test_density_alone_never_flags(people):
    places(50)
    happened(people.home_communes[1], "business_violation", (107.15, 11.05))
    judgement = judged(people.home_communes[0])
    assert judgement.details["crowded"] and judgement.details["dense"]
    assert judgement.outcome == "not_met"
    assert (judgement.value, judgement.threshold) == (0, 3)


def test_violations_alone_never_flag(denser_elsewhere):
    places(2)
    violations(denser_elsewhere, 30)
    assert judged(denser_elsewhere).outcome == "not_met"


@pytest.mark.parametrize(
    ("count", "cases", "outcome"), [(10, 3, "met"), (9, 3, "not_met"), (10, 2, "not_met")]
)
def test_ten_places_and_three_violations(denser_elsewhere, count, cases, outcome):
    sites, cases = places(count), violations(denser_elsewhere, cases)
    (result,) = ask(RULE, [denser_elsewhere], top_percent=1)
    assert result.judgement.outcome == outcome
    if outcome == "met":
        assert {e["id"] for e in result.evidence if e["layer"] == "site"} == {s.pk for s in sites}
        assert {e["id"] for e in result.evidence if e["layer"] == "incident"} == {c.pk for c in cases}
        assert "nhiều nhất 10 cơ sở trong bán kính 500 m (ngưỡng 10)" in result.judgement.reason.vi
        assert "Violations within 500 m of where they gather" in result.judgement.reason.en


@pytest.mark.parametrize(
    ("days", "outcome"),
    [
        ({"valid_from": AS_OF}, "met"),
        ({"valid_from": AS_OF + datetime.timedelta(days=1)}, "not_met"),
        ({"valid_to": AS_OF}, "not_met"),
        ({"valid_to": AS_OF + datetime.timedelta(days=1)}, "met"),
    ],
)
def test_the_tenth_place_counts_while_it_is_there(denser_elsewhere, days, outcome):
    places(9)
    places(1, metres=100, **days)
    violations(denser_elsewhere, 3)
    assert judged(denser_elsewhere).outcome == outcome


def test_ten_places_that_open_on_the_day_crowd(denser_elsewhere):
    places(10, valid_from=AS_OF)
    violations(denser_elsewhere, 3)
    assert judged(denser_elsewhere).outcome == "met"


def test_a_commune_without_a_place_is_never_dense(denser_elsewhere):
    violations(denser_elsewhere, 3)
    judgement = judged(denser_elsewhere, top_percent=50)
    assert not judgement.details["dense"]
    assert judgement.outcome == "not_met"


@pytest.mark.parametrize(("metres", "outcome"), [(499.5, "met"), (500.5, "not_met")])
def test_places_count_together_up_to_500_metres(denser_elsewhere, metres, outcome):
    places(5)
    places(5, metres=metres)
    violations(denser_elsewhere, 3)
    assert judged(denser_elsewhere).outcome == outcome


@pytest.mark.parametrize(("metres", "outcome"), [(499.5, "met"), (500.5, "not_met")])
def test_violations_count_up_to_500_metres_from_a_crowded_place(denser_elsewhere, metres, outcome):
    places(10)
    violations(denser_elsewhere, 3, moved(MIDDLE, 90, metres))
    assert judged(denser_elsewhere).outcome == outcome


@pytest.mark.parametrize(
    ("day", "outcome"), [(datetime.date(2025, 7, 1), "met"), (datetime.date(2025, 6, 30), "not_met")]
)
def test_violations_of_twelve_months(denser_elsewhere, day, outcome):
    places(10)
    violations(denser_elsewhere, 2)
    violations(denser_elsewhere, 1, day=day)
    assert judged(denser_elsewhere).outcome == outcome


def test_places_beyond_the_edge_count_violations_beyond_it_do_not(people):
    west, east = people.home_communes[:2]
    places(40, at=(107.15, 11.15))
    places(5, at=moved((107.1, 11.05), 270, 50))
    places(5, at=moved((107.1, 11.05), 90, 50))
    violations(west, 3, moved((107.1, 11.05), 270, 20))
    assert judged(west).outcome == "met"
    assert judged(east).outcome == "not_met"


@pytest.mark.parametrize(("top_percent", "outcome"), [(25, "not_met"), (26, "met")])
def test_density_is_ranked_among_all_communes_of_the_province(denser_elsewhere, top_percent, outcome):
    # Second of four: one commune, 25 %, is denser.
    places(2)
    violations(denser_elsewhere, 3, FAR)
    assert judged(denser_elsewhere, top_percent=top_percent).outcome == outcome


def test_unreported_violations_are_unknown(denser_elsewhere):
    places(10)
    judgement = judged(denser_elsewhere)
    assert judgement.outcome == "no_data"
    assert judgement.details["missing"] == ["incident:business_violation"]


def test_economic_zones_count_where_the_plan_names_them(denser_elsewhere):
    places(9)
    SiteFactory(kind_id="economic_zone", geometry=square(107.05, 11.05, 0.001))
    violations(denser_elsewhere, 3)
    values = {p.key: p.default for p in RULE.parameters} | {"top_percent": 1}

    def outcome(kinds):
        (result,) = RULE.run(Question((denser_elsewhere.pk,), AS_OF, values, {"sites": kinds}))
        return result.judgement.outcome

    assert outcome(["karaoke", "economic_zone"]) == "met"
    assert outcome(["karaoke"]) == "not_met"
