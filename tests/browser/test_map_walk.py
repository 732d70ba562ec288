"""The map as a planner uses it: sign in, see the statuses, ask why; with no network but the server."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from playwright.sync_api import Page, expect

from gis_app.transformation.models import KeyArea, PlanYear, StatusChange
from layers.border_lines import replace_line
from layers.models import BorderLine, SupersededLine
from tests.factories import ImportBatchFactory, IncidentFactory, SiteFactory, located

pytestmark = pytest.mark.browser
PROPOSED_ON = datetime.date(2026, 1, 5)


@pytest.fixture
def proposed(people):
    """The first home commune, proposed, with an incident and a market in it."""
    unit = people.home_communes[0]
    year = PlanYear.objects.create(plan_id="dongnai-7488-2017", year=2026)
    area = KeyArea.objects.create(plan_year=year, unit=unit, status="proposed")
    StatusChange.objects.create(area=area, to_status="proposed", effective_on=PROPOSED_ON, reason="thử")
    located(IncidentFactory(), unit)
    SiteFactory(name="Chợ mẫu")
    return unit


def open_map(page: Page, query: str = "") -> None:
    response = page.goto(f"/map/{query}")
    assert "default-src 'self'" in response.headers["content-security-policy"]
    page.locator("#map[data-ready=yes]").wait_for()


def test_communes_and_statuses_are_drawn(people, enter, proposed):
    page = enter(people.owner)
    open_map(page, "?date=15/06/2026")
    expect(page.locator("#map path.leaflet-interactive")).to_have_count(4)
    expect(page.locator("#map path[fill='url(#map-proposed)']")).to_have_count(1)
    expect(page.locator("#map path[fill='url(#map-none)']")).to_have_count(3)
    expect(page.locator("#legend li", has_text="đề xuất").locator("strong")).to_have_text("1")


def test_a_click_opens_the_panel_with_the_status(people, enter, proposed):
    page = enter(people.owner)
    open_map(page, "?date=15/06/2026")
    page.locator("#map path[fill='url(#map-proposed)']").click(position={"x": 12, "y": 12})
    expect(page.get_by_role("heading", name=proposed.full_name)).to_be_visible()
    expect(page.locator("#commune")).to_contain_text("05/01/2026")
    assert f"commune={proposed.code}" in page.url
    page.get_by_role("button", name="Đóng").click()
    expect(page.locator("#commune")).to_be_hidden()


def test_a_commune_is_found_by_keyboard_without_accents(people, enter, proposed):
    page = enter(people.owner)
    open_map(page)
    page.get_by_label("Tìm xã, phường").press_sequentially("dong nai 2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Xã Đồng Nai 2")).to_be_focused()


def test_incidents_and_sites(people, enter, proposed):
    page = enter(people.owner)
    open_map(page, "?date=15/06/2026")
    page.get_by_label("Từ ngày").fill("01/01/2026")
    page.get_by_label("Đến ngày").fill("31/12/2026")
    page.get_by_label("Đến ngày").press("Tab")
    expect(page.locator(".incident-cell")).to_have_text("1")
    page.locator("#site-choices input[value=market]").check()
    expect(page.locator("#map .site-sign")).to_have_text("Ch")


def test_another_day_has_its_own_border(people, enter, proposed):
    old, new = drawn("cũ", 11.2), drawn("mới", 11.22)
    day = datetime.date(2026, 6, 1)
    replace_line(SupersededLine(line=old, by=new, document="QĐ (thử)", valid_from=day))
    page = enter(people.owner)
    open_map(page, "?date=15/06/2026")
    border = page.locator(".leaflet-border-pane path")
    expect(border).to_have_count(1)
    later = border.get_attribute("d")
    page.locator("#date").fill("31/05/2026")
    page.locator("#date").press("Tab")
    page.locator("#days[data-shown='2026-05-31']").wait_for()
    expect(border).not_to_have_attribute("d", later)
    expect(border).to_have_count(1)
    expect(page.locator("#legend")).to_contain_text("Biên giới quốc gia")


def drawn(name: str, north: float) -> BorderLine:
    shape = MultiLineString(LineString((107.05, north), (107.25, north)), srid=4326)
    return BorderLine.objects.create(name=name, geometry=shape, batch=ImportBatchFactory(layer="border_line"))


def test_an_address_with_a_commune_opens_it(people, enter, proposed):
    page = enter(people.owner)
    open_map(page, f"?commune={proposed.code}")
    expect(page.get_by_role("heading", name=proposed.full_name)).to_be_visible()
    page.get_by_role("link", name="Mở trang riêng").click()
    expect(page.get_by_role("heading", level=1, name=proposed.full_name)).to_be_visible()


def test_the_overview_draws_its_small_map(people, enter, proposed):
    page = enter(people.owner)
    page.locator("#map[data-ready=yes]").wait_for()
    expect(page.locator("#map path[stroke-linejoin]")).to_have_count(4)
