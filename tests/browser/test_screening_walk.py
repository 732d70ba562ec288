"""Screen → flagged commune → why → evidence on the map → change a parameter → keep → compare → ranking."""

from __future__ import annotations

import datetime

import pytest
from playwright.sync_api import expect

from gis_app.screening.models import Screening
from tests.data.conftest import work as run_worker
from tests.factories import SiteFactory
from tests.screening.asking import hectares

pytestmark = pytest.mark.browser
DAY = datetime.date(2026, 6, 30)


def test_from_a_screening_to_the_comparison_with_another_parameter(people, enter):
    flagged, other = people.home_communes[:2]
    for lon in (107.04, 107.06):
        SiteFactory(kind_id="mine", geometry=hectares((lon, 11.05), 2))
    SiteFactory(kind_id="mine", geometry=hectares((107.15, 11.05), 6))
    page = enter(people.owner)

    page.get_by_role("link", name="Rà soát", exact=True).click()
    page.get_by_label("Kế hoạch").select_option("dongnai-7488-2017")
    page.get_by_label("Năm lựa chọn").fill("2026")
    page.get_by_label("Số liệu đến ngày").fill("30/06/2026")
    page.get_by_role("button", name="Chạy rà soát").click()
    expect(page.get_by_role("heading", name="Kết quả rà soát năm 2026")).to_be_visible()
    expect(page.get_by_role("heading", name="Đọc kết quả cho đúng")).to_be_visible()
    first = Screening.objects.get()

    page.get_by_role("link", name=flagged.full_name).click()
    reason = first.findings.get(unit=flagged, criterion="d.mining").reason_vi
    expect(page.get_by_text(reason)).to_be_visible()
    page.get_by_role("link", name="Xem trên bản đồ").click()
    page.locator("#map[data-ready=yes]").wait_for()
    expect(page.get_by_role("heading", name=flagged.full_name)).to_be_visible()
    expect(page.locator(".leaflet-evidence-pane path")).not_to_have_count(0)

    page.goto(f"/screenings/try/?plan=dongnai-7488-2017&year=2026&as_of={DAY:%d/%m/%Y}")
    page.locator("#map[data-ready=yes]").wait_for()
    page.get_by_label("Tiêu chí", exact=True).select_option("d.mining")
    met = page.locator("#map path[fill='url(#map-met)']")
    expect(met).to_have_count(2)
    page.locator("[id='d.mining.min_sites']").fill("3")
    expect(met).to_have_count(1)
    expect(page.locator("#trial-state")).to_have_text("0 mới đạt, 1 không còn đạt, 0 khác")
    page.get_by_role("button", name="Giữ lại: chạy và lưu").click()
    expect(page.get_by_role("heading", name="Kết quả rà soát năm 2026")).to_be_visible()
    assert Screening.objects.count() == 2

    page.get_by_role("link", name="So sánh với lần khác").click()
    page.get_by_role("button", name="So sánh").click()
    changed = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=flagged.full_name))
    expect(changed).to_contain_text("tham số")
    expect(page.get_by_role("link", name=other.full_name)).to_have_count(0)

    page.goto(f"/screenings/{first.pk}/")
    page.get_by_role("link", name="Thứ tự tham khảo").click()
    page.get_by_role("button", name="Tính độ ổn định").click()
    page.get_by_text("Chờ đến lượt tính độ ổn định").wait_for()
    run_worker()
    expect(page.get_by_role("heading", name="Tác động của từng tham số")).to_be_visible()
