"""Two people in two browsers: report, hand-over, acknowledgement, close, each seen live by the other."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.core.servers.basehttp import WSGIRequestHandler
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from gis_app.border.board import handling
from gis_app.border.models import BorderReport, State
from tests.border.conftest import line, markers, measured, posts  # noqa: F401 - the force stands on them
from tests.border.force import Force, make_force

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: A page asks about once a second; the rest is the machine's.
SOON = 20_000


@pytest.fixture
def force(people, line, posts, markers, measured) -> Force:  # noqa: F811
    return make_force(people, line, posts, measured)


@pytest.fixture
def opened(chromium: Browser, live_server, signed_in):
    """Return a function that opens a browser of its own for an account."""
    contexts = []

    def open_for(account, path: str, server=live_server) -> Page:
        context = chromium.new_context(
            base_url=server.url, viewport={"width": 1366, "height": 768}, locale="vi-VN"
        )
        contexts.append(context)
        session = signed_in(account).cookies[django_settings.SESSION_COOKIE_NAME].value
        host = urlsplit(server.url).hostname
        name = django_settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": session, "domain": host, "path": "/"}])
        page = context.new_page()
        page.goto(path)
        page.locator("#map[data-ready=yes]").wait_for(timeout=SOON)
        return page

    yield open_for
    for context in contexts:
        context.close()


def act(page: Page, name: str, text: str = "", agency: str = "") -> None:
    """Do one thing on the page of a report."""
    part = page.locator("details.act", has=page.locator("summary", has_text=name)).first
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    if agency:
        part.get_by_label("Cơ quan").select_option(label=agency)
    if text:
        part.get_by_label("Ghi chú").fill(text)
    part.get_by_role("button", name=name).click()


def test_a_report_goes_its_way_between_two_browsers(force, opened):
    post = opened(force.east, "/border/")
    police = opened(force.police, "/border/")
    expect(police.get_by_text("Không có tin nào")).to_be_visible()

    post.get_by_role("link", name="Báo tin").click()
    post.locator("#map[data-ready=yes]").wait_for(timeout=SOON)
    post.get_by_label("Loại tin").select_option("smuggling")
    post.get_by_label("Nội dung").fill("Hai xe tải nhỏ qua suối")
    post.locator("#map").click(position={"x": 300, "y": 250})
    post.get_by_role("button", name="Gửi tin").click()
    expect(post.locator("#report-state")).to_have_text("mới", timeout=SOON)
    act(post, "Bắt đầu xác minh")
    expect(post.locator("#report-state")).to_have_text("đang xác minh", timeout=SOON)
    act(post, "Xác nhận", "đã đến nơi xem")
    expect(post.locator("#report-state")).to_have_text("đã xác nhận", timeout=SOON)
    act(post, "Bàn giao", "đề nghị xử lý", "Công an xã thử")
    expect(post.locator("#report-state")).to_have_text("đã bàn giao", timeout=SOON)

    row = police.locator(".report-row")
    expect(row).to_contain_text("Buôn lậu", timeout=SOON)
    expect(row).to_contain_text("Đơn vị bạn phải xử lý")
    row.get_by_role("link").click()
    police.locator("#map[data-ready=yes]").wait_for(timeout=SOON)
    act(police, "Tiếp nhận")
    expect(post.locator("#report-state")).to_have_text("đã tiếp nhận", timeout=SOON)
    act(police, "Kết thúc", "đã lập biên bản")
    expect(post.locator("#report-state")).to_have_text("đã kết thúc", timeout=SOON)
    expect(post.locator("#report-steps")).to_contain_text("đã lập biên bản")
    assert BorderReport.objects.get().state == State.CLOSED


def _on_a_known_port(thread: LiveServerThread, connections_override=None):
    return thread.server_class(
        (thread.host, thread.port),
        QuietWSGIRequestHandler,
        allow_reuse_address=True,
        connections_override=connections_override,
    )


def test_nothing_is_lost_while_the_server_is_gone(force, opened, monkeypatch):
    # No connection outlives its answer: those that do would be served by a test server that has stopped.
    monkeypatch.setattr(WSGIRequestHandler, "protocol_version", "HTTP/1.0")
    # The second server takes the port of the first, whose last connections the system still remembers.
    monkeypatch.setattr(LiveServerThread, "_create_server", _on_a_known_port)
    server = LiveServer("localhost")
    port = urlsplit(server.url).port
    try:
        post = opened(force.east, "/border/reports/new/", server)
        police = opened(force.police, "/border/", server)
        expect(police.locator("#live[data-state=live]")).to_be_visible(timeout=SOON)

        server.stop()
        missed = force.confirmed(text="Trong lúc máy chủ dừng")
        handling.hand_over(missed.pk, force.police.agency, force.east)
        post.get_by_label("Loại tin").select_option("drug")
        post.get_by_label("Nội dung").fill("Gửi khi máy chủ dừng")
        post.locator("#map").click(position={"x": 300, "y": 250})
        post.get_by_role("button", name="Gửi tin").click()
        expect(post.get_by_text("Chưa gửi được; nội dung còn ở đây")).to_be_visible(timeout=SOON)
        expect(police.locator("#live[data-state=lost]")).to_contain_text("Mất kết nối", timeout=SOON)
        assert BorderReport.objects.count() == 1

        server = LiveServer(f"localhost:{port}")
        expect(police.locator(".report-row")).to_contain_text("Buôn lậu", timeout=SOON)
        expect(police.locator("#live[data-state=live]")).to_be_visible(timeout=SOON)
        expect(post.locator("#report-state")).to_have_text("mới", timeout=SOON)
        assert BorderReport.objects.filter(kind="drug").count() == 1
    finally:
        server.stop()
