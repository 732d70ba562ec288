"""d.gathering_place: a place inside or near **and** many people from outside."""

from __future__ import annotations

import datetime

import pytest

from gis_app.screening.rules.gathering_place import RULE
from tests.factories import SiteFactory
from tests.screening.asking import AS_OF, ask, known, moved

pytestmark = pytest.mark.django_db
WEST_EDGE = (107.1, 11.05)  # of the second commune, east edge of the first


def figures(unit, population=10_000, temporary=2_000, workers=0):
    for key, value in (
        ("population", population),
        ("temporary_residents", temporary),
        ("foreign_workers", workers),
    ):
        if value is not None:
            known(unit, key, value)


def outcome(unit, **parameters):
    return ask(RULE, [unit], **parameters)[0].judgement


@pytest.mark.parametrize(
    ("temporary", "workers", "expected"),
    [(2_000, 0, "met"), (1_999, 999, "not_met"), (0, 1_000, "met"), (0, 999, "not_met")],
)
def test_the_thresholds_themselves_are_met(people, temporary, workers, expected):
    site = SiteFactory()
    figures(people.home_communes[0], temporary=temporary, workers=workers)
    (result,) = ask(RULE, people.home_communes[:1])
    assert result.judgement.outcome == expected
    assert result.evidence == [{"layer": "site", "id": site.pk, "kind": site.kind_id, "label": site.name}]


def test_the_reason_has_the_figures_in_both_languages(people):
    SiteFactory()
    figures(people.home_communes[0], population=10_500, temporary=2_200)
    judgement = outcome(people.home_communes[0])
    assert "Tạm trú 2.200 người, 21,0 % của 10.500 dân (ngưỡng 20 %)." in judgement.reason.vi
    assert "Temporary residents 2,200, 21.0 % of 10,500 residents (threshold 20 %)." in judgement.reason.en
    assert judgement.value == pytest.approx(20.952, abs=1e-3)


@pytest.mark.parametrize(("metres", "expected"), [(499.9, "met"), (500.1, "not_met")])
def test_a_place_counts_up_to_500_metres_from_the_commune(people, metres, expected):
    SiteFactory(at=moved(WEST_EDGE, 270, metres))
    figures(people.home_communes[1])
    assert outcome(people.home_communes[1]).outcome == expected


def test_a_place_without_people_and_people_without_a_place_are_not_met(people):
    SiteFactory()
    figures(people.home_communes[0], temporary=0)
    figures(people.home_communes[3])
    assert [r.judgement.outcome for r in ask(RULE, [people.home_communes[0], people.home_communes[3]])] == [
        "not_met",
        "not_met",
    ]


def test_no_layer_is_no_data(people):
    figures(people.home_communes[0])
    judgement = outcome(people.home_communes[0])
    assert judgement.outcome == "no_data"
    assert "site:market" in judgement.details["missing"]


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"temporary": None}, "số người tạm trú"),
        ({"workers": None, "temporary": 0}, "số lao động ngoài địa phương"),
        ({"population": None}, "dân số"),
    ],
)
def test_a_missing_figure_is_named(people, missing, words):
    SiteFactory()
    figures(people.home_communes[0], **missing)
    judgement = outcome(people.home_communes[0])
    assert judgement.outcome == "no_data"
    assert f"Thiếu số liệu: {words}." in judgement.reason.vi


def test_one_figure_is_enough_to_be_met(people):
    SiteFactory()
    figures(people.home_communes[0], temporary=None, workers=1_000)
    assert outcome(people.home_communes[0]).outcome == "met"


def test_the_newest_figure_known_on_the_day_holds(people):
    SiteFactory()
    unit = people.home_communes[0]
    figures(unit, temporary=None)
    known(unit, "temporary_residents", 5_000, AS_OF - datetime.timedelta(days=400))
    known(unit, "temporary_residents", 100, AS_OF.replace(year=2025))
    known(unit, "temporary_residents", 9_000, AS_OF.replace(year=2027))
    assert outcome(unit).outcome == "not_met"


def test_a_place_exactly_as_far_as_allowed_counts(people):
    """Nothing is as far as no metre: with a strip of none, what lies inside still counts."""
    SiteFactory()
    SiteFactory(at=moved(WEST_EDGE, 90, 1))  # in the next commune
    figures(people.home_communes[0])
    (result,) = ask(RULE, people.home_communes[:1], near_m=0)
    assert result.judgement.outcome == "met"
    assert len(result.evidence) == 1
