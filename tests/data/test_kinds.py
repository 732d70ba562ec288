"""Kinds with questions of their own: border belts and grids; a coordinate system that the rows deny."""

from __future__ import annotations

import datetime
import json

import numpy as np
import pytest
import rasterio
from affine import Affine

from gis_app.data.models import ImportJob
from layers.models import BorderBelt, IndicatorValue, Raster, Site
from layers.reading.crs import from_wgs84
from tests.data.conftest import upload, work
from tests.factories import AccountFactory
from tests.importing.files import box, every_count
from tests.importing.pictures import picture

pytestmark = pytest.mark.django_db

State = ImportJob.State


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Grids are kept in the test's own folder."""
    settings.VAR_DIR = tmp_path / "var"


def newest() -> ImportJob:
    return ImportJob.objects.latest("pk")


def post(client, step: str, **answers: str):
    return client.post(f"/data/import/{newest().pk}/{step}/", answers)


def belt(**properties: str) -> bytes:
    feature = {"type": "Feature", "geometry": box(107.0, 11.0), "properties": properties}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def test_a_belt_whose_decision_the_person_names(people, signed_in):
    client = signed_in(people.owner)
    upload(client, belt(ten="Đoạn 1"), "vanh-dai.geojson", "border_belt")
    post(client, "preview", decision="12/QĐ-UBND", valid_from="01/02/2024")
    page = client.get(f"/data/import/{newest().pk}/columns/").content.decode()
    assert "Số quyết định" not in page and "Văn bản" not in page
    post(client, "columns", name="ten")
    post(client, "place", system="file")
    work()
    post(client, "problems")
    work()
    stored = BorderBelt.objects.get()
    assert (stored.name, stored.decision) == ("Đoạn 1", "12/QĐ-UBND")
    assert stored.valid_from == datetime.date(2024, 2, 1)
    assert newest().state == State.COMMITTED


def test_a_belt_without_any_decision_is_not_let_through(people, signed_in):
    client = signed_in(people.owner)
    upload(client, belt(ten="Đoạn 1"), "vanh-dai.geojson", "border_belt")
    post(client, "preview")
    assert "Chưa có cột cho" in post(client, "columns", name="ten").content.decode()


def grid(path) -> bytes:
    """Return a grid of the whole test country: one person in each cell of 0.05 degrees."""
    cells = np.ones((1, 8, 40), dtype="float32")
    shape = {"width": 40, "height": 8, "count": 1, "dtype": "float32"}
    place = Affine(0.05, 0, 106.0, 0, -0.05, 11.4)
    with rasterio.open(path, "w", driver="GTiff", crs="EPSG:4326", transform=place, **shape) as file:
        file.write(cells)
    return path.read_bytes()


def bring_grid(client, content: bytes) -> ImportJob:
    upload(client, content, "dan-so.tif", "raster")
    preview = client.get(f"/data/import/{newest().pk}/preview/").content.decode()
    assert "40 × 8" in preview and "Tiếp: hệ tọa độ" in preview
    post(client, "preview", kind="population", as_of="31/12/2025", source="WorldPop 2025")
    post(client, "place", system="file")
    work()
    return newest()


def figures() -> set[tuple[str, float | None]]:
    return set(IndicatorValue.objects.values_list("unit__code", "value"))


def test_a_grid_is_summed_for_ones_own_communes_and_may_be_brought_by_each_province(
    people, signed_in, tmp_path
):
    content, owner = grid(tmp_path / "p.tif"), signed_in(people.owner)
    job = bring_grid(owner, content)
    page = owner.get(f"/data/import/{job.pk}/problems/").content.decode()
    assert "Lưu số dân của 4 xã, phường" in page and "Tải các dòng" not in page
    post(owner, "problems")
    work()
    assert figures() == {(unit.code, 4.0) for unit in people.home_communes}

    assert bring_grid(owner, content).state == State.REFUSED
    outsider = signed_in(people.outsider)
    assert bring_grid(outsider, content).state == State.CHECKED
    post(outsider, "problems")
    work()
    assert figures() == {(unit.code, 4.0) for unit in (*people.home_communes, *people.away_communes)}
    assert Raster.objects.count() == 1


def test_what_is_no_grid_is_refused_in_one_sentence(people, signed_in):
    client = signed_in(people.owner)
    upload(client, b"\x89PNG no grid", "p.tif", "raster")
    page = client.get(f"/data/import/{newest().pk}/preview/").content.decode()
    assert "có đúng là GeoTIFF" in page and "Tiếp:" not in page


def shifted(people) -> bytes:
    """Return a table of sites in EPSG:9212 that name their commune; read as 9210 they lie 54 km off."""
    random = np.random.default_rng(7)
    lines = ["ref,name,x,y,ma_xa"]
    for unit in people.home_communes:
        west, south, east, north = unit.geometry.extent
        numbers = from_wgs84(random.uniform(west, east, 30), random.uniform(south, north, 30), 9212)
        lines += [f"{unit.code}-{n},Chợ,{x:.2f},{y:.2f},{unit.code}" for n, (x, y) in enumerate(numbers)]
    return "\n".join(lines).encode()


def test_a_system_that_the_rows_speak_against_is_refused_until_the_person_trusts_it(people, signed_in):
    client = signed_in(AccountFactory(whole_country=True))
    upload(client, shifted(people), "cho.csv", "sites")
    post(client, "preview", kind="market", source="Sở Công Thương")
    post(client, "columns", ref="ref", name="name", x="x", y="y", commune="ma_xa")
    assert 'name="trust_place"' in client.get(f"/data/import/{newest().pk}/place/").content.decode()
    before = every_count()
    post(client, "place", system="other", other="EPSG:9210")
    work()
    assert newest().state == State.REFUSED
    page = client.get(f"/data/import/{newest().pk}/problems/").content.decode()
    assert "Đối chiếu 120 vị trí" in page and "lệch trung vị" in page
    assert f"Ghi “{people.home_communes[0].code}”: 30 vị trí nằm ngoài, xa nhất" in page
    assert "Chọn lại hệ tọa độ" in page
    assert every_count()["layers_site"] == before["layers_site"]

    post(client, "place", system="other", other="EPSG:9210", trust_place="1")
    work()
    assert (newest().state, newest().trust_place) == (State.CHECKED, True)
    post(client, "problems")
    work()
    assert Site.objects.count() == 120


def test_a_terrain_grid_and_what_the_page_of_a_commune_says(people, signed_in, tmp_path):
    client = signed_in(people.owner)
    upload(client, grid(tmp_path / "p.tif"), "do-cao.tif", "raster")
    post(client, "preview", kind="terrain", as_of="31/12/2025", source="Cục Đo đạc")
    post(client, "place", system="file")
    work()
    page = client.get(f"/data/import/{newest().pk}/problems/").content.decode()
    assert "Lưu độ cao, độ dốc của 4 xã, phường" in page and "từ 1,0 m đến 1,0 m" in page
    post(client, "problems")
    work()
    assert newest().state == State.COMMITTED
    # The southern communes lie at the edge of the grid, where slope is unknown.
    south, _east, north, _ = people.home_communes
    assert "chưa rõ" in client.get(f"/communes/{south.code}/").content.decode()
    page = client.get(f"/communes/{north.code}/").content.decode()
    assert "Độ cao trung bình" in page and "1,0 m" in page and "0,0 độ" in page
    assert "lưới Cục Đo đạc, 31/12/2025" in page


def test_a_picture_is_asked_to_be_looked_at_and_told_as_it_will_be_kept(people, signed_in, tmp_path):
    client = signed_in(people.owner)
    content = picture(tmp_path / "a.tif", size=0.1).read_bytes()
    upload(client, content, "kenh.tif", "raster")
    seen = client.get(f"/data/import/{newest().pk}/preview/").content.decode()
    assert "nhận ra được người hoặc biển số xe thì không được nhập" in seen
    answers = {"kind": "drone", "as_of": "31/12/2025", "source": "Tổ bay"}
    assert "Hãy xem kỹ ảnh" in post(client, "preview", **answers).content.decode()
    post(client, "preview", **answers, no_persons="on")
    post(client, "place", system="file")
    work()
    page = client.get(f"/data/import/{newest().pk}/problems/").content.decode()
    assert "0,10 m" in page and "0,20 m" in page and "làm thô" in page and "Lưu ảnh" in page
    post(client, "problems")
    work()
    assert (newest().state, Raster.objects.get().kept_m) == (State.COMMITTED, 0.2)
    assert client.get(f"/data/import/{newest().pk}/result/").status_code == 200
    record = f"/data/imports/{newest().batch.pk}/"
    assert client.get(record).status_code == 200
    assert signed_in(people.outsider).get(record).status_code == 404
