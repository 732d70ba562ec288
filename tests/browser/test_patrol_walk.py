"""A patrol on the pages: planned with a drawn route, done with a device's track, and what is covered then."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from gis_app.border.models import CommuneDuty, Patrol
from tests.border.conftest import line, markers, measured, posts  # noqa: F401 - the force stands on them
from tests.border.force import Force, make_force

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOON = 20_000


@pytest.fixture
def force(people, line, posts, markers, measured) -> Force:  # noqa: F811
    made = make_force(people, line, posts, measured)
    given = {"document": "QĐ (thử)", "valid_from": datetime.date(2025, 7, 1)}
    CommuneDuty.objects.create(agency=made.police.agency, unit=people.home_communes[2], **given)
    return made


@pytest.fixture
def guard(chromium: Browser, live_server, signed_in, force) -> Iterator[Page]:
    """A browser of the east post; a refused form is an error on its console, which `page` forbids."""
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="vi-VN"
    )
    name = django_settings.SESSION_COOKIE_NAME
    session = signed_in(force.east).cookies[name].value
    host = urlsplit(live_server.url).hostname
    context.add_cookies([{"name": name, "value": session, "domain": host, "path": "/"}])
    failures: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: failures.append(str(error)))
    yield page
    context.close()
    assert failures == []


def ready(page: Page) -> None:
    page.locator("#map[data-ready=yes]").wait_for(timeout=SOON)


def test_from_the_plan_to_what_is_covered(guard, force, tmp_path):
    page = guard
    page.goto("/border/patrols/")
    ready(page)
    expect(page.get_by_text("chưa có số liệu")).to_be_visible()

    page.get_by_role("link", name="Lên kế hoạch").click()
    ready(page)
    page.get_by_text("Cơ quan cùng tham gia").click()
    page.get_by_label("Công an xã thử").check()
    page.get_by_role("button", name="Vẽ tuyến").click()
    spots = [(300, 200), (400, 260), (350, 180), (480, 240)]
    for x, y in spots:
        page.locator("#map").click(position={"x": x, "y": y})
    # A way may cross itself; a second click on the last place ends it.
    page.locator("#map").click(position={"x": spots[-1][0], "y": spots[-1][1]})
    expect(page.locator("#edit-hint")).to_contain_text("Kéo các đỉnh")
    page.get_by_label("Ghi chú").fill("Liên hệ 0912345678")
    page.get_by_role("button", name="Lưu kế hoạch").click()
    expect(page.get_by_role("alert").filter(has_text="số điện thoại")).to_be_visible(timeout=SOON)
    page.get_by_label("Ghi chú").fill("Đi bộ từ chốt 2")
    page.get_by_role("button", name="Lưu kế hoạch").click()
    expect(page.locator("#patrol-state")).to_have_text("đã lên kế hoạch", timeout=SOON)
    assert Patrol.objects.get().planned_route.num_coords == len(spots)

    page.get_by_role("link", name="Ghi đã thực hiện").click()
    ready(page)
    broken = tmp_path / "hong.gpx"
    broken.write_text("<gpx><trk><trkseg>", encoding="utf-8")
    page.get_by_label("Tệp GPX", exact=True).set_input_files(broken)
    expect(page.locator("#track-said")).to_contain_text("bị cắt giữa chừng", timeout=SOON)
    walked = tmp_path / "vet.gpx"
    moment = datetime.datetime.combine(timezone.localdate(), datetime.time(1)).isoformat()
    places = "".join(
        f'<trkpt lat="11.199" lon="{107 + 0.002 * n:.3f}"><time>{moment}+07:00</time></trkpt>'
        for n in range(51)
    )
    walked.write_text(f"<gpx><trk><trkseg>{places}</trkseg></trk></gpx>", encoding="utf-8")
    page.get_by_label("Tệp GPX", exact=True).set_input_files(walked)
    expect(page.locator("#track-said")).to_contain_text("Vết dài 10,9 km", timeout=SOON)
    expect(page.locator("path.patrol-line--done")).to_be_attached()
    page.get_by_role("button", name="Ghi đã thực hiện").click()
    expect(page.locator("#patrol-state")).to_have_text("đã thực hiện", timeout=SOON)

    page.get_by_role("link", name="Về danh sách").click()
    ready(page)
    expect(page.get_by_role("row", name=re.compile("Đoạn Đông"))).to_contain_text(re.compile(r"5[0-9] %"))
    expect(page.locator("path.patrol-line--covered").first).to_be_attached()
    expect(page.locator("path.patrol-line--gap").first).to_be_attached()
    expect(page.locator(".patrol-gaps li")).to_have_count(1)

    page.goto("/border/summary/")
    expect(page.get_by_text("7 ngày qua đơn vị tham gia 1 lần, 1 lần phối hợp.")).to_be_visible()
