"""A planner records a section by two clicks, sees the gap close, asks where a point is, draws a key route."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from gis_app.border.models import BorderSection, CommuneDuty, KeyRoute
from tests.border.conftest import REFORM, line, markers, measured, posts  # noqa: F401 - the border of the walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
READY = "#map[data-ready=yes]"


def test_section_by_two_clicks_then_where_then_route(people, line, posts, markers, planner):  # noqa: F811
    page = planner
    CommuneDuty.objects.create(
        agency=posts[1], unit=people.home_communes[2], document="QĐ (thử)", valid_from=REFORM
    )
    page.goto("/border/strip/")
    page.locator(READY).wait_for()
    expect(page.get_by_text("Chưa có cơ quan phụ trách").first).to_be_visible()

    page.get_by_role("link", name="Thêm đoạn", exact=True).click()
    page.locator(READY).wait_for()
    page.get_by_label("Cơ quan").select_option(label=str(posts[1]))
    page.get_by_label("Tên đoạn").fill("Đoạn thử bấm")
    box = page.locator("#map").bounding_box()
    assert box is not None
    pick = page.get_by_role("button", name="Chọn trên bản đồ")
    pick.first.click()
    # The line runs across the middle of the map: the foot of any click lies on it.
    page.mouse.click(box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.4)
    expect(page.get_by_label("Từ", exact=True)).to_have_value(re.compile(r"^\d"))
    page.mouse.click(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.4)
    expect(page.get_by_label("Đến", exact=True)).to_have_value(re.compile(r"^\d"))
    page.get_by_label("Văn bản").fill("QĐ 5/QĐ-BCH")
    page.get_by_label("Từ ngày").fill("01/09/2025")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã ghi.")).to_be_visible()
    section = BorderSection.objects.get()
    assert 20_000 < section.from_m < section.to_m < 43_700

    page.goto("/border/strip/where/")
    page.locator(READY).wait_for()
    page.get_by_role("textbox", name="Tọa độ").fill("11°11'24\"B 107°03'00\"Đ")
    page.get_by_role("button", name="Xem").click()
    expect(page.locator("#answer")).to_contain_text("vào trong 1.106 m")
    expect(page.locator("#answer")).to_contain_text(people.home_communes[2].full_name)
    page.locator("#map").click(position={"x": 200, "y": 60})
    expect(page.locator("#answer")).not_to_contain_text("vào trong 1.106 m")

    page.goto("/border/routes/new/")
    page.locator(READY).wait_for()
    page.get_by_label("Tên tuyến, địa bàn").fill("Tuyến vẽ tay")
    page.get_by_label("Trọng điểm về").select_option(label="Mua bán người")
    page.get_by_label("Cơ quan phụ trách").select_option(label=str(posts[1]))
    page.get_by_label("Văn bản").fill("QĐ 7")
    page.get_by_label("Từ ngày").fill("01/09/2025")
    page.get_by_role("button", name="Đường", exact=True).click()
    box = page.locator("#map").bounding_box()
    assert box is not None
    for x in (0.5, 0.6):
        page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * 0.7)
    page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.7)
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("chưa có biện pháp đang áp dụng")).to_be_visible()
    assert KeyRoute.objects.get().is_line
