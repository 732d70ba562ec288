"""A picture from the air is switched on over the communes, looked at closely and made to shine through."""

from __future__ import annotations

import datetime

import pytest
from playwright.sync_api import expect

from layers.importing.rasters import RasterOptions, commit, stage
from layers.models import Raster
from tests.importing.pictures import picture

pytestmark = pytest.mark.browser


def test_a_picture_lies_over_the_communes(people, enter, settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    path = picture(tmp_path / "kenh-dong.tif", pixels=600, size=0.5)
    commit(stage(path, RasterOptions(Raster.Kind.DRONE, "Tổ bay <1>", datetime.date(2026, 1, 1))))
    page = enter(people.owner)
    page.goto("/map/?date=15/06/2026")
    page.locator("#map[data-ready=yes]").wait_for()
    assert page.locator(".leaflet-pictures-pane img").count() == 0
    page.get_by_role("button", name="Tới ảnh").click()
    expect(page.get_by_label("kenh-dong, chụp ngày 01/01/2026")).to_be_checked()
    drawn = page.locator(".leaflet-pictures-pane img.leaflet-tile-loaded")
    expect(drawn.first).to_be_visible()
    assert drawn.first.evaluate("image => image.naturalWidth") == 256
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("Tổ bay <1>")
    page.get_by_label("Độ đậm của ảnh").fill("40")
    layer = page.locator(".leaflet-pictures-pane .leaflet-layer")
    assert layer.evaluate("layer => layer.style.opacity") == "0.4"
    page.get_by_label("Độ đậm của ảnh").fill("100")
    page.get_by_label("kenh-dong, chụp ngày 01/01/2026").uncheck()
    expect(page.locator(".leaflet-pictures-pane img")).to_have_count(0)
