"""Adding and correcting on the map with the mouse: a point is placed and moved, an area is drawn."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from layers.importing.counts import locate_all_incidents
from layers.models import BoundarySet, Incident, MonthlyCount, Site
from tests.factories import IncidentFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.locator("#map[data-ready=yes]").wait_for()
    return page


def at(page: Page, right: float, down: float) -> tuple[float, float]:
    """Return a place of the map, as shares of its width and height, in pixels of the page."""
    box = page.locator("#map").bounding_box()
    return box["x"] + right * box["width"], box["y"] + down * box["height"]


def test_an_incident_is_placed_corrected_and_withdrawn(people, enter):
    page = opened(enter(people.owner), "/data/incidents/new/")
    page.mouse.click(*at(page, 0.4, 0.6))
    assert page.get_by_label("Vĩ độ").input_value().startswith("11,")
    assert page.get_by_label("Kinh độ").input_value().startswith("107,")
    page.get_by_label("Loại vụ việc").select_option("theft")
    page.get_by_label("Xảy ra lúc").fill("01/06/2026 08:30")
    page.get_by_label("Nguồn").fill("Công an xã")
    page.get_by_role("button", name="Thêm", exact=True).click()
    expect(page.get_by_text("Đã thêm vụ việc")).to_be_visible()
    made = Incident.objects.get()
    assert MonthlyCount.objects.get().incidents == 1

    page.locator("#map[data-ready=yes]").wait_for()
    pin = page.locator(".edit-pin").bounding_box()
    page.mouse.move(pin["x"] + 11, pin["y"] + 11)
    page.mouse.down()
    page.mouse.move(pin["x"] + 60, pin["y"] + 40, steps=5)
    page.mouse.up()
    page.locator("#edit-form").get_by_label("Lý do").fill("dời về đúng nút giao")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("số liệu của xã, phường đã tính lại")).to_be_visible()
    expect(page.get_by_text("dời về đúng nút giao")).to_be_visible()
    moved = Incident.objects.get()
    assert moved.point.x > made.point.x
    assert moved.point.y < made.point.y

    page.get_by_role("heading", name="Rút vụ việc nhập sai").scroll_into_view_if_needed()
    page.locator("form[action$=standing\\/]").get_by_label("Lý do").fill("nhập nhầm")
    page.get_by_role("button", name="Rút vụ việc").click()
    expect(page.get_by_text("đã rút, không tính")).to_be_visible()
    assert not MonthlyCount.objects.exists()


def test_an_area_is_drawn_and_bent(people, enter):
    page = opened(enter(people.owner), "/data/sites/new/?kind=mine")
    page.get_by_role("button", name="Vùng").click()
    corners = [(0.35, 0.35), (0.55, 0.35), (0.55, 0.6), (0.35, 0.6)]
    for corner in corners:
        page.mouse.click(*at(page, *corner))
        page.wait_for_timeout(350)
    page.mouse.click(*at(page, *corners[0]))
    expect(page.get_by_text("Kéo các đỉnh để sửa")).to_be_visible()
    page.get_by_label("Tên", exact=True).fill("Mỏ đá Số 9")
    page.get_by_label("Giấy phép").select_option("no")
    page.get_by_label("Nguồn").fill("Sở")
    page.get_by_role("button", name="Thêm", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Mỏ đá Số 9")).to_be_visible()
    made = Site.objects.get()
    assert made.geometry.geom_type == "Polygon"
    assert made.geometry.num_coords == 5

    page.locator("#map[data-ready=yes]").wait_for()
    vertex = page.locator(".marker-icon:not(.marker-icon-middle)").first.bounding_box()
    page.mouse.move(vertex["x"] + 7, vertex["y"] + 7)
    page.mouse.down()
    page.mouse.move(vertex["x"] + 47, vertex["y"] + 27, steps=5)
    page.mouse.up()
    page.get_by_label("Lý do").fill("theo bản đồ cấp phép")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu địa điểm")).to_be_visible()
    assert not Site.objects.get().geometry.equals_exact(made.geometry, 1e-9)


def test_a_colleague_looks_without_tools(people, enter):
    incident = IncidentFactory(at=(107.05, 11.05))
    locate_all_incidents(BoundarySet.objects.get())
    page = opened(enter(people.colleague), f"/data/incidents/{incident.pk}/")
    expect(page.locator(".edit-pin")).to_be_visible()
    expect(page.get_by_role("button", name="Lưu")).to_have_count(0)


def test_a_format_of_one_system_closes_the_choice_and_says_why(people, enter):
    page = enter(people.owner)
    page.goto("/data/export/?list=incidents")
    page.get_by_label("KML").check()
    expect(page.get_by_label("Hệ tọa độ")).to_be_disabled()
    expect(page.get_by_text("KML luôn dùng WGS 84")).to_be_visible()
    page.get_by_label("GeoPackage", exact=True).check()
    expect(page.get_by_label("Hệ tọa độ")).to_be_enabled()
