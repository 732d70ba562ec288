"""Trying a parameter out: move it, see map and list change, keep it; nothing is stored before."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from gis_app.screening.models import Screening
from tests.factories import SiteFactory
from tests.screening.asking import hectares

pytestmark = pytest.mark.browser


def test_move_a_parameter_see_what_changes_and_keep_it(people, enter):
    for lon in (107.05, 107.06):
        SiteFactory(kind_id="mine", geometry=hectares((lon, 11.05), 2))
    page = enter(people.owner)
    page.goto("/screenings/try/?plan=dongnai-7488-2017&year=2026&as_of=30/06/2026")
    page.locator("#map[data-ready=yes]").wait_for()
    expect(page.get_by_text("Chưa đổi tham số nào.")).to_be_visible()
    page.get_by_label("Tiêu chí").select_option("d.mining")
    field = page.locator("[id='d.mining.min_sites']")
    field.fill("3")
    changes = page.locator("#changes")
    expect(changes).to_contain_text(people.home_communes[0].full_name)
    expect(changes).to_contain_text("không còn đạt")
    page.get_by_role("button", name="Về tham số của kế hoạch").click()
    expect(page.get_by_text("Chưa đổi tham số nào.")).to_be_visible()
    field.fill("5000")
    expect(page.locator("#map-problem")).to_contain_text("hãy ghi một số từ 1 đến")
    assert not Screening.objects.exists(), "trying stores nothing"
    field.fill("3")
    expect(changes).to_contain_text("không còn đạt")
    page.get_by_role("button", name="Giữ lại: chạy và lưu").click()
    expect(page.get_by_role("heading", name="Kết quả rà soát năm 2026")).to_be_visible()
    kept = Screening.objects.get()
    assert kept.parameters["d.mining"]["min_sites"] == {"value": 3, "origin": "run", "source": ""}
    assert kept.as_of.isoformat() == "2026-06-30"
