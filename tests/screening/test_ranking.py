"""Places and their stability: pure arithmetic, ties shared, nothing weighed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_app.screening.criteria import settings_of
from gis_app.screening.ranking.places import Place, places
from gis_app.screening.ranking.stability import effect, stability
from gis_app.screening.ranking.variations import Variation, moved, variations
from gis_app.screening.rules import RULES
from gis_app.screening.rules.shape import Parameter
from gis_app.screening.wording import Text

NOTHING = Text("", "")
MOVE = Variation("d.mining", "min_sites", 2, 3)


def parameter(minimum=0.0, maximum=100.0, *, whole=False) -> Parameter:
    return Parameter("key", NOTHING, NOTHING, 10, minimum, maximum, whole, NOTHING)


def test_more_criteria_of_the_plan_stand_first_and_other_regulations_part_equals():
    found = places({1: (2, 0), 2: (3, 0), 3: (2, 1), 4: (2, 0)})
    assert found == {2: Place(1, 1), 3: Place(2, 1), 1: Place(3, 2), 4: Place(3, 2)}
    assert list(found) == [2, 3, 1, 4]
    assert places({}) == {}


def test_a_shared_place_is_within_the_limit_only_as_a_whole():
    shared = Place(3, 3)
    assert [shared.is_within(limit) for limit in (2, 4, 5)] == [False, False, True]
    assert [shared.is_across(limit) for limit in (2, 3, 4, 5)] == [False, True, True, False]
    assert Place(14, 1).is_within(14)
    assert not Place(15, 1).is_within(14)


@given(st.dictionaries(st.integers(), st.tuples(st.integers(0, 9), st.integers(0, 2)), max_size=30))
def test_places_fill_the_list_without_a_gap(met):
    found = places(met)
    taken = sorted({(place.first, place.last) for place in found.values()})
    assert sum(last - first + 1 for first, last in taken) == len(met)
    assert [first for first, _last in taken] == [1, *(last + 1 for _first, last in taken[:-1])][: len(taken)]
    for one in met:
        assert found[one].first == 1 + sum(other > met[one] for other in met.values())


@pytest.mark.parametrize(
    ("value", "factor", "options", "expected"),
    [
        (500, 0.8, {"maximum": 1000}, 400),
        (500, 1.2, {"maximum": 1000}, 600),
        (90, 1.2, {}, 100),
        (100, 1.2, {}, None),
        (12, 0.8, {"minimum": 12}, None),
        (3, 0.8, {"whole": True}, 2),
        (3, 1.2, {"whole": True}, 4),
        (1, 0.8, {"whole": True, "minimum": 1}, None),
        (10, 1.2, {"whole": True}, 12),
        (0, 1.2, {}, None),
        (0, 1.2, {"whole": True}, 1),
    ],
)
def test_a_parameter_moves_a_fifth_within_its_bounds(value, factor, options, expected):
    assert moved(parameter(**options), value, factor) == expected


def test_every_parameter_of_a_criterion_is_moved_alone():
    used = {rule.key: {p.key: p.default for p in rule.parameters} for rule in RULES}
    found = variations(settings_of(RULES), used)
    assert {(each.settings_key, each.key) for each in found} == {
        (key, one) for key, of_rule in used.items() for one in of_rule
    }
    assert all(each.value != each.was == used[each.settings_key][each.key] for each in found)


def test_stability_over_variations():
    used = {1: Place(1, 1), 2: Place(2, 2), 3: Place(2, 2)}
    varied = [
        {1: Place(1, 1), 2: Place(2, 1), 3: Place(3, 1)},
        {3: Place(1, 1), 1: Place(2, 2), 4: Place(2, 2)},
        {1: Place(1, 1), 2: Place(2, 2), 3: Place(2, 2)},
    ]
    found = stability(used, varied, limit=2)
    one, two, newcomer = found[1], found[2], found[4]
    assert (one.highest, one.lowest, one.within, one.across, one.mover, one.moved_to) == (1, 2, 2, 1, 1, 2)
    assert (two.highest, two.lowest, two.unplaced, two.within, two.across) == (2, 2, 1, 1, 1)
    assert (two.mover, two.moved_to) == (1, None), "dropping out counts as the place below the last"
    assert newcomer.place is None
    assert (newcomer.highest, newcomer.unplaced, newcomer.mover, newcomer.moved_to) == (2, 2, 1, 2)


def test_what_moves_nothing_is_said_to_move_nothing():
    used = {1: Place(1, 2), 2: Place(1, 2)}
    found = stability(used, [used, used], limit=2)
    assert found[1].mover is None
    assert (found[1].highest, found[1].lowest, found[1].within) == (1, 1, 2)
    nothing = effect(MOVE, used, used, limit=2)
    assert (nothing.moved, nothing.crossed) == (0, 0)


def test_the_effect_of_one_variation_counts_those_that_cross_the_limit():
    used = {1: Place(1, 1), 2: Place(2, 1), 3: Place(3, 1)}
    found = effect(MOVE, used, {1: Place(1, 1), 3: Place(2, 1), 4: Place(3, 1)}, limit=2)
    assert found.moved == 3, "2 has no place any more, 3 went up, 4 is new"
    assert found.crossed == 2, "2 is out, 3 is in; 4 is below the limit as before"
