"""d.mining: two sites or five hectares inside the commune; licensed apart; no layer is not "none"."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.gis.geos import LineString, Polygon

from gis_app.plans.models import Plan
from gis_app.screening.rules.mining import RULE
from gis_app.screening.rules.shape import Question
from tests.factories import SiteFactory, square
from tests.screening.asking import AS_OF, ask, happened, hectares, moved

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


RIVER = LineString((107.1, 11.0), (107.1, 11.1))  # the edge between the first and the second commune


def river(**more):
    return SiteFactory(kind_id="river", geometry=RIVER, **more)


def sand(metres, **more):
    """A sand pit so far east of the river, in the second commune."""
    attributes = {"mineral": "cat", "area_ha": 1} | more
    return SiteFactory(kind_id="mine", at=moved((107.1, 11.05), 90, metres), attributes=attributes)


@pytest.mark.parametrize(("metres", "sites"), [(199.5, 1), (200.5, 0)])
def test_extraction_on_a_river_belongs_to_both_banks(people, metres, sites):
    river()
    pit = sand(metres)
    west, east = ask(RULE, people.home_communes[:2])
    assert west.judgement.details["sites"] == west.judgement.details["river_sites"] == sites
    assert east.judgement.details["sites"] == 1
    assert west.judgement.details["area_ha"] == 0
    assert [item["id"] for item in west.evidence] == [pit.pk] * sites


def test_with_no_metres_a_pit_in_the_river_on_the_edge_belongs_to_both_communes(people):
    river()
    sand(0)
    for result in ask(RULE, people.home_communes[:2], bank_m=0):
        assert result.judgement.details["sites"] == result.judgement.details["river_sites"] == 1


@pytest.mark.parametrize(
    ("days", "sites"),
    [
        ({"valid_from": AS_OF}, 1),
        ({"valid_from": AS_OF + datetime.timedelta(days=1)}, 0),
        ({"valid_to": AS_OF}, 0),
        ({"valid_to": AS_OF + datetime.timedelta(days=1)}, 1),
    ],
)
def test_a_river_is_there_from_its_first_day_to_the_one_before_its_end(people, days, sites):
    river(**days)
    sand(50)
    assert ask(RULE, people.home_communes[:1])[0].judgement.details["river_sites"] == sites


def test_an_area_that_shares_an_edge_with_the_commune_is_not_inside(people):
    SiteFactory(kind_id="mine", geometry=square(107.1, 11.02, 0.01))
    west, east = ask(RULE, people.home_communes[:2])
    assert (west.judgement.details["sites"], east.judgement.details["sites"]) == (0, 1)


def test_stone_beside_a_river_belongs_to_its_own_commune_only(people):
    river()
    sand(50, mineral="da")
    assert ask(RULE, people.home_communes[:1])[0].judgement.details["sites"] == 0


def test_sand_beside_the_edge_but_far_from_a_river_stays_where_it_is(people):
    SiteFactory(kind_id="river", geometry=LineString((107.0, 11.0), (107.0, 11.1)))
    sand(50)
    assert ask(RULE, people.home_communes[:1])[0].judgement.details["sites"] == 0


def test_the_bank_of_a_wide_river_is_its_edge(people):
    # A river 2 km wide east of the edge: a pit in its middle is far from both banks.
    SiteFactory(kind_id="river", geometry=Polygon.from_bbox((107.1, 11.0, 107.12, 11.1)))
    sand(1_000)
    assert ask(RULE, people.home_communes[1:2])[0].judgement.details["river_sites"] == 0


def test_without_a_layer_of_rivers_sand_beside_the_edge_leaves_the_question_open(people):
    sand(50)
    sand(60)
    judgement = ask(RULE, people.home_communes[:1])[0].judgement
    assert judgement.outcome == "no_data"
    assert judgement.details["missing"] == ["site:river"]
    river()
    assert ask(RULE, people.home_communes[:1])[0].judgement.outcome == "met"


def test_the_minerals_that_each_plan_names_are_counted_apart(people):
    mine(3, attributes={"mineral": "da"})
    mine(3, at=(107.03, 11.05), attributes={"mineral": "vang"})
    mine(3, at=(107.07, 11.05), attributes={"mineral": "set"})
    values = {p.key: p.default for p in RULE.parameters}
    for plan, named in (
        ("brvt-94-2017", "đá, cát, sỏi"),
        ("dongnai-7488-2017", "vàng sa khoáng, cát, sỏi"),
    ):
        covers = Plan.objects.get(pk=plan).current.criterion("d.mining")["covers"]
        (result,) = RULE.run(Question((people.home_communes[0].pk,), AS_OF, values, covers))
        assert result.judgement.outcome == "met"
        assert result.judgement.details["named_sites"] == 1
        assert f"1 mỏ thuộc loại được nêu tên ({named})" in result.judgement.reason.vi


def test_areas_with_and_without_licence_are_told_apart(people):
    mine(4, attributes={"licence": "yes"})
    mine(2, at=(107.07, 11.05), attributes={"licence": "no"})
    reason = ask(RULE, people.home_communes[:1])[0].judgement.reason
    assert "Diện tích có phép 4,0 ha, không phép 2,0 ha" in reason.vi
