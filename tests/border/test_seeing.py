"""Who sees which report: a post its section, the neighbour only what is shared, an outsider nothing."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from gis_app.access.models import Agency
from gis_app.access.roles import Role
from gis_app.border.board import handling
from gis_app.border.board.changes import changes
from gis_app.border.board.choosing import Choice
from gis_app.border.board.seeing import counts, is_concerned, visible_to
from gis_app.border.models import AgreedKind, ListedCommune, SharingAgreement
from tests.border.force import WEST
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


def seen(account) -> set:
    return set(visible_to(account).values_list("pk", flat=True))


def agree(giver: Agency, receiver: Agency, *kinds: str, **fields) -> SharingAgreement:
    agreement = SharingAgreement.objects.create(
        giver=giver,
        receiver=receiver,
        document="05/QCPH",
        document_date=YESTERDAY,
        valid_from=YESTERDAY,
        **fields,
    )
    AgreedKind.objects.bulk_create(AgreedKind(agreement=agreement, kind_id=kind) for kind in kinds)
    return agreement


def test_a_post_sees_its_own_and_the_neighbour_nothing(force):
    report = force.report()
    assert seen(force.east) == {report.pk}
    for other in (
        force.west,
        force.police,
        force.people.owner,
        force.people.colleague,
        force.people.outsider,
    ):
        assert seen(other) == set()


def test_a_report_outside_the_own_area_stays_with_who_sent_it(force):
    report = force.report(at=WEST)
    assert report.unit in force.people.away_communes
    assert seen(force.east) == {report.pk}
    assert seen(force.west) == set()


def test_the_neighbour_sees_exactly_what_was_shared(force):
    first, second = force.report(), force.report(text="tin thứ hai")
    handling.share(first.pk, force.west.agency, force.east, "sát đoạn của đồn bạn")
    assert seen(force.west) == {first.pk}
    assert seen(force.east) == {first.pk, second.pk}


def test_who_was_handed_it_sees_it(force):
    report = force.taken_to("handed_over")
    assert seen(force.police) == {report.pk}


def test_the_command_sees_its_posts_within_its_area_only(force):
    inside, outside = force.report(), force.report(force.west, at=WEST)
    assert seen(force.command) == {inside.pk}
    handling.share(outside.pk, force.command.agency, force.west)
    assert seen(force.command) == {inside.pk, outside.pk}


def test_an_agreement_shares_its_kinds_in_its_direction_and_time(force):
    smuggling, drug = force.report(), force.report(kind="drug")
    back = force.report(force.west, at=WEST)
    agreement = agree(force.east.agency, force.west.agency, "smuggling")
    assert seen(force.west) == {smuggling.pk, back.pk}
    assert seen(force.east) == {smuggling.pk, drug.pk}
    SharingAgreement.objects.update(both_ways=True)
    assert seen(force.east) == {smuggling.pk, drug.pk, back.pk}
    SharingAgreement.objects.update(both_ways=False, valid_to=timezone.localdate())
    assert seen(force.west) == {back.pk}
    agreement.agreed.all().delete()
    SharingAgreement.objects.update(valid_to=None)
    assert seen(force.west) == {back.pk}


def test_the_outsider_finds_no_address(force, signed_in):
    report = force.report()
    outsider = AccountFactory(
        role=Role.BORDER_GUARD,
        agency=Agency.objects.create(name="Đồn khác", kind=Agency.Kind.BORDER_POST),
    )
    outsider.units.add(force.people.away)
    client = signed_in(outsider)
    assert client.get(f"/border/reports/{report.pk}/").status_code == 404
    assert client.post(f"/border/reports/{report.pk}/comment/", {"text": "a"}).status_code == 404
    page = client.get("/border/")
    assert str(report.pk) not in page.content.decode()
    answer = client.get("/border/changes.json?since=0").json()
    assert answer["rows"] == answer["gone"] == []
    assert changes(outsider, 0, Choice())["rows"] == []


def test_a_viewer_gets_counts_of_the_area_without_sensitive_kinds(force, signed_in):
    force.report()
    force.report(kind="human_trafficking")
    force.report(force.west, at=WEST)
    year = timezone.localdate().year
    assert counts(force.people.colleague, year) == [{"kind": "smuggling", "total": 1, "closed": 0, "open": 1}]
    page = signed_in(force.people.colleague).get("/border/").content.decode()
    assert "Buôn lậu" in page
    assert "Hai xe tải" not in page
    assert ">Mua bán người<" not in page
    assert signed_in(force.people.colleague).get("/border/changes.json?since=0").status_code == 403


def test_the_place_of_trafficking_is_for_those_who_work_on_it(force, signed_in):
    report = force.report(kind="human_trafficking")
    handling.share(report.pk, force.west.agency, force.east)
    (mine,) = changes(force.east, 0, Choice())["rows"]
    (theirs,) = changes(force.west, 0, Choice())["rows"]
    assert mine["at"] is not None
    assert theirs["at"] is None
    page = signed_in(force.west).get(f"/border/reports/{report.pk}/").content.decode()
    assert "11.18" not in page
    assert "dọc đường biên giới" not in page


def test_the_rail_offers_the_border_to_whom_it_concerns(force):
    assert is_concerned(force.east)
    assert not is_concerned(force.people.outsider)
    assert not is_concerned(force.people.owner)
    ListedCommune.objects.create(
        unit=force.people.home_communes[0], document="Phụ lục (thử)", valid_from=YESTERDAY
    )
    assert is_concerned(force.people.owner)
    assert not is_concerned(force.people.outsider)
