"""What the share is taken of: districts, the whole territory, named groups; each group by itself."""

from __future__ import annotations

import datetime
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_app.plans.cap import Cap
from gis_app.plans.cap_groups import REST, WHOLE, CapGroup, Caps, caps_for
from gis_app.plans.models import Plan
from gis_app.plans.promises import Grouping
from gis_app.transformation.cap_use import cap_use
from gis_app.transformation.refusing import RefusedError
from layers.models import AdminUnit
from tests.factories import REFORM, AdminUnitFactory, BoundarySetFactory, square

DAY = datetime.date(2019, 6, 30)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=12), st.integers(0, 100))
def test_groups_are_rounded_down_one_by_one(sizes, percent):
    groups = tuple(
        CapGroup(f"district-{n}", f"Huyện {n}", Cap(size, percent)) for n, size in enumerate(sizes)
    )
    caps = Caps("district", "district", Grouping("district", (), ""), groups)
    shares = [Fraction(percent * size, 100) for size in sizes]
    assert caps.allowed == sum(floor(share) for share in shares)
    assert caps.units == sum(sizes)
    assert 0 <= sum(shares) - caps.allowed < len(sizes)


@pytest.fixture
def districts(cycle) -> list[AdminUnit]:
    """Two districts of the old province 75: eight communes and six; and one commune that names none."""
    old = BoundarySetFactory(name="Trước sắp xếp", valid_from=datetime.date(2017, 1, 1), valid_to=REFORM)
    made = []
    for place, (name, size) in enumerate((("Huyện Vĩnh Cửu", 8), ("Thành phố Biên Hòa", 7))):
        district = AdminUnitFactory(
            boundary_set=old,
            code=f"73{place}",
            full_name=name,
            level=AdminUnit.Level.DISTRICT,
            province_code="75",
            valid_to=REFORM,
            geometry=square(107.5 + place, 12.0),
        )
        made.append(district)
        cycle.people.owner.units.add(district)
        for number in range(size):
            AdminUnitFactory(
                boundary_set=old,
                code=f"26{place}{number:02d}",
                full_name=f"Xã {name[-3:]} {number}",
                parent=district,
                province_code="75",
                valid_to=REFORM,
                geometry=square(107.5 + place + number / 100, 12.0, 0.01),
            )
    AdminUnitFactory(boundary_set=old, code="29999", province_code="75", valid_to=REFORM)
    return made


def communes(district: AdminUnit) -> list[AdminUnit]:
    return list(district.children.order_by("code"))


@pytest.mark.django_db
def test_each_district_has_its_own_cap_before_the_reform(districts):
    caps = caps_for(Plan.objects.get(pk="dongnai-7488-2017").current, DAY)
    assert [(group.key, group.name, group.cap) for group in caps.groups] == [
        ("district-730", "Huyện Vĩnh Cửu", Cap(8, 15)),
        ("district-731", "Thành phố Biên Hòa", Cap(7, 15)),
        (REST, "xã, phường ngoài các nhóm", Cap(1, 15)),
    ]
    assert caps.allowed == 2
    assert caps.sentence() == "3 nhóm tính riêng, cộng lại 2 trên 16 đơn vị"
    assert caps.note() == "Tính theo từng huyện, thị xã, thành phố, như văn bản nêu."


@pytest.mark.django_db
def test_after_the_reform_the_whole_province_counts(cycle, districts):
    caps = caps_for(cycle.plan.current, datetime.date(2026, 1, 1))
    assert [(group.key, group.cap) for group in caps.groups] == [(WHOLE, Cap(20, 15))]
    assert "không còn cấp huyện" in caps.note()


@pytest.mark.django_db
def test_boundaries_without_districts_fall_back_and_say_so(people):
    old = BoundarySetFactory(name="Cũ", valid_from=datetime.date(2017, 1, 1), valid_to=REFORM)
    for code in ("1", "2"):
        AdminUnitFactory(boundary_set=old, code=code, province_code="75", valid_to=REFORM)
    caps = caps_for(Plan.objects.get(pk="dongnai-7488-2017").current, DAY)
    assert [(group.key, group.cap.units) for group in caps.groups] == [(WHOLE, 2)]
    assert "không có cấp huyện" in caps.note()
    assert "đối chiếu thêm từng huyện" in caps.note()


@pytest.mark.django_db
def test_named_groups_of_codes(cycle):
    version = cycle.plan.current
    version.record["selection"]["cap_grouping"] = [
        {
            "by": "named",
            "groups": [{"name": "Cụm 1", "communes": [unit.code for unit in cycle.communes[:7]]}],
            "source": "thử",
        }
    ]
    caps = caps_for(version, datetime.date(2026, 1, 1))
    assert [(group.key, group.name, group.cap.units) for group in caps.groups] == [
        ("group-1", "Cụm 1", 7),
        (REST, "xã, phường ngoài các nhóm", 13),
    ]
    assert caps.key_of(cycle.communes[0]) == "group-1"
    assert caps.key_of(cycle.communes[10]) == REST
    assert caps.group("district-1").cap == Cap(0, 15)


@pytest.mark.django_db
def test_a_breach_is_told_and_explained_group_by_group(cycle, districts):
    large, small = (cycle.propose(*communes(d)[:2], year=2019, on=DAY) for d in districts)
    day = datetime.date(2019, 7, 1)
    cycle.decide("select", large[0], small[0], on=day)
    with pytest.raises(RefusedError) as refused:
        cycle.decide("select", large[1], small[1], on=day, breach_reasons={"district-730": "trọng điểm"})
    assert str(refused.value) == (
        "Vượt trần (Thành phố Biên Hòa): 15 % của 7 = 1,05 → 1; quyết định này nâng số địa bàn được "
        "chọn lên 2, "
        "vượt 1. Hãy bớt địa bàn hoặc ghi lý do vượt trần."
    )
    reasons = {"district-730": "trọng điểm", "district-731": "giáp ranh", "district-9": "thừa"}
    decision = cycle.decide("select", large[1], small[1], on=day, breach_reasons=reasons)
    assert [(met.name, met.selected, met.reason) for met in decision.breaches] == [
        ("Huyện Vĩnh Cửu", 2, "trọng điểm"),
        ("Thành phố Biên Hòa", 2, "giáp ranh"),
    ]
    use = cap_use(cycle.plan, 2019, day)
    assert [(one.group.key, one.selected, one.excess) for one in use.exceeded] == [
        ("district-730", 2, 1),
        ("district-731", 2, 1),
    ]
    assert (use.selected, use.excess, use.remaining) == (4, 2, 0)


@pytest.mark.django_db
def test_a_group_that_gains_nothing_needs_no_reason_again(cycle, districts):
    first, second = (cycle.propose(*communes(d)[:2], year=2019, on=DAY) for d in districts)
    day = datetime.date(2019, 7, 1)
    cycle.decide("select", *first, on=day, cap_breach_reason="trọng điểm")
    assert cycle.decide("select", second[0], on=day).breaches == []
