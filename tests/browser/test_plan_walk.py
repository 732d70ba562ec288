"""Amending a plan in the page: one target, with the document that changes it, published and compared."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from gis_app.plans.models import Plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_target_is_raised_published_and_seen_in_the_comparison(people, enter):
    page = enter(people.owner)
    page.get_by_role("link", name="Kế hoạch", exact=True).click()
    page.get_by_role("link", name="7488/KH-UBND").click()
    page.get_by_role("button", name="Sửa thành phiên bản mới").click()
    expect(page.get_by_text("Chưa sửa mục nào")).to_be_visible()

    page.get_by_role("link", name="T2 tỷ lệ điều tra").click()
    page.get_by_label("Mức").fill("85")
    page.get_by_label("Văn bản sửa đổi: số, ký hiệu").fill("12/KH-UBND")
    page.get_by_label("Ngày của văn bản sửa đổi").fill("05/01/2026")
    page.get_by_label("Lý do sửa").fill("Tỉnh nâng chỉ tiêu giai đoạn mới")
    page.get_by_role("button", name="Lưu vào dự thảo").click()
    expect(page.get_by_text("Đã lưu vào dự thảo.")).to_be_visible()

    page.get_by_role("button", name="Ban hành phiên bản mới").click()
    expect(page.get_by_text("Đã ban hành phiên bản 2.")).to_be_visible()
    expect(page.get_by_text("Sửa theo 12/KH-UBND ngày 05/01/2026")).to_be_visible()

    page.get_by_role("link", name="So sánh phiên bản").click()
    row = page.get_by_role("row", name="Mức 80 85")
    expect(row).to_be_visible()
    assert Plan.objects.get(pk="dongnai-7488-2017").current.number == 2
