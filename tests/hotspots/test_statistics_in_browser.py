"""The walk: choose a question, change the seed, compute, read the map, the list and what it does not mean."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.hotspots.conftest import work

pytestmark = pytest.mark.browser


def test_ask_read_and_run_again(grid, enter):
    page = enter(grid.owner)
    page.get_by_role("link", name="Thống kê điểm nóng").click()
    page.get_by_role("link", name="Điểm nóng (Gi*)").click()
    page.get_by_label("Ranh giới có hiệu lực ngày").fill("30/06/2026")
    page.get_by_label("Từ tháng").fill("01/2026")
    page.get_by_label("Hạt giống ngẫu nhiên").fill("7")
    page.get_by_role("button", name="Tính").click()
    expect(page.get_by_text("Chờ đến lượt.")).to_be_visible()
    work()
    page.locator("#map[data-ready=yes]").wait_for()
    expect(page.locator("#legend")).to_contain_text("điểm nóng")
    expect(page.get_by_role("heading", name="Không có nghĩa là")).to_be_visible()
    first = page.locator("#communes tbody tr").first
    expect(first).to_contain_text("điểm nóng")
    first.locator("td").first.click()
    expect(first).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Chạy lại để đối chiếu").click()
    expect(page.get_by_text("Chờ đến lượt.")).to_be_visible()
    work()
    expect(page.get_by_text("Chạy lại cho đúng kết quả")).to_be_visible()
