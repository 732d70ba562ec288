"""The arithmetic of the cap: exact, never rounded up, over the whole territory."""

from __future__ import annotations

import datetime
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_app.plans.cap import Cap
from gis_app.plans.cap_groups import WHOLE, CapGroup, caps_for
from gis_app.plans.models import Plan
from gis_app.transformation.capping import CapBreach
from tests.factories import AdminUnitFactory, BoundarySetFactory

UNITS = st.integers(0, 400)
PERCENTS = st.integers(0, 100)


@given(UNITS, PERCENTS)
def test_allowed_is_the_exact_share_rounded_down(units, percent):
    cap = Cap(units, percent)
    share = Fraction(percent, 100) * units
    assert cap.exact == share
    assert cap.allowed == floor(share)
    assert cap.allowed <= share < cap.allowed + 1


@given(UNITS, PERCENTS, st.integers(0, 400))
def test_excess_is_what_lies_above_the_share(units, percent, selected):
    cap = Cap(units, percent)
    assert (cap.excess(selected) > 0) == (Fraction(selected) > cap.exact)
    assert cap.excess(selected) == max(0, selected - floor(cap.exact))


@given(UNITS, PERCENTS)
def test_the_sentence_says_the_exact_share(units, percent):
    written = Cap(units, percent).sentence("en").partition(" = ")[2].partition(" →")[0]
    assert Fraction(written) == Fraction(units * percent, 100)


@pytest.mark.parametrize(
    ("units", "vietnamese", "english"),
    [
        (95, "15 % của 95 = 14,25 → 14", "15% of 95 = 14.25 → 14"),
        (168, "15 % của 168 = 25,2 → 25", "15% of 168 = 25.2 → 25"),
        (102, "15 % của 102 = 15,3 → 15", "15% of 102 = 15.3 → 15"),
        (20, "15 % của 20 = 3 → 3", "15% of 20 = 3 → 3"),
        (6, "15 % của 6 = 0,9 → 0", "15% of 6 = 0.9 → 0"),
        (0, "15 % của 0 = 0 → 0", "15% of 0 = 0 → 0"),
    ],
)
def test_sentences(units, vietnamese, english):
    assert Cap(units, 15).sentence("vi") == vietnamese
    assert Cap(units, 15).sentence("en") == english
    assert Cap(units, 15).sentence() == vietnamese


def test_six_units_allow_none_and_seven_one():
    assert [Cap(units, 15).allowed for units in range(9)] == [0, 0, 0, 0, 0, 0, 0, 1, 1]


@pytest.mark.parametrize(("units", "percent"), [(-1, 15), (10, -1), (10, 101)])
def test_an_impossible_cap_is_an_error(units, percent):
    with pytest.raises(ValueError, match="no cap"):
        Cap(units, percent)


def test_a_breach_says_the_arithmetic_and_what_to_do():
    assert CapBreach(CapGroup(WHOLE, "", Cap(95, 15)), 16).sentence() == (
        "Vượt trần (toàn tỉnh): 15 % của 95 = 14,25 → 14; quyết định này nâng số địa bàn được chọn lên 16, "
        "vượt 2. Hãy bớt địa bàn hoặc ghi lý do vượt trần."
    )


@pytest.mark.django_db
def test_the_denominator_is_every_commune_of_the_province_in_force(cycle):
    version = cycle.plan.current
    ended = cycle.communes[0]
    ended.valid_to = datetime.date(2026, 4, 30)
    ended.save()
    for on, units in (("2026-01-01", 20), ("2026-04-30", 19), ("2019-06-30", 0)):
        (group,) = caps_for(version, datetime.date.fromisoformat(on)).groups
        assert (group.key, group.cap) == (WHOLE, Cap(units, 15))


@pytest.mark.django_db
def test_before_the_reform_the_old_province_counts(people):
    old = BoundarySetFactory(
        name="Trước sắp xếp", valid_from=datetime.date(2017, 1, 1), valid_to=datetime.date(2025, 7, 1)
    )
    for code in ("70", "75", "75"):
        AdminUnitFactory(boundary_set=old, province_code=code, valid_to=old.valid_to)
    on = datetime.date(2025, 6, 30)
    assert caps_for(Plan.objects.get(pk="binhphuoc-07-2022").current, on).units == 1
    assert caps_for(Plan.objects.get(pk="dongnai-7488-2017").current, on).units == 2
    assert caps_for(Plan.objects.get(pk="binhphuoc-07-2022").current, datetime.date(2025, 7, 1)).units == 4
