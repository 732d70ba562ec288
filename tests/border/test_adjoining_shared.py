"""The joint page of two provinces: points of the other side where they are shared, and only there."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from gis_app.access.models import Agency
from gis_app.border.adjoining.reading import boundary_communes
from gis_app.border.adjoining.shared import shared_reports
from gis_app.border.board import handling
from gis_app.border.models import AgreedKind, SharingAgreement

pytestmark = pytest.mark.django_db
PAIR = ("75", "82")
#: In the commune of 82 that touches 75, where the west post answers; and in the one further west.
ACROSS, FAR = (106.96, 11.15), (106.85, 11.15)
PAGE = "adjoining_pair"


@pytest.fixture
def agreed(force) -> SharingAgreement:
    """The west post gives smuggling to the planner's office of 75."""
    office = Agency.objects.create(name="Công an tỉnh thử", kind=Agency.Kind.POLICE_PROVINCE)
    force.people.owner.agency = office
    force.people.owner.save()
    day = timezone.localdate() - datetime.timedelta(days=30)
    agreement = SharingAgreement.objects.create(
        giver=force.west.agency, receiver=office, document="07/QCPH", document_date=day, valid_from=day
    )
    AgreedKind.objects.create(agreement=agreement, kind_id="smuggling")
    return agreement


def shared(account) -> dict:
    """Return the reports that the joint page shows to an account, with why and whether the map shows it."""
    today = timezone.localdate()
    sides = boundary_communes(PAIR, account, today)
    found = shared_reports([one for side in sides.values() for one in side], account, today)
    return {one.report.pk: (one.ground, one.place_shown) for one in found}


def test_a_standing_agreement_gives_points_of_its_kinds(force, agreed):
    given = force.report(force.west, at=ACROSS)
    force.report(force.west, at=ACROSS, kind="drug")
    assert shared(force.people.owner) == {given.pk: ("theo quy chế chia sẻ", True)}


def test_without_an_agreement_there_are_counts_only(force, agreed):
    force.report(force.west, at=ACROSS)
    agreed.valid_to = timezone.localdate()
    agreed.save()
    assert shared(force.people.owner) == {}
    assert shared(force.command) == {}


def test_a_single_report_is_shared_by_itself(force, agreed):
    one = force.report(force.west, at=ACROSS, kind="drug")
    handling.share(one.pk, force.people.owner.agency, force.west)
    assert shared(force.people.owner) == {one.pk: ("được chia sẻ", True)}


def test_only_communes_along_the_boundary_count(force, agreed):
    force.report(force.west, at=FAR)
    assert shared(force.people.owner) == {}


def test_the_own_side_is_on_the_board_not_here(force, agreed):
    agreed.giver = force.east.agency
    agreed.save()
    force.report(force.east)
    assert shared(force.people.owner) == {}


def test_a_kind_about_victims_keeps_its_place(force, agreed):
    AgreedKind.objects.create(agreement=agreed, kind_id="human_trafficking")
    one = force.report(force.west, at=ACROSS, kind="human_trafficking")
    assert shared(force.people.owner) == {one.pk: ("theo quy chế chia sẻ", False)}


def test_the_page_lists_and_maps_what_is_shared(force, agreed, signed_in):
    one = force.report(force.west, at=ACROSS)
    hidden = force.report(force.west, at=ACROSS, kind="drug")
    body = signed_in(force.people.owner).get(reverse(PAGE, args=PAIR)).content.decode()
    assert reverse("border_report", args=[one.pk]) in body
    assert str(hidden.pk) not in body
    assert f"[{ACROSS[0]}, {ACROSS[1]}]" in body
    for account in (force.people.colleague, force.command):
        body = signed_in(account).get(reverse(PAGE, args=PAIR)).content.decode()
        assert str(one.pk) not in body
        assert "Chưa có tin nào của bên kia" in body
