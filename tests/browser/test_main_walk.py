"""The main job, end to end on the sample: sign in → screen → flagged commune → select → map → print."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from gis_app.operations.sample.accounts import known_password
from gis_app.transformation.models import Decision, KeyArea

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLAN, YEAR = "dongnai-7488-2017", 2027


@pytest.fixture
def sample(settings, tmp_path) -> str:
    """Load the sample area; returns the password of its accounts."""
    settings.VAR_DIR = tmp_path
    call_command("load_sample")
    password = known_password()
    assert password is not None
    return password


def test_from_sign_in_to_a_printed_annex(page: Page, sample: str, tmp_path):
    page.goto("/")
    page.get_by_label("Tên đăng nhập").fill("thammuu.dongnai")
    page.get_by_label("Mật khẩu").fill(sample)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", name="Tổng quan")).to_be_visible()
    expect(page.get_by_text("Dữ liệu mẫu: ranh giới gần đúng")).to_be_visible()
    expect(page.get_by_text("15 % của 95 = 14,25 → 14").first).to_be_visible()

    page.get_by_role("link", name="Rà soát", exact=True).click()
    page.get_by_label("Kế hoạch").select_option(PLAN)
    page.get_by_label("Năm lựa chọn").fill(str(YEAR))
    page.get_by_role("button", name="Chạy rà soát").click()
    expect(page.get_by_role("heading", name=f"Kết quả rà soát năm {YEAR}")).to_be_visible()

    flagged = page.get_by_role("table").first.get_by_role("link", name="Xã Bù Gia Mập")
    flagged.click()
    expect(page.get_by_role("heading", name="Xã Bù Gia Mập")).to_be_visible()
    expect(page.get_by_text("Giáp Campuchia trên").first).to_be_visible()
    page.get_by_role("link", name="Đề xuất").click()

    expect(page.get_by_role("heading", name=f"Lựa chọn địa bàn năm {YEAR}")).to_be_visible()
    candidates = page.get_by_role("region", name="Ứng viên từ rà soát").locator("input[name=units]")
    chosen = candidates.first.get_attribute("value")
    candidates.first.check()
    page.get_by_role("button", name="Đề xuất các xã, phường đã đánh dấu").click()
    expect(page.get_by_text("Đã đề xuất 1 xã, phường.")).to_be_visible()
    area = KeyArea.objects.get(plan_year__plan_id=PLAN, plan_year__year=YEAR, unit_id=chosen)

    page.locator(f"input[name=areas][value='{area.pk}']").check()
    page.get_by_label("Số quyết định").fill("15/QĐ-BCĐ138")
    page.get_by_label("Ngày ký").fill("20/11/2026")
    page.get_by_label("Cơ quan quyết định").fill("Ban Chỉ đạo 138 thành phố Đồng Nai")
    page.get_by_role("button", name="Ghi và niêm phong quyết định").click()
    expect(page.get_by_text("Đã ghi quyết định số 15/QĐ-BCĐ138")).to_be_visible()
    assert Decision.objects.get(number="15/QĐ-BCĐ138").changes.get().area == area

    page.goto(f"/map/?commune={area.unit.code}")
    expect(page.locator("#map[data-ready=yes]")).to_be_visible()
    expect(page.get_by_role("heading", name=area.unit.full_name)).to_be_visible()
    expect(page.get_by_text("đã lựa chọn").locator("visible=true").first).to_be_visible()

    page.get_by_role("link", name="Phụ lục", exact=True).click()
    page.get_by_label("Kế hoạch").select_option(PLAN)
    page.get_by_label("Năm", exact=True).fill(str(YEAR))
    with page.expect_download(timeout=120_000) as download:
        page.get_by_role("button", name="In ra PDF").click()
    sheet = tmp_path / "phu-luc.pdf"
    download.value.save_as(sheet)
    assert sheet.read_bytes().startswith(b"%PDF")
