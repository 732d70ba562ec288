"""The page of the programme, its workbook, and the choice of who is judged, as three people see them."""

from __future__ import annotations

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from gis_app.access.models import AuditEntry
from gis_app.access.roles import Role
from gis_app.transformation.models import JudgedSuccessor
from gis_app.transformation.programme.waiting import waiting_for
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db
AFTER = datetime.date(2026, 6, 1)


@pytest.fixture
def merged(reform):
    """A transformed area whose commune became part of a larger one, and one that stayed as it was."""
    areas = reform.transformed(*reform.cycle.communes[:2])
    together = reform.unit("80001", 500e6)
    reform.follow(reform.cycle.communes[0], together)
    return reform.cycle, areas, together


def url(cycle, query=""):
    return reverse("programme", args=[cycle.plan.pk]) + query


def test_the_page_tells_figures_areas_clause_and_chart(merged, signed_in):
    cycle, areas, _together = merged
    page = signed_in(cycle.people.colleague).get(url(cycle))
    text = page.content.decode()
    assert page.status_code == 200
    assert "2/2" in text and "1–2/2" in text and "50,0–100,0 %" in text
    assert "Hàng năm tổ chức chuyển hóa thành công ít nhất 60%" in text and "mục II.1" in text
    assert reverse("area", args=[areas[0].pk]) in text
    assert "<svg" in text and "chart__bar" in text and "chart__span" in text
    assert "Xã Mới 80001 (100,0 %)" in text
    assert reverse("statistic_new", args=["selection_accuracy"]) in text
    assert "Chọn đơn vị" not in text  # a viewer only looks


def test_a_past_day_is_shown_as_it_was(merged, signed_in):
    cycle, _areas, _together = merged
    text = signed_in(cycle.people.owner).get(url(cycle, "?on=28/02/2026")).content.decode()
    assert "1–2/2" not in text and "2/2" in text
    nothing = signed_in(cycle.people.owner).get(url(cycle, "?on=01/01/2020")).content.decode()
    assert "chưa có địa bàn nào được lựa chọn" in nothing


@pytest.mark.parametrize("on", ["31/02/2026", "abc", "01/01/2099", "0"])
def test_a_day_that_is_none_is_one_sentence(cycle, signed_in, on):
    page = signed_in(cycle.people.owner).get(url(cycle, f"?on={on}"))
    assert page.status_code == 422
    assert "errorlist" in page.content.decode()


@pytest.mark.parametrize("year", ["abc", "999999999999", "-1", "1"])
def test_a_year_without_a_list_shows_the_newest_one(merged, signed_in, year):
    cycle, _areas, _together = merged
    page = signed_in(cycle.people.owner).get(url(cycle, f"?year={year}"))
    assert "danh sách năm 2025" in page.content.decode()


def test_the_groups_are_those_of_the_cap(merged, signed_in):
    cycle, _areas, _together = merged
    assert "Tỉnh Đồng Nai" in signed_in(cycle.people.owner).get(url(cycle)).content.decode()


def test_who_sees_a_part_is_told_so(merged, signed_in):
    cycle, areas, _together = merged
    cycle.people.colleague.units.set([areas[1].unit])
    text = signed_in(cycle.people.colleague).get(url(cycle)).content.decode()
    assert "chỉ xem được một phần" in text and "1/1" in text
    assert str(areas[0].unit) not in text


def test_an_outsider_finds_nothing(merged, signed_in):
    cycle, areas, together = merged
    client = signed_in(cycle.people.outsider)
    choice = reverse("judged", args=[areas[0].pk])
    assert client.get(url(cycle)).status_code == 404
    assert client.get(reverse("programme_xlsx", args=[cycle.plan.pk])).status_code == 404
    assert client.get(choice).status_code == client.post(choice, {"unit": together.pk}).status_code == 404
    assert not JudgedSuccessor.objects.exists()


def test_the_workbook_holds_the_figures_and_is_logged(merged, signed_in):
    cycle, areas, _together = merged
    address = reverse("programme_xlsx", args=[cycle.plan.pk])
    response = signed_in(cycle.people.owner).get(address + "?on=01/06/2026")
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Theo năm", "Theo nhóm", "Địa bàn", "Ghi chú"]
    years = list(book["Theo năm"].values)
    assert years[1][:6] == (2025, cycle.plan.current.kpis[0].text, "01/06/2026", 2, 2, 2)
    rows = list(book["Địa bàn"].values)
    assert [row[2] for row in rows[1:]] == [str(area.unit) for area in areas]
    assert rows[1][5] is None and rows[2][5] == str(areas[1].unit)
    entry = AuditEntry.objects.get()
    assert (entry.account, entry.details["rows"]) == (cycle.people.owner, 2)
    assert entry.details["on"] == "01/06/2026"
    assert signed_in(cycle.people.colleague).get(address).status_code == 403
    assert AuditEntry.objects.count() == 1


def given(together, **other):
    return {
        "unit": together.pk,
        "number": "7/TB-BCĐ",
        "decided_on": "01/06/2026",
        "body": "Ban Chỉ đạo 138",
        "reason": "toàn bộ địa bàn cũ",
        "seen_choice": "",
        **other,
    }


def test_the_secretary_records_the_choice(merged, signed_in):
    cycle, areas, together = merged
    secretary = AccountFactory(role=Role.SECRETARY)
    secretary.units.add(cycle.people.home)
    (line,) = waiting_for(secretary, AFTER)
    assert "1 địa bàn đã sáp nhập, chia tách chưa chọn đơn vị" in line.sentence
    client, address = signed_in(secretary), reverse("judged", args=[areas[0].pk])
    assert "Xã Mới 80001 (80001): 100,0 % diện tích địa bàn cũ" in client.get(address).content.decode()
    page = client.post(address, given(together), follow=True)
    assert "được đánh giá cho địa bàn" in page.content.decode()
    assert JudgedSuccessor.objects.get().recorded_by == secretary
    assert waiting_for(secretary, AFTER) == []
    assert "7/TB-BCĐ" in client.get(address).content.decode()
    again = client.post(address, given(together, number="8/TB"))
    assert again.status_code == 422 and "vừa chọn" in again.content.decode()


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"unit": ""}, "Chưa chọn đơn vị"),
        ({"unit": "999999"}, "không kế thừa"),
        ({"unit": "abc"}, "không kế thừa"),
        ({"decided_on": "32/13/2026"}, "Ngày không đúng"),
        ({"decided_on": "01/02/2026"}, "vẫn là đơn vị hành chính"),
        ({"number": ""}, "Chưa ghi số văn bản"),
        ({"seen_choice": "abc"}, "hãy tải lại trang"),
    ],
)
def test_bad_input_is_one_sentence(merged, signed_in, other, sentence):
    cycle, areas, together = merged
    page = signed_in(cycle.people.owner).post(reverse("judged", args=[areas[0].pk]), given(together, **other))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not JudgedSuccessor.objects.exists()


def test_a_viewer_chooses_nothing(merged, signed_in):
    cycle, areas, together = merged
    client, address = signed_in(cycle.people.colleague), reverse("judged", args=[areas[0].pk])
    assert "Ghi lựa chọn" not in client.get(address).content.decode()
    assert client.post(address, given(together)).status_code == 403
    assert waiting_for(cycle.people.colleague, AFTER) == []


def test_a_commune_that_still_exists_needs_no_choice(merged, signed_in):
    cycle, areas, _together = merged
    text = signed_in(cycle.people.owner).get(reverse("judged", args=[areas[1].pk])).content.decode()
    assert "vẫn là đơn vị hành chính đang có hiệu lực" in text and "Ghi lựa chọn" not in text
