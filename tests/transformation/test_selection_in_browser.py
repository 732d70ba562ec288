"""The list page in a browser, by keyboard: the arithmetic follows the ticks, all stays on the machine."""

from __future__ import annotations

import pytest
from django.conf import settings

from gis_app.transformation.models import Decision, KeyArea
from tests.transformation.conftest import YEAR

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_candidates_to_a_decision_over_the_cap(cycle, signed_in, live_server, context, page):
    cycle.screening(*cycle.communes[:5])
    session = signed_in(cycle.people.owner).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(f"/selections/dongnai-7488-2017/{YEAR}/")
    over = page.locator("[data-over]")

    candidates = page.locator("input[name=units]")
    for place in range(4):
        assert over.is_hidden()
        candidates.nth(place).focus()
        page.keyboard.press("Space")
    assert "0 + 0 + 4 = 4 / 3" in page.locator("[data-live=candidates]").inner_text()
    assert over.is_visible()
    page.get_by_role("button", name="Đề xuất các xã, phường đã đánh dấu").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Đã đề xuất 4 xã, phường.").wait_for()

    listed, reason = page.locator("input[name=areas]"), page.get_by_label("Lý do vượt trần")
    for place in range(3):
        listed.nth(place).check()
    assert "0 + 3 = 3 / 3" in page.locator("[data-live=decision]").inner_text()
    assert over.is_hidden()
    assert reason.is_hidden()
    listed.nth(3).check()
    assert "0 + 4 = 4 / 3" in page.locator("[data-live=decision]").inner_text()
    assert over.is_visible()
    reason.fill("theo Kết luận 5")
    page.get_by_label("Số quyết định").fill("12/QĐ-BCĐ")
    page.get_by_label("Ngày ký").fill("05/12/2025")
    page.get_by_label("Cơ quan quyết định").fill("Ban Chỉ đạo 138")
    page.get_by_role("button", name="Ghi và niêm phong quyết định").click()
    page.get_by_text("Đã ghi quyết định số 12/QĐ-BCĐ").wait_for()

    assert page.get_by_label("Nội dung").input_value() == "start"
    assert page.get_by_label("Bắt đầu từ ngày").is_visible()
    # The proposals bear today's date, the paper an earlier one: it counts all the same.
    assert [met.reason for met in Decision.objects.get().breaches] == ["theo Kết luận 5"]
    assert set(KeyArea.objects.values_list("status", flat=True)) == {"selected"}
