"""Which units of several boundary sets are one commune."""

from __future__ import annotations

import pytest

from gis_app.transformation.same_ground import same_ground
from layers.models import Succession
from tests.factories import AdminUnitFactory

pytestmark = pytest.mark.django_db


def follow(old, new, share):
    Succession.objects.create(old_unit=old, new_unit=new, area_share=share, known_by="overlay")


def test_a_chain_over_three_sets_is_followed_from_any_end():
    first, second, third = units = AdminUnitFactory.create_batch(3)
    follow(first, second, 0.97)
    follow(second, third, 0.99)
    ids = frozenset(unit.pk for unit in units)
    assert same_ground(ids) == dict.fromkeys(ids, ids)


def test_a_unit_without_successor_is_itself():
    unit = AdminUnitFactory()
    assert same_ground([unit.pk, unit.pk]) == {unit.pk: {unit.pk}}
    assert same_ground([]) == {}


@pytest.mark.parametrize(
    ("old_area", "share", "new_area", "same"),
    [
        (100.0, 0.51, 100.0, True),
        (100.0, 0.5, 50.0, False),  # half went elsewhere: two heirs with equal right
        (100.0, 1.0, 199.0, True),
        (100.0, 1.0, 200.0, False),  # half of the new one came from elsewhere
    ],
)
def test_most_of_the_ground_both_ways(old_area, share, new_area, same):
    old, new = AdminUnitFactory(area_m2=old_area), AdminUnitFactory(area_m2=new_area)
    follow(old, new, share)
    assert (new.pk in same_ground([old.pk])[old.pk]) is same
    assert (old.pk in same_ground([new.pk])[new.pk]) is same
