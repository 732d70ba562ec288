"""d.mining: two sites or five hectares inside the commune; licensed apart; no layer is not "none"."""

from __future__ import annotations

import datetime

import pytest

from gis_app.screening.rules.mining import RULE
from tests.factories import SiteFactory
from tests.screening.asking import AS_OF, ask, happened, hectares

pytestmark = pytest.mark.django_db
MIDDLE = (107.05, 11.05)


def mine(area_ha: float, at=MIDDLE, **more):
    return SiteFactory(kind_id="mine", geometry=hectares(at, area_ha), **more)


def test_without_a_layer_of_mines_the_answer_is_no_data(people):
    (result,) = ask(RULE, people.home_communes[:1])
    assert result.judgement.outcome == "no_data"
    assert result.judgement.details["missing"] == ["site:mine"]
    assert "Chưa có lớp mỏ" in result.judgement.reason.vi
    assert "No layer of mines" in result.judgement.reason.en


def test_where_mines_are_known_a_commune_without_one_is_not_met(people):
    mine(20)
    here, there = ask(RULE, people.home_communes[:2])
    assert here.judgement.outcome == "met"
    assert there.judgement.outcome == "not_met"
    assert there.judgement.value == 0


def test_two_sites_are_met_and_one_small_site_is_not(people):
    first = mine(1, attributes={"licence": "yes"})
    (one,) = ask(RULE, people.home_communes[:1])
    assert one.judgement.outcome == "not_met"
    second = mine(1, at=(107.07, 11.05), attributes={"licence": "no"})
    (two,) = ask(RULE, people.home_communes[:1])
    assert two.judgement.outcome == "met"
    assert (two.judgement.value, two.judgement.threshold) == (2, 2)
    assert (two.judgement.details["licensed"], two.judgement.details["unlicensed"]) == (1, 1)
    assert [item["id"] for item in two.evidence] == [first.pk, second.pk]
    assert "2 mỏ, bãi khai thác khoáng sản, 2,0 ha" in two.judgement.reason.vi
    assert "2.0 ha inside the commune" in two.judgement.reason.en
    assert two.geometry.srid == 4326


@pytest.mark.parametrize(("area_ha", "outcome"), [(5.01, "met"), (4.99, "not_met")])
def test_five_hectares_of_one_site(people, area_ha, outcome):
    mine(area_ha)
    (result,) = ask(RULE, people.home_communes[:1])
    assert result.judgement.outcome == outcome
    assert result.judgement.details["area_ha"] == pytest.approx(area_ha, rel=2e-3)


def test_the_area_threshold_itself_is_met(people):
    SiteFactory(kind_id="mine", at=MIDDLE, attributes={"area_ha": "5"})
    (result,) = ask(RULE, people.home_communes[:1])
    assert result.judgement.outcome == "met"
    assert (result.judgement.value, result.judgement.measure) == (5, "ha")


def test_only_the_part_inside_counts_and_an_edge_is_not_inside(people):
    mine(8, at=(107.1, 11.05))
    west, east = ask(RULE, people.home_communes[:2])
    assert west.judgement.details["area_ha"] == pytest.approx(4, rel=1e-2)
    assert east.judgement.details["area_ha"] == pytest.approx(4, rel=1e-2)
    assert west.judgement.outcome == "not_met"


def test_a_point_without_area_leaves_the_question_open(people):
    SiteFactory(kind_id="mine", at=MIDDLE)
    (result,) = ask(RULE, people.home_communes[:1])
    assert result.judgement.outcome == "no_data"
    assert "Chưa rõ diện tích của 1 mỏ" in result.judgement.reason.vi


@pytest.mark.parametrize(
    ("valid_to", "outcome"), [(AS_OF, "not_met"), (AS_OF + datetime.timedelta(days=1), "met")]
)
def test_a_closed_mine_does_not_count(people, valid_to, outcome):
    mine(1)
    mine(1, at=(107.07, 11.05), valid_to=valid_to)
    (result,) = ask(RULE, people.home_communes[:1])
    assert result.judgement.outcome == outcome


def test_illegal_mining_of_twelve_months_is_reported_beside(people):
    mine(1)
    happened(people.home_communes[0], "illegal_mining", MIDDLE, datetime.date(2025, 7, 1))
    happened(people.home_communes[0], "illegal_mining", MIDDLE, datetime.date(2025, 6, 30))
    (result,) = ask(RULE, people.home_communes[:1])
    assert result.judgement.details["illegal_incidents"] == 1
    assert "1 vụ khai thác trái phép từ 01/07/2025 đến 30/06/2026" in result.judgement.reason.vi


def test_unreported_illegal_mining_is_unknown(people):
    mine(1)
    (result,) = ask(RULE, people.home_communes[:1])
    assert result.judgement.details["illegal_incidents"] is None
    assert "Chưa có số liệu khai thác trái phép" in result.judgement.reason.vi
