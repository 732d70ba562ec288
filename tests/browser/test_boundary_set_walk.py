"""A boundary set with a shape that crosses itself: seen on its page, repaired, put into force."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import Page

from layers.models import BoundarySet
from tests.boundary_sets.files import crossing
from tests.browser.conftest import bring, let_the_worker, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def read_in(page: Page, language: str) -> None:
    """Show the page again in a language, with its map."""
    name = settings.LANGUAGE_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": language, "domain": "localhost", "path": "/"}])
    page.reload()
    page.locator("#map[data-ready]").wait_for()


def test_a_shape_that_crosses_itself_is_seen_repaired_and_put_into_force(planner, tmp_path):
    page = planner
    bring(page, "boundaries", crossing(tmp_path / "xa.geojson"))
    page.get_by_label("Có hiệu lực từ").fill("01/01/2026")
    page.get_by_label("Mã tỉnh").fill("75")
    press(page, "Tiếp: ghép cột", "Tiếp: hệ tọa độ", "Kiểm tra tệp")
    let_the_worker(page)
    page.get_by_text("1 đơn vị có hình không hợp lệ đã được dựng lại").wait_for()
    press(page, "Lưu để kiểm tra")
    let_the_worker(page)
    page.get_by_text("Đã lưu bộ ranh giới để kiểm tra").wait_for()

    page.locator("#map[data-ready]").wait_for()
    rebuilt = page.get_by_role("row", name="hình không hợp lệ, đã dựng lại Xã Số 5 (5)")
    assert rebuilt.get_by_role("cell").all_inner_texts()[1:3] == ["30.048.252", "—"]
    rebuilt.get_by_role("button", name="Xem trên bản đồ").click()
    page.locator(".leaflet-control-scale-line", has_text="100 m").wait_for()
    read_in(page, "en")
    page.get_by_role("row", name="invalid shape, rebuilt Xã Số 5 (5) 30,048,252").wait_for()
    page.get_by_role("heading", name="Commune level from 01/01/2026 (xa)").wait_for()
    read_in(page, "vi")

    page.get_by_label("Dung sai").fill("60")
    press(page, "Tạo bản sửa")
    let_the_worker(page)
    page.get_by_role("heading", name="Những gì bản sửa đã thay đổi").wait_for()
    page.get_by_text("từ 2 còn 0 chỗ không khớp").wait_for()
    read_in(page, "en")
    page.get_by_role("heading", name="(repaired, tolerance 60 m)").wait_for()
    read_in(page, "vi")
    press(page, "Đưa vào dùng")
    let_the_worker(page)
    page.get_by_text("Đã đưa vào dùng").wait_for()
    assert BoundarySet.objects.get(repair__isnull=False).status == BoundarySet.Status.ACTIVE
