"""Rows of the strip outside the administration: added, changed, ended; who may; what is refused and how."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from gis_app.access.models import Agency
from gis_app.access.versions import history
from gis_app.border.models import BorderSection, CommuneDuty, ListedCommune, RiverStretch, SharingAgreement
from gis_app.border.strip.editors import may_edit
from gis_app.border.strip.placing import Strip
from layers.models import BorderLine
from tests.border.conftest import REFORM, make_section

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


@pytest.fixture
def duty(people, posts) -> CommuneDuty:
    """The east post answers for a commune of the owner: it may be given a section there."""
    return CommuneDuty.objects.create(
        agency=posts[1], unit=people.home_communes[2], document="QĐ (thử)", valid_from=REFORM
    )


def section_form(line, agency, **fields) -> dict[str, object]:
    given = {
        "agency": agency.pk,
        "name": "Đoạn mới",
        "line": line.pk,
        "from_place": "22.000",
        "to_place": "mốc 63",
        "published_length_km": "11,2",
        "document": "Quyết định 5/QĐ-BCH ngày 01/08/2025",
        "valid_from": "01/09/2025",
    }
    return given | fields


def add(client, kind: str, data: dict[str, object]):
    return client.post(reverse("border_record_new", args=[kind]), data, follow=True)


def said(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_section_is_added_by_marker_and_metres(people, line, posts, markers, duty, signed_in):
    response = add(signed_in(people.owner), "sections", section_form(line, posts[1]))
    assert response.status_code == 200, said(response)
    section = BorderSection.objects.get()
    assert section.from_m == 22_000
    assert section.to_m == pytest.approx(32_770, abs=10)
    assert section.published_length_km == 11.2


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"to_place": "90 km"}, "nằm ngoài đường này"),
        ({"from_place": "30.000", "to_place": "25.000"}, "Điểm cuối phải sau điểm đầu"),
        ({"from_place": "mốc 999"}, "Không có mốc 999"),
        ({"valid_from": "01/07/2025"}, "Ngày bắt đầu đứng trước ngày văn bản (01/08/2025)"),
        ({"valid_from": "31/02/2026"}, "Ngày không đúng"),
        ({"valid_to": "01/09/2025"}, "Ngày hết hiệu lực phải sau ngày bắt đầu"),
        ({"name": "Nguyễn Văn Minh"}, "họ tên"),
        ({"from_place": "0", "to_place": "10.000"}, "không nằm cạnh xã, phường nào trong địa bàn"),
    ],
)
def test_what_is_wrong_is_told_beside_what_was_typed(
    people, line, posts, markers, duty, signed_in, fields, told
):
    response = add(signed_in(people.owner), "sections", section_form(line, posts[1], **fields))
    assert response.status_code == 400
    assert told in said(response)
    assert "Đoạn mới" in said(response) or "name" in fields
    assert not BorderSection.objects.exists()


def test_an_agency_that_was_merged_away_names_its_heir(people, line, posts, markers, duty, signed_in):
    Agency.objects.filter(pk=posts[1].pk).update(valid_to=YESTERDAY, successor=posts[0])
    response = add(signed_in(people.owner), "sections", section_form(line, posts[1]))
    assert response.status_code == 400
    assert f"{posts[0]} kế tục: hãy chọn cơ quan này" in said(response)


def test_an_overlap_is_allowed_and_told(people, line, posts, markers, duty, signed_in):
    make_section(line, posts[0], 20_000, 25_000)
    response = add(signed_in(people.owner), "sections", section_form(line, posts[1]))
    assert BorderSection.objects.count() == 2
    assert "Chồng lấn với Đồn Biên phòng Tây" in said(response)
    assert "3.000 m trên bản vẽ" in said(response)


def change_of(section: BorderSection, **fields) -> dict[str, object]:
    data = section_form(section.line, section.agency, name=section.name, document=section.document)
    given = {"from_place": "20.000", "to_place": "30.000", "valid_from": "01/07/2025", "reason": "QĐ mới"}
    return data | given | {"published_length_km": ""} | fields


def test_a_section_is_ended_and_its_history_says_why(people, line, posts, duty, signed_in):
    section = make_section(line, posts[1], 20_000, 30_000)
    address = reverse("border_record", args=["sections", section.pk])
    client = signed_in(people.owner)
    version = client.get(address).context["form"].initial["version"]
    client.post(address, change_of(section, valid_to="01/10/2026", version=version))
    section.refresh_from_db()
    assert section.valid_to == datetime.date(2026, 10, 1)
    (step,) = history(section)
    assert step.who == people.owner
    assert step.reason == "QĐ mới"
    assert ("Đến trước ngày", "—", "01/10/2026") in step.changes
    assert "QĐ mới" in said(client.get(address))


def test_of_two_people_at_once_the_second_is_told(people, line, posts, duty, signed_in):
    section = make_section(line, posts[1], 20_000, 30_000)
    address = reverse("border_record", args=["sections", section.pk])
    client = signed_in(people.owner)
    version = client.get(address).context["form"].initial["version"]
    client.post(address, change_of(section, to_place="31.000", version=version))
    late = client.post(address, change_of(section, to_place="32.000", version=version))
    assert late.status_code == 409
    assert "Người khác vừa sửa mục này" in said(late)
    assert 'value="32.000"' in said(late)
    section.refresh_from_db()
    assert section.to_m == 31_000


def test_a_change_without_a_reason_or_without_a_change_is_refused(people, line, posts, duty, signed_in):
    section = make_section(line, posts[1], 20_000, 30_000)
    address = reverse("border_record", args=["sections", section.pk])
    client = signed_in(people.owner)
    version = client.get(address).context["form"].initial["version"]
    assert "Chưa có lý do" in said(client.post(address, change_of(section, reason="", version=version)))
    same = client.post(address, change_of(section, version=version))
    assert "Chưa có gì thay đổi" in said(same)
    assert same.status_code == 400


def test_a_river_is_recorded_with_what_was_taken(people, line, signed_in):
    data = {
        "line": line.pk, "river": "Sông Măng", "taken": "thalweg", "from_place": "25.000", "to_place": "cuối",
        "document": "Hiệp ước (thử)", "valid_from": "01/07/2025",
    }  # fmt: skip
    add(signed_in(people.owner), "rivers", data)
    assert str(RiverStretch.objects.get()) == "Sông Măng (lấy theo trục luồng sâu nhất)"


def test_a_drawing_is_replaced_and_its_sections_are_told(people, line, posts, duty, signed_in):
    old = make_section(line, posts[1], 20_000, 30_000)
    better = BorderLine.objects.create(
        name="Đường vẽ lại", geometry=line.geometry, batch=line.batch, source="Đo mới"
    )
    client = signed_in(people.owner)
    given = {"line": line.pk, "by": line.pk, "document": "QĐ 9", "valid_from": "01/06/2026"}
    assert "Đường thay thế phải là đường khác" in said(add(client, "superseded", given))
    assert add(client, "superseded", given | {"by": better.pk}).status_code == 200
    assert "Đường này đã có đường khác thay" in said(add(client, "sections", section_form(line, posts[1])))
    before, after = datetime.date(2026, 5, 31), datetime.date(2026, 6, 1)
    assert list(BorderSection.objects.on(before)) == [old]
    assert list(BorderSection.objects.on(after)) == []
    assert [each.pk for each in Strip(before).lines] == [line.pk]
    assert [each.pk for each in Strip(after).lines] == [better.pk]
    page = said(client.get("/border/strip/"))
    assert "đường này không còn dùng: kết thúc mục cũ, ghi lại trên đường mới" in page
    assert "thôi dùng từ 01/06/2026, thay bằng Đường vẽ lại" in page
    for address in ("border_strip_map", "border_ground"):
        assert client.get(reverse(address)).json()["sections"] == []
    assert client.get(reverse("border_record", args=["sections", old.pk])).status_code == 200


def test_a_drawing_is_replaced_ahead_and_sections_are_recorded_before_its_day(
    people, line, posts, duty, signed_in
):
    better = BorderLine.objects.create(name="Đường vẽ lại", geometry=line.geometry, batch=line.batch)
    client, day = signed_in(people.owner), timezone.localdate() + datetime.timedelta(days=30)
    starts = f"{day:%d/%m/%Y}"
    given = {"line": line.pk, "by": better.pk, "document": "QĐ 9", "valid_from": starts}
    assert add(client, "superseded", given).status_code == 200
    back = add(client, "superseded", given | {"line": better.pk, "by": line.pk})
    assert "Đường thay thế khi đó đã có đường khác thay" in said(back)
    page = said(client.get("/border/strip/"))
    assert f"{line.name} thôi dùng từ {starts}, thay bằng Đường vẽ lại" in page
    ahead = section_form(better, posts[1], from_place="22.000", to_place="30.000", valid_from=starts)
    assert add(client, "sections", ahead).status_code == 200
    foot = {"line": better.pk, "lat": 11.2, "lon": 107.1}
    assert client.get(reverse("border_foot"), foot).status_code == 200
    section = BorderSection.objects.get()
    assert not BorderSection.objects.on(timezone.localdate()).exists()
    assert [each.pk for each in Strip(timezone.localdate()).lines] == [line.pk]
    assert Strip(day).sections == [section]
    assert Strip(day).lines == [better]


def test_a_duty_is_given_once_and_only_to_agencies_of_the_jurisdiction(people, line, posts, duty, signed_in):
    client = signed_in(people.owner)
    given = {
        "agency": posts[1].pk, "unit": people.home_communes[2].pk, "document": "QĐ 9",
        "valid_from": "01/01/2026",
    }  # fmt: skip
    twice = add(client, "duties", given)
    assert "Cơ quan này đã phụ trách xã, phường đó" in said(twice)
    add(client, "duties", given | {"unit": people.home_communes[3].pk})
    assert CommuneDuty.objects.count() == 2
    CommuneDuty.objects.create(
        agency=posts[0], unit=people.away_communes[2], document="QĐ (thử)", valid_from=REFORM
    )
    add(client, "duties", given | {"agency": posts[0].pk})
    add(client, "duties", given | {"unit": people.away_communes[3].pk})
    assert CommuneDuty.objects.count() == 3, "neither another province's post nor its commune"


def test_a_commune_of_another_time_is_refused(people, line, signed_in):
    data = {"unit": people.home_communes[2].pk, "document": "NĐ cũ", "valid_from": "01/01/2020"}
    response = add(signed_in(people.owner), "communes", data)
    assert "không có vào ngày 01/01/2020" in said(response)


def decree(client, **fields):
    data = {"document": "Nghị định 299/2025/NĐ-CP", "valid_from": "01/03/2026", "replaces": "on"} | fields
    return client.post(reverse("border_decree"), data, follow=True)


def listed_on(day: datetime.date) -> set[str]:
    return set(ListedCommune.objects.on(day).values_list("unit__name", flat=True))


def test_a_whole_list_replaces_the_one_before(people, line, signed_in):
    inland, _other, west, east = people.home_communes
    for unit in (inland, west):
        ListedCommune.objects.create(unit=unit, document="NĐ 34/2014", valid_from=REFORM)
    foreign = ListedCommune.objects.create(
        unit=people.away_communes[2], document="NĐ 34/2014", valid_from=REFORM
    )
    response = decree(signed_in(people.owner), units=[west.pk, east.pk])
    assert "Đã ghi danh sách 2 xã, phường: 1 mới, 1 kết thúc" in said(response)
    assert listed_on(datetime.date(2026, 3, 1)) == {west.name, east.name, foreign.unit.name}
    assert listed_on(datetime.date(2026, 2, 28)) == {inland.name, west.name, foreign.unit.name}
    decree(signed_in(people.owner), units=[west.pk, east.pk])
    assert ListedCommune.objects.count() == 5, "entered twice, it is there once"


def test_communes_can_be_typed_by_name_and_an_unknown_one_refuses_all(people, line, signed_in):
    client = signed_in(people.owner)
    wrong = decree(client, others="Đồng Nai 1\nXã Không Có")
    assert "Không tìm thấy trong địa bàn của bạn: Xã Không Có" in said(wrong)
    assert not ListedCommune.objects.exists()
    decree(client, others="Đồng Nai 1\n- Đồng Nai 2")
    assert listed_on(datetime.date(2026, 3, 1)) == {"Đồng Nai 1", "Đồng Nai 2"}
    assert "Chưa chọn xã" in said(decree(client))


def agreement_form(gives, takes, **fields) -> dict[str, object]:
    given = {
        "giver": gives.pk, "receiver": takes.pk, "kinds": ["smuggling"], "document": "05/QCPH",
        "document_date": "01/09/2025", "valid_from": "01/10/2025",
    }  # fmt: skip
    return given | fields


def test_an_agreement_is_recorded_by_who_speaks_for_the_giver(people, line, posts, duty, signed_in):
    west, east = posts
    client = signed_in(people.owner)
    foreign = add(client, "agreements", agreement_form(west, east))
    assert "không thuộc phạm vi của bạn" in said(foreign)
    both = add(client, "agreements", agreement_form(east, west, both_ways="on"))
    assert "hãy ghi một chiều" in said(both)
    add(client, "agreements", agreement_form(east, west))
    agreement = SharingAgreement.objects.get()
    assert [kind.pk for kind in agreement.kinds.all()] == ["smuggling"]
    assert "05/QCPH" in said(client.get(reverse("border_agreements")))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"kinds": []}, "Chưa chọn loại tin nào"),
        ({"valid_from": "31/08/2025"}, "Ngày bắt đầu đứng trước ngày văn bản"),
        ({"receiver": "giver"}, "Bên nhận phải là cơ quan khác"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(people, line, posts, duty, signed_in, fields, told):
    if fields.get("receiver") == "giver":
        fields = {"receiver": posts[1].pk}
    response = add(signed_in(people.owner), "agreements", agreement_form(posts[1], posts[0], **fields))
    assert told in said(response)
    assert not SharingAgreement.objects.exists()


def test_who_may_and_who_may_not(people, force, signed_in):
    assert may_edit(people.owner)
    assert may_edit(force.command)
    for account in (people.colleague, force.east, force.west, force.police):
        assert not may_edit(account)
        client = signed_in(account)
        for kind in ("sections", "rivers", "duties", "communes", "agreements"):
            assert client.get(reverse("border_record_new", args=[kind])).status_code == 403
        assert client.get(reverse("border_decree")).status_code == 403


def test_a_party_reads_its_agreement_and_others_do_not(people, force, signed_in):
    agreement = SharingAgreement.objects.create(
        giver=force.east.agency, receiver=force.west.agency, document="05/QCPH",
        document_date=YESTERDAY, valid_from=YESTERDAY,
    )  # fmt: skip
    address = reverse("border_record", args=["agreements", agreement.pk])
    for account in (force.east, force.west, force.command):
        assert signed_in(account).get(address).status_code == 200
    for account in (force.police, people.outsider, people.colleague):
        assert signed_in(account).get(address).status_code == 404


def test_the_place_nearest_to_a_click_is_told(people, line, markers, signed_in):
    client = signed_in(people.owner)
    answer = client.get(reverse("border_foot"), {"line": line.pk, "lat": 11.19, "lon": 107.0}).json()
    assert answer["words"] == "mốc 62"
    for bad in (
        {},
        {"line": line.pk},
        {"line": "x", "lat": 1, "lon": 1},
        {"line": line.pk, "lat": "a", "lon": 1},
    ):
        assert client.get(reverse("border_foot"), bad).status_code == 400
