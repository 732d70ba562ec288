"""Two provinces on both sides of a boundary: counts of the other side, never its points."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from gis_app.access.roles import Role
from gis_app.border.adjoining.reading import boundary_communes, pairs_for, window_on
from gis_app.border.models import ContactOffice, JointAgreement, JointMeeting
from layers.models import MonthlyCount
from layers.reading.geodesy import GEOD
from tests.factories import AccountFactory, AdminUnitFactory, IncidentFactory, located, square

pytestmark = pytest.mark.django_db
PAIR = ("75", "82")


@pytest.fixture
def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def cases(people, today) -> None:
    """Three thefts in the south-east commune of 82, one about a victim, one theft of 75, last month."""
    month = (today.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)
    for unit, category, number in (
        (people.away_communes[1], "theft", 3),
        (people.away_communes[1], "child_abuse", 2),
        (people.home_communes[0], "theft", 1),
    ):
        located(IncidentFactory(category_id=category, occurred_on=month), unit)
        MonthlyCount.objects.create(unit=unit, category_id=category, month=month, incidents=number)


def _post(client, **fields):
    return client.post(reverse("adjoining_pair", args=PAIR), fields)


def test_the_pair_is_found_with_the_length_of_its_boundary(people, today):
    (pair,) = pairs_for(people.owner, today)
    assert pair.codes == PAIR
    assert pair.title == "Tỉnh Đồng Nai – Tỉnh Đồng Tháp"
    assert pair.length_m == pytest.approx(GEOD.inv(107.0, 11.0, 107.0, 11.2)[2], rel=0.01)


def test_both_sides_are_counted_and_only_the_own_opens(people, cases, today):
    sides = boundary_communes(PAIR, people.owner, today)
    assert {c.unit for c in sides["75"]} == {people.home_communes[0], people.home_communes[2]}
    assert {c.unit for c in sides["82"]} == {people.away_communes[1], people.away_communes[3]}
    assert all(c.own for c in sides["75"])
    assert not any(c.own for c in sides["82"])
    south = next(c for c in sides["82"] if c.unit == people.away_communes[1])
    assert [(c.category.pk, c.incidents) for c in south.told] == [("theft", 3)], "nothing about victims"
    assert south.total == 3


def test_unreported_is_unknown_not_zero(people, cases, today):
    sides = boundary_communes(PAIR, people.owner, today)
    north = next(c for c in sides["75"] if c.unit == people.home_communes[2])
    known = {count.category.pk: count.incidents for count in north.counts}
    assert known["theft"] == 0, "its province reported thefts"
    assert known["smuggling"] is None, "nobody reported smuggling"


def test_counts_are_of_twelve_whole_months():
    window = window_on(datetime.date(2026, 6, 15))
    assert (window.since, window.last_day) == (datetime.date(2025, 6, 1), datetime.date(2026, 5, 31))


def test_an_officer_without_a_commune_on_the_boundary_sees_no_pair(people, today, signed_in):
    officer = AccountFactory(username="inland", role=Role.COMMUNE_OFFICER)
    officer.units.add(people.home_communes[1])
    assert pairs_for(officer, today) == []
    assert signed_in(officer).get(reverse("adjoining_pair", args=PAIR)).status_code == 404


def test_a_third_province_sees_nothing(people, today, signed_in):
    far = AdminUnitFactory(
        boundary_set=people.home.boundary_set, code="91001", province_code="91", geometry=square(105.0, 10.0)
    )
    stranger = AccountFactory(username="stranger", role=Role.PLANNER)
    stranger.units.add(far)
    assert pairs_for(stranger, today) == []
    client = signed_in(stranger)
    pair = reverse("adjoining_pair", args=PAIR)
    assert pair in signed_in(people.owner).get(reverse("adjoining")).content.decode()
    assert pair not in client.get(reverse("adjoining")).content.decode()
    assert client.get(reverse("adjoining_pair", args=PAIR)).status_code == 404


def test_the_page_tells_both_sides(people, cases, signed_in):
    body = signed_in(people.outsider).get(reverse("adjoining_pair", args=("82", "75"))).content.decode()
    assert "Đồng Nai 1" in body
    assert "Trộm cắp" in body or "Trộm" in body
    assert reverse("commune", args=[people.home_communes[0].code]) not in body


def test_documents_offices_and_meetings_are_shared_by_both_sides(people, signed_in):
    mine = signed_in(people.owner)
    assert (
        _post(
            mine,
            kind="agreement",
            **{
                "agreement-document": "Quy chế 01/QCPH-CAT",
                "agreement-subject": "Phối hợp tuần tra giáp ranh",
                "agreement-valid_from": "01/01/2026",
            },
        ).status_code
        == 302
    )
    assert (
        _post(
            mine,
            kind="office",
            **{
                "office-side": "75",
                "office-office": "Phòng Tham mưu",
                "office-channel": "Trực ban 0251 3822 000",
            },
        ).status_code
        == 302
    )
    assert (
        _post(
            mine,
            kind="meeting",
            **{"meeting-held_on": "05/06/2026", "meeting-minutes": "12/BB", "meeting-next_on": "05/12/2099"},
        ).status_code
        == 302
    )
    body = signed_in(people.outsider).get(reverse("adjoining_pair", args=PAIR)).content.decode()
    for text in ("Quy chế 01/QCPH-CAT", "Phòng Tham mưu", "0251 3822 000", "12/BB", "lần sau: 05/12/2099"):
        assert text in body


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        (
            "office",
            {"office-side": "75", "office-office": "Trực ban", "office-channel": "0903 123 456"},
            "thông tin cá nhân",
        ),
        (
            "office",
            {"office-side": "91", "office-office": "Trực ban", "office-channel": "máy 12"},
            "91",
        ),
        (
            "meeting",
            {"meeting-held_on": "05/06/2026", "meeting-minutes": "1", "meeting-next_on": "01/06/2026"},
            "Lần họp sau phải sau ngày họp",
        ),
        ("meeting", {"meeting-held_on": "31/02/2026", "meeting-minutes": "1"}, "Ngày không đúng"),
        (
            "agreement",
            {
                "agreement-document": "x",
                "agreement-subject": "x",
                "agreement-valid_from": "02/01/2026",
                "agreement-valid_to": "01/01/2026",
            },
            "Ngày hết hiệu lực phải sau ngày bắt đầu",
        ),
    ],
)
def test_bad_input_is_told_in_a_sentence_and_nothing_is_stored(people, signed_in, kind, fields, sentence):
    response = _post(signed_in(people.owner), kind=kind, **fields)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not ContactOffice.objects.exists()
    assert not JointMeeting.objects.exists()
    assert not JointAgreement.objects.exists()


def test_an_office_is_retired_and_stays_in_the_history(people, signed_in):
    office = ContactOffice.objects.create(
        province="75", other_province="82", side="75", office="Trực ban", channel="máy 12"
    )
    address = reverse("adjoining_retire_office", args=[*PAIR, office.pk])
    assert signed_in(people.colleague).post(address).status_code == 403
    assert signed_in(people.owner).post(address).status_code == 302
    office.refresh_from_db()
    assert not office.is_current


def test_a_viewer_reads_but_does_not_write(people, signed_in):
    client = signed_in(people.colleague)
    assert client.get(reverse("adjoining_pair", args=PAIR)).status_code == 200
    response = _post(client, kind="meeting", **{"meeting-held_on": "05/06/2026", "meeting-minutes": "1"})
    assert response.status_code == 403
    assert not JointMeeting.objects.exists()


def test_an_unknown_form_is_no_page(people, signed_in):
    assert _post(signed_in(people.owner), kind="x").status_code == 404
