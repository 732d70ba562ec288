"""The page of the printed sheets, for the owner, the colleague and the outsider."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gis_app.access.models import AuditEntry
from gis_app.access.roles import Role
from tests.annexes.cycle import PLAN, key_area

pytestmark = pytest.mark.django_db

CHOICE = {"plan": PLAN, "year": "2026", "on": "2026-11-20", "paper": "A4", "annex_number": ""}


def test_choose_preview_print(people, signed_in):
    key_area(people.home_communes[0])
    client = signed_in(people.owner)
    page = client.get(reverse("annexes")).content.decode()
    assert PLAN in page
    asked = client.post(reverse("annex_print"), CHOICE | {"preview": "1", "csrfmiddlewaretoken": "x"})
    assert asked.status_code == 302
    assert "csrf" not in asked["Location"]
    assert reverse("annex_preview") in client.get(asked["Location"]).content.decode()
    preview = client.get(reverse("annex_preview"), CHOICE)
    assert preview["Content-Type"].startswith("image/svg+xml")
    assert "Đồng Nai 1" in preview.content.decode()
    assert not AuditEntry.objects.exists()
    printed = client.post(reverse("annex_print"), CHOICE)
    assert printed.content.startswith(b"%PDF")
    assert printed["Content-Disposition"] == f'attachment; filename="phu-luc-{PLAN}-2026-A4.pdf"'
    assert AuditEntry.objects.get().account == people.owner


def test_a_viewer_may_not_print(people, signed_in):
    client = signed_in(people.colleague)
    assert client.get(reverse("annexes")).status_code == 403
    assert client.get(reverse("annex_preview"), CHOICE).status_code == 403
    assert client.post(reverse("annex_print"), CHOICE).status_code == 403


def test_an_outsider_is_offered_and_given_nothing_of_the_province(people, signed_in):
    client = signed_in(people.outsider)
    assert PLAN not in client.get(reverse("annexes")).content.decode()
    assert client.get(reverse("annex_preview"), CHOICE).status_code == 404
    answer = client.post(reverse("annex_print"), CHOICE)
    assert answer.status_code == 400
    assert not AuditEntry.objects.exists()


def test_an_account_without_a_jurisdiction_is_told_so(people, signed_in):
    people.owner.units.clear()
    assert "Chưa có gì để in" in signed_in(people.owner).get(reverse("annexes")).content.decode()


def test_nobody_signed_in_is_sent_to_sign_in(client, people):
    for name in ("annexes", "annex_preview", "export_map"):
        assert client.get(reverse(name), CHOICE).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"), [("year", "x"), ("on", "31/02/2026"), ("paper", "A0"), ("annex_number", "2")]
)
def test_a_wrong_choice_is_an_error_beside_its_field(people, signed_in, field, value):
    answer = signed_in(people.owner).post(reverse("annex_print"), CHOICE | {field: value})
    assert answer.status_code == 400
    assert 'class="errorlist"' in answer.content.decode()


def test_a_border_guard_prints_what_the_post_covers(people, signed_in):
    people.colleague.role = Role.BORDER_GUARD
    people.colleague.save()
    people.colleague.units.set([people.home_communes[1]])
    svg = signed_in(people.colleague).get(reverse("annex_preview"), CHOICE).content.decode()
    assert "commune-75002" in svg
    assert "commune-75001" not in svg
