"""d.adjoining on a grid: a column of province 82 in the west, the state border in the north.

Nine communes of province 75, a tenth of a degree a side, 3 x 3 from 107.0 E, 11.0 N; `grid[column, row]`.
East and south of them nothing is loaded. Only the commune in the middle is interior.
"""

from __future__ import annotations

import datetime

import pytest
from django.contrib.gis.geos import LineString, MultiLineString

from gis_app.screening import key_areas
from gis_app.screening.rules.adjoining import RULE
from gis_app.screening.rules.shape import Question
from gis_app.transformation.models import KeyArea, PlanYear, StatusChange
from layers.models import AdminUnit, BorderLine, UnitAdjacency
from tests.factories import AdminUnitFactory, BoundarySetFactory, ImportBatchFactory, square
from tests.screening.asking import AS_OF, ask, happened, moved

pytestmark = pytest.mark.django_db
SIDE = 0.1
NORTH = 11.3


def commune(boundary_set, code, column, row, **more):
    return AdminUnitFactory(
        boundary_set=boundary_set,
        code=f"{code}{column + 5}{row}",
        province_code=code,
        geometry=square(round(107 + column * SIDE, 4), round(11 + row * SIDE, 4)),
        **more,
    )


def line(*points, country="Campuchia"):
    return BorderLine.objects.create(
        name="Đường biên giới thử",
        country=country,
        geometry=MultiLineString(LineString(*points), srid=4326),
        batch=ImportBatchFactory(layer="border_line"),
    )


@pytest.fixture
def grid(db):
    boundary_set = BoundarySetFactory()
    return {(c, r): commune(boundary_set, "75", c, r) for c in range(3) for r in range(3)}


@pytest.fixture
def neighbours(grid):
    boundary_set = BoundarySetFactory(name="Bộ ranh giới của tỉnh bên")
    return [commune(boundary_set, "82", -1, row) for row in range(3)]


@pytest.fixture
def border(grid):
    return line((107.0, NORTH), (107.3, NORTH))


def judged(unit, **parameters):
    return ask(RULE, [unit], **parameters)[0].judgement


def spread(unit, near, total, from_place, azimuth=180, metres=500.0):
    """Record `near` incidents at a distance from a place on the boundary, the others in the middle."""
    for _ in range(near):
        happened(unit, "theft", moved(from_place, azimuth, metres))
    centre = unit.geometry.centroid
    for _ in range(total - near):
        happened(unit, "theft", (centre.x, centre.y))


def test_only_what_is_touched_is_named_whatever_the_outcome(grid, neighbours, border):
    results = dict(zip(grid, ask(RULE, grid.values()), strict=True))
    touching = {place for place, r in results.items() if "Campuchia" in r.judgement.reason.vi}
    assert touching == {(0, 2), (1, 2), (2, 2)}
    assert {p for p, r in results.items() if "biên giới" in r.judgement.reason.vi} == touching
    assert {p for p, r in results.items() if "Cambodia" in r.judgement.reason.en} == touching
    beside = {place for place, r in results.items() if "tỉnh mã 82" in r.judgement.reason.vi}
    assert beside == {(0, 0), (0, 1), (0, 2)}
    for place in touching:
        assert {"layer": "border_line", "id": border.pk, "label": border.name} in results[place].evidence


def test_lengths_are_geodesic(grid, border):
    # A tenth of a degree of longitude at 11.3 N is 10.917 km.
    judgement = judged(grid[1, 2])
    (facing,) = judgement.details["facing"]
    assert facing["length_m"] == pytest.approx(10_917, abs=5)
    assert "Giáp Campuchia trên 10,9 km đường biên giới." in judgement.reason.vi
    assert "Adjoins Cambodia over 10.9 km." in judgement.reason.en


def test_the_interior_is_not_met_without_any_incident(grid, neighbours, border):
    judgement = judged(grid[1, 1])
    assert judgement.outcome == "not_met"
    assert (judgement.value, judgement.threshold, judgement.measure) == (0, 100, "m")
    assert judgement.reason.vi == "Không giáp tỉnh khác hay nước láng giềng."


def test_without_reported_incidents_the_edge_is_no_data(grid, border):
    judgement = judged(grid[1, 2])
    assert judgement.outcome == "no_data"
    assert judgement.details["missing"] == ["incident"]


@pytest.mark.parametrize(
    ("near", "total", "outcome"), [(3, 15, "met"), (3, 16, "not_met"), (2, 3, "not_met"), (3, 3, "met")]
)
def test_a_fifth_and_at_least_three(grid, border, near, total, outcome):
    spread(grid[1, 2], near, total, (107.15, NORTH))
    assert judged(grid[1, 2]).outcome == outcome


def test_what_decides_is_the_number_while_too_few_and_the_share_from_then_on(grid, border):
    spread(grid[1, 2], 2, 20, (107.15, NORTH))
    few = judged(grid[1, 2])
    assert (few.outcome, few.value, few.threshold, few.measure) == ("not_met", 2, 3, "vụ")
    assert "ngưỡng 20 % và ít nhất 3 vụ." in few.reason.vi
    spread(grid[1, 2], 1, 0, (107.15, NORTH))
    enough = judged(grid[1, 2])
    assert (enough.outcome, enough.threshold, enough.measure) == ("not_met", 20, "%")
    assert "ngưỡng 20 %." in enough.reason.vi


def test_the_reason_has_the_figures(grid, border):
    spread(grid[1, 2], 14, 38, (107.15, NORTH))
    (result,) = ask(RULE, [grid[1, 2]])
    assert (
        "14 trong 38 vụ (36,8 %) nằm trong 1.000 m từ biên giới, ngưỡng 20 %." in result.judgement.reason.vi
    )
    assert (
        "14 of 38 incidents (36.8 %) lie within 1,000 m of the border, threshold 20 %."
        in result.judgement.reason.en
    )
    assert result.judgement.value == pytest.approx(36.84, abs=0.01)
    assert sum(item["layer"] == "incident" for item in result.evidence) == 14
    assert result.geometry.geom_type == "GeometryCollection"


@pytest.mark.parametrize(("metres", "outcome"), [(999.5, "met"), (1000.5, "not_met")])
def test_the_strip_is_1000_metres_wide(grid, border, metres, outcome):
    spread(grid[1, 2], 5, 5, (107.15, NORTH), metres=metres)
    assert judged(grid[1, 2]).outcome == outcome


@pytest.mark.parametrize(
    ("day", "outcome"), [(datetime.date(2025, 7, 1), "met"), (datetime.date(2025, 6, 30), "not_met")]
)
def test_twelve_months(grid, border, day, outcome):
    spread(grid[1, 2], 2, 2, (107.15, NORTH))
    happened(grid[1, 2], "theft", moved((107.15, NORTH), 180, 500), day)
    assert judged(grid[1, 2]).outcome == outcome


def test_incidents_near_an_edge_that_the_commune_shares_with_its_own_province_do_not_count(grid, border):
    spread(grid[1, 2], 5, 5, (107.2, 11.25), azimuth=270)
    assert judged(grid[1, 2]).outcome == "not_met"


def test_a_province_of_another_boundary_set_is_adjoined(grid, neighbours):
    spread(grid[0, 1], 4, 10, (107.0, 11.15), azimuth=90)
    judgement = judged(grid[0, 1])
    assert judgement.outcome == "met"
    assert "từ ranh giới tỉnh" in judgement.reason.vi
    assert judgement.details["facing"][0]["length_m"] == pytest.approx(11_062, abs=5)


def test_the_tolerance_bridges_lines_that_should_be_one(grid, border):
    BorderLine.objects.all().delete()
    line((107.0, NORTH + 0.001), (107.3, NORTH + 0.001))  # 111 m north of the edge
    assert "Campuchia" in judged(grid[1, 2]).reason.vi
    assert "Campuchia" not in judged(grid[1, 2], tolerance_m=100).reason.vi
    assert "Campuchia" not in judged(grid[1, 1]).reason.vi


def test_a_shared_boundary_must_be_longer_than_the_threshold(grid, border):
    (facing,) = judged(grid[1, 2]).details["facing"]
    assert "Campuchia" in judged(grid[1, 2], min_shared_m=facing["length_m"] - 0.01).reason.vi
    assert "Campuchia" not in judged(grid[1, 2], min_shared_m=facing["length_m"]).reason.vi


@pytest.mark.parametrize(("metres", "named"), [(130, True), (70, False)])
def test_touching_for_less_than_100_metres_is_not_adjoining(grid, metres, named):
    line((107.15, NORTH), moved((107.15, NORTH), 90, metres))
    assert ("Campuchia" in judged(grid[1, 2], tolerance_m=1).reason.vi) is named


def test_few_incidents_at_an_unknown_edge_are_a_certain_no(grid):
    spread(grid[2, 1], 2, 10, (107.3, 11.15), azimuth=270)
    judgement = judged(grid[2, 1])
    assert judgement.outcome == "not_met"
    assert "11,1 km ranh ngoài chưa rõ giáp địa bàn nào." in judgement.reason.vi


def test_many_incidents_at_an_unknown_edge_leave_the_question_open(grid):
    spread(grid[2, 1], 4, 10, (107.3, 11.15), azimuth=270)
    judgement = judged(grid[2, 1])
    assert judgement.outcome == "no_data"
    assert judgement.details["missing"] == ["unit"]
    assert "What lies beyond 11.1 km of the outer edge is not known." in judgement.reason.en


def test_a_known_boundary_decides_beside_an_unknown_edge(grid, border):
    spread(grid[2, 2], 4, 10, (107.25, NORTH))
    assert judged(grid[2, 2]).outcome == "met"


def test_categories_that_may_not_be_placed_are_neither_counted_nor_named(grid, border):
    for _ in range(5):
        happened(grid[1, 2], "child_abuse", moved((107.15, NORTH), 180, 500))
        happened(grid[1, 2], "drug", moved((107.15, NORTH), 180, 500))
    (result,) = ask(RULE, [grid[1, 2]])
    assert result.judgement.details["incidents"] == 5
    assert [item["layer"] for item in result.evidence] == ["border_line"]


def test_a_new_border_line_is_seen(grid):
    assert "Campuchia" not in judged(grid[1, 2]).reason.vi
    line((107.0, NORTH), (107.3, NORTH))
    assert "Campuchia" in judged(grid[1, 2]).reason.vi


def test_incidents_are_told_for_each_boundary(grid, neighbours, border):
    corner = grid[0, 2]  # the border in the north, province 82 in the west
    for _ in range(3):
        happened(corner, "theft", moved((107.05, NORTH), 180, 500))
    for _ in range(2):
        happened(corner, "theft", moved((107.0, 11.25), 90, 500))
    facing = {part["faces"]: part for part in judged(corner).details["facing"]}
    assert (facing["border"]["near"], facing["province"]["near"]) == (3, 2)
    assert "từ biên giới hoặc ranh giới tỉnh" in judged(corner).reason.vi


@pytest.fixture
def key_area(grid, monkeypatch):
    """The commune in the middle is a key area; the one in the south of it is asked about."""
    unit, beside = grid[1, 1], grid[1, 0]
    monkeypatch.setattr(key_areas, "_sources", [lambda _day: frozenset({unit.pk})])
    for one, other in ((unit, beside), (beside, unit)):
        UnitAdjacency.objects.create(unit=one, neighbour=other, shared_m=10_900)
    return unit


def asked_with(unit, boundaries):
    values = {p.key: p.default for p in RULE.parameters}
    (result,) = RULE.run(Question((unit.pk,), AS_OF, values, {"boundaries": boundaries}))
    return result


def test_a_key_area_beside_is_told_and_decides_nothing_by_itself(grid, key_area):
    spread(grid[1, 0], 5, 5, (107.15, 11.1))
    result = asked_with(grid[1, 0], ["border", "province"])
    assert result.judgement.outcome == "not_met"
    assert [area["unit"] for area in result.judgement.details["key_areas"]] == [key_area.pk]
    assert f"Liền kề địa bàn trọng điểm: {key_area.full_name}." in result.judgement.reason.vi


@pytest.mark.parametrize(("metres", "outcome"), [(999.5, "met"), (1000.5, "not_met")])
def test_where_the_plan_says_so_the_boundary_with_a_key_area_counts(grid, key_area, metres, outcome):
    spread(grid[1, 0], 5, 5, (107.15, 11.1), metres=metres)
    result = asked_with(grid[1, 0], ["border", "province", "key_area"])
    assert result.judgement.outcome == outcome
    assert "địa bàn trọng điểm Xã Thử Nghiệm" in result.judgement.reason.vi
    assert {"layer": "unit", "id": key_area.pk, "label": key_area.full_name} in result.evidence


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "named"),
    [
        (AS_OF, None, True),
        (AS_OF + datetime.timedelta(days=1), None, False),
        (datetime.date(2025, 7, 1), AS_OF, False),
        (datetime.date(2025, 7, 1), AS_OF + datetime.timedelta(days=1), True),
    ],
)
def test_a_province_is_named_as_it_is_called_on_the_day(grid, neighbours, valid_from, valid_to, named):
    AdminUnitFactory(
        boundary_set=neighbours[0].boundary_set,
        code="82",
        full_name="Tỉnh Bên Cạnh",
        level=AdminUnit.Level.PROVINCE,
        province_code="82",
        valid_from=valid_from,
        valid_to=valid_to,
    )
    assert ("tỉnh Bên Cạnh" in judged(grid[0, 1]).reason.vi) == named


def test_the_boundary_with_a_key_area_must_be_longer_than_the_threshold(grid, key_area):
    told = judged(grid[1, 0], min_shared_m=10_899).details["key_areas"]
    assert [area["unit"] for area in told] == [key_area.pk]
    assert judged(grid[1, 0], min_shared_m=10_900).details["key_areas"] == []


def test_a_key_area_that_is_no_neighbour_is_not_told(grid, key_area):
    assert "trọng điểm" not in judged(grid[2, 2]).reason.vi


def test_selected_communes_are_key_areas_from_the_day_of_the_decision(people):
    plan_year = PlanYear.objects.create(plan_id="dongnai-7488-2017", year=2026)
    area = KeyArea.objects.create(plan_year=plan_year, unit=people.home_communes[0], status="selected")
    StatusChange.objects.create(area=area, to_status="selected", effective_on=AS_OF, reason="thử")
    assert key_areas.on(AS_OF) == {people.home_communes[0].pk}
    assert key_areas.on(AS_OF - datetime.timedelta(days=1)) == frozenset()
