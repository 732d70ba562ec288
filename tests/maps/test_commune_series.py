"""A commune's page tells its figures through the reform: incidents counted again, indicators labelled."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from layers.models import AdminUnit, IndicatorValue, Succession
from tests.factories import (
    AdminUnitFactory,
    BoundarySetFactory,
    ImportBatchFactory,
    square,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reformed(people):
    """Before the reform, the owner's first commune was one whole unit and half of another one."""
    new = people.home_communes[0]
    before = BoundarySetFactory(
        name="Trước", valid_from=datetime.date(2020, 1, 1), valid_to=datetime.date(2025, 7, 1)
    )
    whole = AdminUnitFactory(
        boundary_set=before,
        code="W",
        full_name="Xã Cả",
        province_code="75",
        geometry=square(107, 11),
        area_m2=new.area_m2,
    )
    halved = AdminUnitFactory(
        boundary_set=before, code="H", full_name="Xã Chia", province_code="75", geometry=square(107.1, 11)
    )
    AdminUnit.objects.filter(pk__in=[whole.pk, halved.pk]).update(parent=people.home)
    other = people.home_communes[1]
    for old, to, share in ((whole, new, 1.0), (halved, new, 0.5), (halved, other, 0.5)):
        Succession.objects.create(old_unit=old, new_unit=to, area_share=share, known_by="decree")
    return whole, halved


def report(unit, value, period="2024", indicator="households"):
    IndicatorValue.objects.create(
        unit=unit,
        indicator_id=indicator,
        period=period,
        value=value,
        source="Thống kê",
        as_of=datetime.date(2024, 12, 31),
        batch=ImportBatchFactory(layer="indicators"),
    )


def page(signed_in, account, unit):
    return signed_in(account).get(reverse("commune", args=[unit.code])).content.decode()


def test_a_total_of_a_divided_unit_is_labelled_with_its_interval(people, signed_in, reformed):
    whole, halved = reformed
    report(whole, 1000)
    report(halved, 300)
    for account in (people.owner, people.colleague):
        text = page(signed_in, account, people.home_communes[0])
        assert "1.150" in text and "ước tính" in text
        assert "1.000 – 1.300" in text
        assert "ước tính theo diện tích" in text


def test_the_page_says_what_the_commune_was_made_of_and_that_people_were_followed(
    people, signed_in, reformed
):
    whole, halved = reformed
    Succession.objects.filter(old_unit=halved, new_unit=people.home_communes[0]).update(population_share=0.8)
    Succession.objects.filter(old_unit=halved, new_unit=people.home_communes[1]).update(population_share=0.2)
    report(whole, 1000)
    report(halved, 300)
    text = page(signed_in, people.owner, people.home_communes[0])
    assert "1.240" in text and "ước tính theo dân số" in text
    made_of = text.split("Hình thành từ")[1].split("</table>")[0]
    assert "80,0 %" in made_of and "50,0 %" in made_of and "(H)" in made_of
    left = page(signed_in, people.owner, halved)
    assert "20,0 %" in left.split("Trở thành")[1]


def test_unknown_stays_unknown_with_a_lower_bound(people, signed_in, reformed):
    whole, halved = reformed
    report(whole, 1000)
    report(halved, None)
    text = page(signed_in, people.owner, people.home_communes[0])
    assert "chưa rõ" in text and "ít nhất 1.000" in text


def test_the_figure_reported_for_the_commune_stands_beside(people, signed_in, reformed):
    report(reformed[0], 1000)
    report(reformed[1], 0)
    report(people.home_communes[0], 1234)
    text = page(signed_in, people.owner, people.home_communes[0])
    assert "1.234" in text and "cộng số liệu các đơn vị cũ" in text


def test_the_outsider_sees_nothing_of_it(people, signed_in, reformed):
    report(reformed[0], 1000)
    response = signed_in(people.outsider).get(reverse("commune", args=[people.home_communes[0].code]))
    assert response.status_code == 404


def test_incidents_on_todays_boundary_stand_beside_those_of_the_predecessors(people, signed_in, reformed):
    from django.utils import timezone

    from layers.models import MonthlyCount

    month = timezone.localdate().replace(day=1)
    for unit, count in ((people.home_communes[0], 7), (reformed[0], 5), (reformed[1], 4)):
        MonthlyCount.objects.create(unit=unit, category_id="theft", month=month, incidents=count)
        MonthlyCount.objects.create(unit=unit, category_id="child_abuse", month=month, incidents=count)
    text = page(signed_in, people.owner, people.home_communes[0])
    series = text.split("Số liệu qua sắp xếp")[1]
    assert '7 <span class="muted">(9)</span>' in series
    assert series.count("(9)") == 1  # nothing of the category about victims
