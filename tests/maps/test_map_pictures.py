"""Pictures from the air on the map: the owner sees them, the outsider neither the list nor a tile."""

from __future__ import annotations

import datetime
import io
import math

import numpy as np
import pytest
from django.db import connection
from django.urls import reverse
from PIL import Image

from gis_app.access.restricting import restrict
from gis_app.maps.pictures import offered
from layers.importing.rasters import RasterOptions, commit, stage
from layers.models import ImportBatch, Raster
from tests.factories import AccountFactory
from tests.importing.pictures import picture

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 1, 1)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"


@pytest.fixture
def flown(people, tmp_path):
    """Return a function that brings a picture, by default one of 200 m inside a home commune."""

    def bring(name: str = "kenh-dong.tif", **shape) -> Raster:
        path = picture(tmp_path / name, **shape)
        commit(stage(path, RasterOptions(Raster.Kind.DRONE, "Tổ bay", DAY)))
        return Raster.objects.latest("pk")

    return bring


def address(flown: Raster, lon: float, lat: float, z: int = 17) -> str:
    x = int((lon + 180) / 360 * 2**z)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**z)
    return reverse("map_picture", args=[flown.pk, z, x, y])


def pixels(response) -> np.ndarray:
    assert response["Content-Type"] == "image/webp"
    return np.asarray(Image.open(io.BytesIO(response.content)).convert("RGBA"))


def test_owner_and_colleague_see_it_and_the_outsider_does_not(people, signed_in, flown):
    made = flown()
    where = address(made, 107.0505, 11.1495)
    for account in (people.owner, people.colleague):
        client = signed_in(account)
        assert (pixels(client.get(where))[..., 3] > 0).any()
        page = client.get("/map/").content.decode()
        assert "Ảnh bay chụp (drone)" in page and "kenh-dong, chụp ngày 01/01/2026" in page
    outsider = signed_in(people.outsider)
    assert outsider.get(where).status_code == 404
    page = outsider.get("/map/").content.decode()
    assert "kenh-dong" not in page and "Ảnh bay chụp" not in page
    imports = ImportBatch.objects.filter(layer="raster")
    assert restrict(imports, people.owner).exists() and not restrict(imports, people.outsider).exists()


def test_nobody_sees_it_without_signing_in(client, flown):
    assert client.get(address(flown(), 107.0505, 11.1495)).status_code == 302


def test_what_lies_outside_the_jurisdiction_is_cut_off(people, signed_in, flown):
    # The home province begins at 107 E; the picture reaches from 300 m before it to 500 m behind it.
    made = flown(west=107 - 300 / 109_240, size=2.0)
    where = address(made, 107.0, 11.1488, z=15)
    mine = pixels(signed_in(people.owner).get(where))[..., 3] > 0
    all_of_it = pixels(signed_in(AccountFactory(whole_country=True)).get(where))[..., 3] > 0
    assert mine.sum() == pytest.approx(all_of_it.sum() * 5 / 8, rel=0.03)
    assert not (mine & ~all_of_it).any()
    west = np.flatnonzero(all_of_it.any(axis=0))[0]
    first = np.flatnonzero(mine.any(axis=0))[0]
    # 4.7 m a pixel at this zoom: 300 m.
    assert first - west == pytest.approx(300 / 4.69, abs=1.5)


def test_an_importer_brings_no_picture_of_elsewhere(people, flown, tmp_path):
    from gis_app.access.restricting import scope_of
    from layers.importing.refusing import ImportRefused

    path = picture(tmp_path / "a.tif")
    with pytest.raises(ImportRefused, match="bạn phụ trách"):
        stage(path, RasterOptions(Raster.Kind.DRONE, "x", DAY, scope=scope_of(people.outsider)))


def test_a_tile_is_kept_until_it_changes(people, signed_in, flown):
    made = flown()
    client = signed_in(people.owner)
    where = address(made, 107.0505, 11.1495)
    first = client.get(where)
    assert first["Cache-Control"] == "private, no-cache"
    again = client.get(where, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address(made, 107.0505, 11.1495, z=18))["ETag"] != first["ETag"]
    whole = signed_in(AccountFactory(whole_country=True)).get(where)
    assert whole["ETag"] == first["ETag"]  # nothing of this tile is cut off


def test_the_address_of_tiles_whatever_the_number_of_the_picture(people, flown):
    """A number that ends in 0 once ran into the zeros that stand for zoom, column and row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('layers_raster', 'id'), 199)")
    made = flown()
    assert made.pk == 200
    assert [each["tiles"] for each in offered(people.owner)] == ["/map/pictures/200/{z}/{x}/{y}.webp"]


def test_tiles_that_are_none_and_files_that_are_gone(people, signed_in, flown):
    made = flown()
    client = signed_in(people.owner)
    for z, x, y in ((1, 2, 0), (23, 0, 0), (10**9, 0, 0)):
        assert client.get(reverse("map_picture", args=[made.pk, z, x, y])).status_code == 404
    far = client.get(reverse("map_picture", args=[made.pk, 17, 0, 0]))
    assert not pixels(far).any()
    assert client.get(reverse("map_picture", args=[made.pk + 1, 1, 0, 0])).status_code == 404
    made.path.unlink()
    assert client.get(address(made, 107.0505, 11.1495)).status_code == 404


def test_grids_of_figures_are_no_pictures(people, signed_in, flown):
    made = flown()
    Raster.objects.filter(pk=made.pk).update(kind=Raster.Kind.TERRAIN)
    assert signed_in(people.owner).get(address(made, 107.0505, 11.1495)).status_code == 404
