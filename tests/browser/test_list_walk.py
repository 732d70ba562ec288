"""From the list to one incident and back: corrected, seen in the list, taken away as a file."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from layers.importing.counts import locate_all_incidents
from layers.models import BoundarySet
from tests.factories import IncidentFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"


def test_an_incident_is_found_corrected_and_exported(people, enter):
    for number in range(3):
        IncidentFactory(ref=f"T-{number}", at=(107.05, 11.05), deaths=None)
    IncidentFactory(ref="F-1", at=(107.15, 11.05), category_id="fire")
    locate_all_incidents(BoundarySet.objects.get())
    page = enter(people.owner)
    page.goto("/data/")
    page.locator(".panel", has_text="Vụ việc").get_by_role("link", name="Xem danh sách").first.click()
    page.get_by_text("Loại vụ việc", exact=True).click()
    page.get_by_label("Trộm cắp tài sản").check()
    page.get_by_role("button", name="Lọc").click()
    expect(page.get_by_text("3 dòng khớp bộ lọc")).to_be_visible()

    page.get_by_role("link", name="Sửa T-1").click()
    page.locator("#map[data-ready=yes]").wait_for()
    page.get_by_label("Số người chết").fill("2")
    page.locator("#edit-form").get_by_label("Lý do").fill("theo báo cáo bổ sung")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("số liệu của xã, phường đã tính lại")).to_be_visible()
    page.get_by_role("link", name="Về danh sách vụ việc").click()
    expect(page.get_by_text("3 dòng khớp bộ lọc")).to_be_visible()
    expect(page.locator("tr", has_text="T-1").locator("td.num").first).to_have_text("2")

    page.get_by_role("link", name="Xuất danh sách").click()
    page.get_by_label("CSV").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải tệp").click()
    written = download.value.path().read_text("utf-8-sig")
    assert len(written.splitlines()) == 4
    assert "F-1" not in written
