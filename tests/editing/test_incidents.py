"""One incident by hand: counts and places follow, history stays, nobody overwrites anybody."""

from __future__ import annotations

import datetime

import pytest

from gis_app.access.roles import Role
from gis_app.access.versions import version_of
from layers.models import ImportBatch, Incident, IncidentCategory, IncidentLocation, MonthlyCount
from tests.editing.conftest import incident_form
from tests.importing.files import every_count

pytestmark = pytest.mark.django_db


def counts() -> dict[tuple[str, str, str], int]:
    return {
        (unit, category, f"{month:%Y-%m}"): number
        for unit, category, month, number in MonthlyCount.objects.values_list(
            "unit__code", "category_id", "month", "incidents"
        )
    }


def new(**changed: str) -> dict[str, str]:
    sent = incident_form(source="Công an xã", ref="X1", **changed)
    del sent["reason"], sent["version"]
    return sent


def address(incident: Incident) -> str:
    return f"/data/incidents/{incident.pk}/"


def test_a_new_incident_is_located_counted_and_recorded(people, signed_in):
    answer = signed_in(people.owner).post("/data/incidents/new/", new(deaths="1"), follow=True)
    assert "Đã thêm vụ việc X1" in answer.content.decode()
    made = Incident.objects.get()
    assert (made.source, made.deaths, made.injuries) == ("Công an xã", 1, None)
    assert made.occurred_on == datetime.date(2026, 6, 1)
    assert [location.unit for location in made.locations.all()] == [people.home_communes[0]]
    assert counts() == {("75001", "theft", "2026-06"): 1}
    assert (made.batch.layer, made.batch.imported_by) == (ImportBatch.Layer.INCIDENTS, people.owner)
    assert (made.batch.kind, made.batch.rows_accepted) == ("by_hand", 1)


def test_without_a_reference_one_is_made(people, signed_in):
    signed_in(people.owner).post("/data/incidents/new/", new() | {"ref": ""})
    assert Incident.objects.get().ref.startswith("tay-")


def test_a_correction_moves_the_counts_and_leaves_a_history(people, signed_in, incident):
    client = signed_in(people.owner)
    sent = incident_form(lon="107,15", category="fire", occurred_at="31/05/2026 23:30", injuries="2")
    assert client.post(address(incident), sent).status_code == 302
    incident.refresh_from_db()
    assert (incident.point.coords, incident.category_id, incident.injuries) == ((107.15, 11.05), "fire", 2)
    assert counts() == {("75002", "fire", "2026-05"): 1}
    page = client.get(address(incident)).content.decode()
    assert "theo biên bản kiểm tra" in page
    assert "11,050000; 107,050000" in page
    assert "11,050000; 107,150000" in page
    assert "Trộm" in page
    assert "owner" in page


def test_a_place_before_midnight_counts_in_its_own_month(people, signed_in, incident):
    signed_in(people.owner).post(address(incident), incident_form(occurred_at="01/07/2026 00:10"))
    assert counts() == {("75001", "theft", "2026-07"): 1}


def test_the_second_of_two_is_told(people, signed_in, incident):
    first, second = signed_in(people.owner), signed_in(people.owner)
    assert first.post(address(incident), incident_form(deaths="1")).status_code == 302
    answer = second.post(address(incident), incident_form(deaths="2"))
    assert answer.status_code == 409
    assert "Người khác vừa sửa" in answer.content.decode()
    incident.refresh_from_db()
    assert incident.deaths == 1
    again = incident_form(deaths="2", version=str(version_of(incident)))
    assert second.post(address(incident), again).status_code == 302


def test_withdrawn_counts_nowhere_and_can_be_put_back(people, signed_in, incident):
    client = signed_in(people.owner)
    before = counts()
    sent = {"reason": "nhập nhầm hai lần", "version": "0", "act": "withdraw"}
    assert client.post(f"{address(incident)}standing/", sent).status_code == 302
    incident.refresh_from_db()
    assert incident.withdrawn_reason == "nhập nhầm hai lần"
    assert counts() == {}
    assert not IncidentLocation.objects.exists()
    assert "đã rút, không tính" in client.get(address(incident)).content.decode()
    assert client.post(address(incident), incident_form(deaths="1")).status_code in (400, 409)
    back = {"reason": "kiểm tra lại, có thật", "version": str(version_of(incident)), "act": "put_back"}
    assert client.post(f"{address(incident)}standing/", back).status_code == 302
    assert counts() == before
    page = client.get(address(incident)).content.decode()
    assert page.index("kiểm tra lại, có thật") < page.index("nhập nhầm hai lần")


def test_a_new_boundary_set_does_not_count_a_withdrawn_case(people, signed_in, incident):
    from layers.importing.counts import locate_all_incidents
    from layers.models import BoundarySet

    sent = {"reason": "nhập nhầm", "version": "0", "act": "withdraw"}
    signed_in(people.owner).post(f"{address(incident)}standing/", sent)
    locate_all_incidents(BoundarySet.objects.get())
    assert counts() == {}


def test_the_outsider_sees_and_changes_nothing(people, signed_in, incident):
    client = signed_in(people.outsider)
    before = every_count()
    assert client.get(address(incident)).status_code == 404
    assert client.post(address(incident), incident_form(deaths="9")).status_code == 404
    standing = {"reason": "x", "version": "0", "act": "withdraw"}
    assert client.post(f"{address(incident)}standing/", standing).status_code == 404
    assert client.post("/data/incidents/new/", new()).status_code == 400
    Incident.objects.update(withdrawn_reason="x")
    IncidentLocation.objects.all().delete()
    assert client.get(address(incident)).status_code == 404
    assert every_count()["layers_incident"] == before["layers_incident"]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.COMMUNE_OFFICER, Role.BORDER_GUARD, Role.SECRETARY])
def test_a_colleague_who_may_not_import_only_looks(people, signed_in, incident, role):
    people.colleague.role = role
    people.colleague.save()
    client = signed_in(people.colleague)
    page = client.get(address(incident))
    assert page.status_code == 200
    assert "Lưu</button>" not in page.content.decode()
    assert client.get("/data/incidents/new/").status_code == 403
    assert client.post(address(incident), incident_form(deaths="9")).status_code == 403
    assert client.post(f"{address(incident)}standing/", {}).status_code == 403
    incident.refresh_from_db()
    assert incident.deaths is None


@pytest.mark.parametrize("precision", ["commune", "commune_year"])
def test_a_category_not_shown_as_points_has_no_page_and_no_entry(people, signed_in, incident, precision):
    IncidentCategory.objects.filter(pk="theft").update(precision=precision)
    client = signed_in(people.owner)
    assert client.get(address(incident)).status_code == 404
    assert client.post("/data/incidents/new/", new()).status_code == 400


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reason": ""}, "ghi vì sao sửa"),
        ({"reason": "theo CCCD 079085001234"}, "079085001234|căn cước|định danh"),
        ({"reason": "gọi 0912345678 để hỏi"}, "điện thoại"),
        ({"lon": "106,85"}, "ngoài địa bàn phụ trách"),
        ({"lon": "10,5"}, "ngoài Việt Nam"),
        ({"lat": "bắc"}, "độ thập phân"),
        ({"lat": "1e999"}, "độ thập phân"),
        ({"lon": ""}, "errorlist"),
        ({"occurred_at": "13/31/2026"}, "31/12/2026 08:30"),
        ({"occurred_at": "01/01/2199"}, "tương lai"),
        ({"occurred_at": "01/01/1900"}, "errorlist"),
        ({"deaths": "-1"}, "errorlist"),
        ({"deaths": "nhiều"}, "errorlist"),
        ({"category": "lạ"}, "errorlist"),
        ({"version": "x"}, "errorlist"),
        ({"version": "7"}, "Người khác vừa sửa"),
        ({}, "Chưa có gì thay đổi"),
    ],
)
def test_a_bad_correction_changes_nothing(people, signed_in, incident, changed, sentence):
    import re

    client = signed_in(people.owner)
    before = every_count()
    answer = client.post(address(incident), incident_form(**changed))
    assert answer.status_code in (400, 409)
    assert re.search(sentence, answer.content.decode())
    assert every_count() == before


def test_a_taken_reference_is_told(people, signed_in, incident):
    answer = signed_in(people.owner).post("/data/incidents/new/", new() | {"source": "thử", "ref": "H1"})
    assert answer.status_code == 400
    assert "đã có vụ việc mang mã đó" in answer.content.decode()
    assert Incident.objects.count() == 1


def test_a_plate_as_reference_is_refused(people, signed_in):
    answer = signed_in(people.owner).post("/data/incidents/new/", new() | {"ref": "61A-123.45"})
    assert answer.status_code == 400
    assert not Incident.objects.exists()


def test_no_such_incident(people, signed_in):
    assert signed_in(people.owner).get("/data/incidents/999999/").status_code == 404


def test_nobody_signed_in_is_sent_to_the_door(client, incident):
    assert client.get(address(incident)).status_code == 302
