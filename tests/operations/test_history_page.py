"""The history page: who did what, inside the reader's jurisdiction."""

from __future__ import annotations

import datetime

import pghistory
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
    assert "7488/KH-UBND 2026" in signed_in(people.colleague).get("/history/prints/").content.decode()
    assert "7488/KH-UBND 2026" not in signed_in(people.outsider).get("/history/prints/").content.decode()


def test_every_change_in_the_database_is_for_administrators(people, signed_in, proposed_area):
    assert signed_in(people.owner).get("/history/database/").status_code == 403
    administrator = AccountFactory(role=Role.ADMINISTRATOR, whole_country=True)
    KeyArea.objects.filter(pk=proposed_area.pk).update(proposal_reason="sửa thẳng trong cơ sở dữ liệu")
    page = signed_in(administrator).get("/history/database/").content.decode()
    assert "sửa thẳng trong cơ sở dữ liệu" in page


def test_an_unknown_subject_is_not_found(people, signed_in):
    assert signed_in(people.owner).get("/history/khong-co/").status_code == 404


def test_administrators_read_names_instead_of_codes(people, signed_in, proposed_area):
    administrator = AccountFactory(role=Role.ADMINISTRATOR, whole_country=True, title="Quản trị tỉnh")
    with pghistory.context(user=administrator.pk):
        KeyArea.objects.filter(pk=proposed_area.pk).update(
            status=Status.SELECTED, unit=people.home_communes[1], proposal_reason="lý do mới"
        )
        KeyArea.objects.filter(pk=proposed_area.pk).update(
            plan_year=PlanYear.objects.create(plan_id="dongnai-7488-2017", year=2027)
        )
    page = signed_in(administrator).get("/history/database/").content.decode()
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    for words in (
        "Địa bàn trọng điểm, phức tạp",
        "<td>sửa</td>",
        f"{people.home_communes[0].full_name} → {people.home_communes[1].full_name}",
        "7488/KH-UBND, 2026 → 7488/KH-UBND, 2027",
        "Quản trị tỉnh",
    ):
        assert words in table
    for code in ("transformation.KeyArea", "update", "unit_id", "dongnai-7488-2017", "proposal_reason"):
        assert code not in table


def test_plans_are_shown_by_their_number(people, signed_in, proposed_area):
    client = signed_in(people.owner)
    AuditEntry.write(AuditEntry.Act.PRINT_ANNEX, "dongnai-7488-2017 2026", people.owner, paper="A4")
    for address in ("/history/", "/history/prints/"):
        page = client.get(address).content.decode()
        assert "7488/KH-UBND" in page
        assert "dongnai-7488-2017" not in page
    assert "khổ giấy" in page


def test_the_administration_pages_offer_nothing_of_the_packages(signed_in):
    administrator = AccountFactory(role=Role.ADMINISTRATOR, whole_country=True)
    page = signed_in(administrator).get("/admin-area/").content.decode()
    assert "tài khoản" in page.lower()
    for word in ("Axes", "Task Results", "Các nhóm", "access attempts"):
        assert word.lower() not in page.lower()
