"""The secretary enters a decision, corrects it; an outsider sees nothing of it. Then the map, day by day."""

from __future__ import annotations

import datetime

import pytest
from django.conf import settings
from playwright.sync_api import expect

from gis_app.access.roles import Role
from gis_app.plans.models import Plan
from gis_app.transformation.models import Decision
from gis_app.transformation.proposing import propose_by_hand
from gis_app.transformation.sealing.verifying import faults
from tests.factories import AccountFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/selections/dongnai-7488-2017/2026/"


@pytest.fixture
def as_account(signed_in, context, live_server):
    """Return a function that makes the browser another account's."""

    def become(account) -> None:
        session = signed_in(account).cookies[settings.SESSION_COOKIE_NAME].value
        context.clear_cookies()
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )

    return become


def test_a_decision_is_entered_corrected_and_shown_on_its_days(people, as_account, page):
    plan = Plan.objects.get(pk="dongnai-7488-2017")
    unit = people.home_communes[0]
    propose_by_hand(plan, 2026, unit, "phức tạp", None, proposed_on=datetime.date(2025, 12, 1))
    secretary = AccountFactory(username="secretary", role=Role.SECRETARY)
    secretary.units.add(people.home)

    as_account(secretary)
    page.goto(LIST)
    page.get_by_role("checkbox", name=str(unit), exact=True).check()
    page.get_by_label("Số quyết định").fill("1/QĐ-BCĐ")
    page.get_by_label("Ngày ký").fill("05/12/2025")
    page.get_by_label("Chức vụ người ký").fill("Trưởng ban")
    page.get_by_label("Nơi quyết định theo kế hoạch").select_option("")
    page.get_by_label("Lý do cơ quan khác quyết định").fill("Kết luận 5")
    page.get_by_label("Cơ quan quyết định", exact=True).fill("Ban Chỉ đạo 138 tỉnh")
    page.get_by_label("Lý do vượt trần").fill("trọng điểm biên giới")
    page.get_by_role("button", name="Ghi và niêm phong quyết định").click()
    page.get_by_role("link", name="1/QĐ-BCĐ, 05/12/2025").click()
    expect(page.get_by_text("trọng điểm biên giới")).to_be_visible()
    expect(page.get_by_text("lý do: Kết luận 5")).to_be_visible()

    correction = page.locator("form", has=page.get_by_role("button", name="Ghi đính chính"))
    correction.get_by_label("Số", exact=True).fill("12/QĐ-BCĐ")
    correction.get_by_label("Lý do").fill("ghi nhầm số")
    page.get_by_role("button", name="Ghi đính chính").click()
    expect(page.get_by_role("heading", name="Quyết định số 12/QĐ-BCĐ")).to_be_visible()
    decision = Decision.objects.recorded().get()
    assert (decision.recorded_by, decision.paper.number, faults()) == (secretary, "12/QĐ-BCĐ", [])

    page.goto("/map/?date=04/12/2025")
    page.locator("#map[data-ready=yes]").wait_for()
    legend = page.locator("#legend li", has_text="đã lựa chọn").locator("strong")
    expect(legend).to_have_text("0")
    slider = page.get_by_label("Ngày của bản đồ")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(legend).to_have_text("1")
    expect(page.get_by_label("Tình trạng ngày")).to_have_value("05/12/2025")
    page.get_by_role("button", name="Thay đổi trước").click()
    expect(page.locator("#legend li", has_text="đề xuất").locator("strong")).to_have_text("1")
    page.get_by_label("Tình trạng ngày").fill("30/11/2025")
    page.get_by_label("Tình trạng ngày").press("Tab")
    expect(page.get_by_text("thay đổi đầu tiên là từ 01/12/2025")).to_be_visible()

    as_account(people.outsider)
    for address in (LIST, f"/decisions/{decision.pk}/"):
        assert page.request.get(address).status == 404
    page.goto("/history/cycle/")
    expect(page.get_by_text("12/QĐ-BCĐ")).to_have_count(0)
