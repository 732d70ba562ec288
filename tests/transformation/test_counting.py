"""Counting targets by every convention, against fractions and against trying out what is unknown."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis_app.plans.promises import Clause, SuccessRule, Target
from gis_app.transformation.evaluating.counting import Standing, count

CLAUSE = Clause("mục I.2", "lời văn")
MET, NOT_MET, EMPTY, UNKNOWN = Standing.MET, Standing.NOT_MET, Standing.EMPTY, Standing.UNKNOWN


def target(number: int, bullet: int | None = None) -> Target:
    return Target(
        f"T{number}", "", "numeric", ">=", True, (Fraction(80),), False, "%", "", True, True, bullet, CLAUSE
    )


def rule(percent=80, comparator=">=", *, by_bullets=False, empty_base="exclude") -> SuccessRule:
    return SuccessRule(percent, comparator, by_bullets, False, empty_base, (), CLAUSE)


def by_fractions(asked: SuccessRule, cells: list[tuple[int | None, Standing]]) -> bool | None:
    """The share written out with fractions for known standings; None where nothing is counted."""
    groups: dict[object, list[Standing]] = {}
    for index, (bullet, standing) in enumerate(cells):
        key = ("bullet", bullet) if asked.by_bullets and bullet is not None else ("alone", index)
        groups.setdefault(key, []).append(standing)
    ones = []
    for group in groups.values():
        counted = [s for s in group if s is not EMPTY or asked.empty_base != "exclude"]
        if counted:
            ones.append(all(s is MET or (s is EMPTY and asked.empty_base == "met") for s in counted))
    if not ones:
        return None
    share = Fraction(sum(ones), len(ones))
    bound = Fraction(asked.percent, 100)
    return share > bound if asked.comparator == ">" else share >= bound


rules = st.builds(
    rule,
    st.integers(1, 100),
    st.sampled_from([">=", ">"]),
    by_bullets=st.booleans(),
    empty_base=st.sampled_from(["exclude", "met", "not_met"]),
)
bullets = st.one_of(st.none(), st.integers(1, 4))
known = st.lists(st.tuples(bullets, st.sampled_from([MET, NOT_MET, EMPTY])), max_size=12)
some_unknown = st.lists(st.tuples(bullets, st.sampled_from(list(Standing))), max_size=7)


@given(rules, known)
def test_known_standings_come_out_as_with_fractions(asked, cells):
    counted = count(asked, [(target(i, bullet), s) for i, (bullet, s) in enumerate(cells)])
    assert counted.reached is by_fractions(asked, cells)
    assert counted.counted == counted.met + counted.not_met
    if counted.counted:
        assert counted.reached is (counted.met >= asked.needed(counted.counted))


@settings(max_examples=60)
@given(rules, some_unknown)
def test_the_unknown_is_decided_only_where_every_way_it_may_turn_out_agrees(asked, cells):
    counted = count(asked, [(target(i, bullet), s) for i, (bullet, s) in enumerate(cells)])
    ways = product(*([s] if s is not UNKNOWN else [MET, NOT_MET, EMPTY] for _bullet, s in cells))
    outcomes = {by_fractions(asked, list(zip([b for b, _s in cells], way, strict=True))) for way in ways}
    if counted.reached is None:
        assert len(outcomes) > 1 or outcomes == {None}
    else:
        assert outcomes == {counted.reached}


@pytest.mark.parametrize(("whole", "needed"), [(5, 4), (8, 7), (9, 8), (10, 8), (1, 1)])
def test_how_many_eighty_percent_are(whole, needed):
    standings = [(target(i), MET if i < needed else NOT_MET) for i in range(whole)]
    assert count(rule(), standings).reached is True
    standings = [(target(i), MET if i < needed - 1 else NOT_MET) for i in range(whole)]
    assert count(rule(), standings).reached is False


def test_strictly_more_is_more():
    standings = [(target(i), MET if i < 4 else NOT_MET) for i in range(5)]
    assert count(rule(80, ">="), standings).reached is True
    assert count(rule(80, ">"), standings).reached is False


def test_eight_of_nine_met_decide_whatever_the_ninth_is():
    standings = [(target(i), MET if i < 8 else UNKNOWN) for i in range(9)]
    counted = count(rule(), standings)
    assert counted.reached is True
    assert counted.unknown_cannot_matter


def test_a_bullet_is_met_when_all_in_it_are():
    cells = [(1, MET), (1, NOT_MET), (2, MET), (3, MET), (4, MET), (5, MET)]
    standings = [(target(i, bullet), s) for i, (bullet, s) in enumerate(cells)]
    bulleted = count(rule(by_bullets=True), standings)
    assert (bulleted.met, bulleted.counted, bulleted.reached) == (4, 5, True)
    atomic = count(rule(), standings)
    assert (atomic.met, atomic.counted, atomic.reached) == (5, 6, True)


def test_nothing_arising_anywhere_is_no_share():
    counted = count(rule(), [(target(i), EMPTY) for i in range(8)])
    assert counted.reached is None
    assert counted.left_out == 8
