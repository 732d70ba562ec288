"""The history page: who did what, inside the reader's jurisdiction."""

from __future__ import annotations

import datetime

import pytest

from gis_app.access.models import Agency, AuditEntry
from gis_app.access.roles import Role
from gis_app.transformation.models import KeyArea, PlanYear, Status, StatusChange
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed_area(people):
    plan_year = PlanYear.objects.create(plan_id="dongnai-7488-2017", year=2026)
    area = KeyArea.objects.create(plan_year=plan_year, unit=people.home_communes[0], status=Status.PROPOSED)
    StatusChange.objects.create(
        area=area,
        to_status=Status.PROPOSED,
        effective_on=datetime.date(2026, 1, 5),
        reason="rà soát đầu năm",
        recorded_by=people.owner,
    )
    return area


def test_changes_of_areas_are_seen_in_the_jurisdiction_only(people, signed_in, proposed_area):
    assert "rà soát đầu năm" in signed_in(people.colleague).get("/history/").content.decode()
    assert "rà soát đầu năm" not in signed_in(people.outsider).get("/history/").content.decode()


def test_prints_are_seen_by_the_own_agency(people, signed_in):
    agency = Agency.objects.create(name="Công an tỉnh Đồng Nai", kind=Agency.Kind.POLICE_PROVINCE)
    for account in (people.owner, people.colleague):
        account.agency = agency
        account.save()
    AuditEntry.write(AuditEntry.Act.PRINT_ANNEX, "dongnai-7488-2017 2026", people.owner, giay="A4")
    assert "dongnai-7488-2017 2026" in signed_in(people.colleague).get("/history/prints/").content.decode()
    assert "dongnai-7488-2017 2026" not in signed_in(people.outsider).get("/history/prints/").content.decode()


def test_every_change_in_the_database_is_for_administrators(people, signed_in, proposed_area):
    assert signed_in(people.owner).get("/history/database/").status_code == 403
    administrator = AccountFactory(role=Role.ADMINISTRATOR, whole_country=True)
    KeyArea.objects.filter(pk=proposed_area.pk).update(proposal_reason="sửa thẳng trong cơ sở dữ liệu")
    page = signed_in(administrator).get("/history/database/").content.decode()
    assert "sửa thẳng trong cơ sở dữ liệu" in page


def test_an_unknown_subject_is_not_found(people, signed_in):
    assert signed_in(people.owner).get("/history/khong-co/").status_code == 404
