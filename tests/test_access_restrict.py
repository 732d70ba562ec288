"""One jurisdiction filter: the owner and the colleague see their province, the outsider sees none of it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from gis_app.access.restricting import restrict, scope_of
from layers.models import AdminUnit, Incident, Succession
from layers.scope import EVERYTHING, NOTHING
from tests.factories import AdminUnitFactory, BoundarySetFactory, IncidentFactory, located

pytestmark = pytest.mark.django_db


def test_units_of_the_own_province_only(people):
    seen = set(restrict(AdminUnit.objects.communes(), people.owner))
    assert seen == set(people.home_communes)
    assert set(restrict(AdminUnit.objects.communes(), people.colleague)) == seen
    assert set(restrict(AdminUnit.objects.communes(), people.outsider)) == set(people.away_communes)


def test_incidents_follow_their_commune(people):
    incident = located(IncidentFactory(), people.home_communes[0])
    assert list(restrict(Incident.objects.all(), people.owner)) == [incident]
    assert not restrict(Incident.objects.all(), people.outsider).exists()


def test_an_incident_outside_every_commune_is_seen_by_nobody_restricted(people):
    IncidentFactory()
    assert not restrict(Incident.objects.all(), people.owner).exists()
    assert restrict(Incident.objects.all(), None).count() == 1


def test_successors_through_a_reform_are_seen_but_not_slivers(people):
    old_set = BoundarySetFactory(name="Trước sắp xếp")
    mostly, sliver = AdminUnitFactory.create_batch(2, boundary_set=old_set)
    Succession.objects.create(
        old_unit=mostly, new_unit=people.home_communes[0], area_share=0.9, known_by="decree"
    )
    Succession.objects.create(
        old_unit=sliver, new_unit=people.home_communes[0], area_share=0.1, known_by="overlay"
    )
    seen = restrict(AdminUnit.objects.all(), people.owner)
    assert mostly in seen
    assert sliver not in seen


def test_nobody_signed_in_sees_nothing_and_the_server_sees_everything():
    assert scope_of(AnonymousUser()) == NOTHING
    assert scope_of(None) == EVERYTHING


def test_a_closed_account_sees_nothing(people):
    people.owner.is_active = False
    assert scope_of(people.owner) == NOTHING


def test_an_account_without_a_jurisdiction_sees_nothing(people):
    people.owner.units.clear()
    assert not restrict(AdminUnit.objects.all(), people.owner).exists()
