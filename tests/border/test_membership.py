"""The list of border communes and wards against what the boundaries say."""

from __future__ import annotations

import datetime

import pytest

from gis_app.border.models import ListedCommune
from gis_app.border.strip.membership import memberships
from layers.models import AdminUnit
from tests.border.conftest import DAY

pytestmark = pytest.mark.django_db
REFORM = datetime.date(2025, 7, 1)


def test_every_disagreement_is_told_both_ways(people, line):
    inland, _, west, east = people.home_communes
    AdminUnit.objects.filter(pk=east.pk).update(kind=AdminUnit.Kind.PHUONG)
    for unit in (inland, west):
        ListedCommune.objects.create(unit=unit, document="Phụ lục (thử)", valid_from=REFORM)
    found = {each.unit: each for each in memberships(DAY, people.owner)}
    assert set(found) == {inland, west, east}
    assert found[west].agrees
    assert found[west].length_m == pytest.approx(10_900, rel=0.01)
    assert not found[east].agrees, "a ward on the border that is not listed"
    assert found[east].touches
    assert not found[inland].agrees, "listed, but it touches no border"
    assert not found[inland].touches


def test_the_list_is_that_of_the_day(people, line):
    west = people.home_communes[2]
    ListedCommune.objects.create(unit=west, document="cũ", valid_from=REFORM, valid_to=DAY)
    found = {each.unit: each for each in memberships(DAY, people.owner)}
    assert found[west].listed is None


def test_an_outsider_sees_only_the_own_province(people, line):
    seen = {each.unit.province_code for each in memberships(DAY, people.outsider)}
    assert seen == {"82"}
    assert {each.unit.province_code for each in memberships(DAY, people.colleague)} == {"75"}
