"""The year of an area in a browser, as three people: one enters, one confirms, one prepares the decision."""

from __future__ import annotations

import pytest
from django.conf import settings

from gis_app.transformation.models import Evaluation, TargetResult

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_figures_to_a_decision(year, signed_in, live_server, context, page):
    def sign_in(account):
        session = signed_in(account).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page.goto(f"/areas/{year.area.pk}/")

    year.meet("T1", "T2", "T5", "T6", "T7")

    # The commune's officer, on a phone.
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(year.officer)
    page.get_by_role("link", name="Nhập số liệu").click()
    page.get_by_label("Số liệu tính đến ngày").fill("30/09/2026")
    cards = {name: page.locator("[data-target]", has_text=f"{name}. ") for name in ("T3", "T3b", "T4", "T8")}
    cards["T3"].get_by_label("Không phát sinh").check()
    assert cards["T3"].get_by_label("Tử số").is_disabled()
    for name, part, whole in (("T3b", "3", "5"), ("T4", "40", "40"), ("T8", "1250", "1250")):
        cards[name].get_by_label("Tử số").fill(part)
        cards[name].get_by_label("Mẫu số").fill(whole)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Lưu số liệu").click()
    page.get_by_text("Đã ghi 4 số liệu, chờ xác nhận.").wait_for()

    # The planner, in the office.
    page.set_viewport_size({"width": 1366, "height": 768})
    sign_in(year.planner)
    page.get_by_role("button", name="Xác nhận các số liệu đã đánh dấu").click()
    page.get_by_text("Đã xác nhận 4 số liệu.").wait_for()
    page.get_by_role("link", name="Đánh giá").click()
    for condition in ("giảm cơ bản tội phạm", "không để phức tạp nổi lên"):
        step = page.locator(".evaluation > li", has_text=condition)
        step.locator("summary", has_text="Ghi nhận định").click()
        step.get_by_label("có", exact=True).check()
        step.get_by_label("Ngày nhận định").fill("20/11/2026")
        step.get_by_label("Lý do").fill("theo báo cáo số 7")
        step.get_by_role("button", name="Ghi nhận định").click()
        page.get_by_text("Đã ghi nhận định.").wait_for()

    # The secretary, before the meeting.
    sign_in(year.secretary)
    page.get_by_role("link", name="Đánh giá").click()
    page.get_by_text("Kết quả tính: đủ điều kiện chuyển hóa đạt.").wait_for()
    page.get_by_role("button", name="Lập phiếu đánh giá").click()
    page.get_by_text("Đã lập phiếu đánh giá").wait_for()
    assert page.get_by_role("link", name="Phiếu đánh giá số liệu đến").count() == 1
    assert TargetResult.objects.filter(review="confirmed").count() == 9
    assert Evaluation.objects.get().outcome == "transformed"

    # Somebody of another province.
    session = signed_in(year.cycle.people.outsider).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    for path in ("", "enter/", "work/", "evaluation/"):
        assert context.request.get(f"/areas/{year.area.pk}/{path}").status == 404
