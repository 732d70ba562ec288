"""A MapInfo table as offices have it comes in with no choice made by hand but the commit itself."""

from __future__ import annotations

import datetime
import struct
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from layers.importing.boundaries import BoundaryOptions, commit, stage
from layers.models import AdminUnit, ImportBatch
from layers.reading.crs import crs_for, geometries_from_wgs84
from layers.reading.encodings import encode
from layers.reading.geodesy import GEOD

pytestmark = pytest.mark.django_db

IN_FORCE = datetime.date(2025, 7, 1)
#: The custom system that MapInfo writes for VN-2000 with meridian 106°15′: its datum is spelled out.
COORDSYS = (
    "CoordSys Earth Projection 8, 9999, 28, -191.90441429, -39.30318279, -111.45032835, -0.00928836, "
    '0.01975479, -0.00427372, 0.252906278, 0, "m", 106.25, 0, 0.9999, 500000, 0'
)


def office_table(communes: gpd.GeoDataFrame, folder: Path) -> Path:
    """Write a TAB set in EPSG:9212 whose names are bytes of TCVN3 under a charset that says Latin."""
    names = [encode(name, "tcvn3") for name in communes["full_name"]]
    frame = gpd.GeoDataFrame(
        {"MA_XA": communes["code"], "TEN_XA": ["x" * len(name) for name in names]},
        geometry=geometries_from_wgs84(communes.geometry.array, 9212),
        crs=crs_for(9212),
    )
    path = folder / "ranh_xa.tab"
    frame.to_file(path, driver="MapInfo File", encoding="UTF-8", index=False)
    path.write_text(path.read_text().replace('"Neutral"', '"WindowsLatin1"'))
    table = path.with_suffix(".dat")
    data = bytearray(table.read_bytes())
    head, size = struct.unpack("<HH", data[8:12])
    width_of_code = data[32 + 16]
    for row, name in enumerate(names):
        at = head + row * size + 1 + width_of_code
        assert data[at : at + len(name)] == b"x" * len(name)
        data[at : at + len(name)] = name
    table.write_bytes(data)
    return path


def test_the_real_communes_come_back_the_same(shared_data, tmp_path):
    communes = gpd.read_file(shared_data / "communes-2025-dong-nai.gpkg").set_index("code", drop=False)
    path = office_table(communes, tmp_path)
    assert encode("Phường Bình Phước", "tcvn3") in path.with_suffix(".dat").read_bytes()
    assert "Phường".encode() not in path.with_suffix(".dat").read_bytes()

    staged = stage(path, BoundaryOptions(AdminUnit.Level.COMMUNE, IN_FORCE))
    assert (staged.refusal, staged.findings) == (None, ())
    assert (staged.origin.crs, staged.origin.encoding) == ("EPSG:9212", "tcvn3")
    assert AdminUnit.objects.count() == 0
    commit(staged)

    units = {unit.code: unit for unit in AdminUnit.objects.all()}
    assert {code: unit.full_name for code, unit in units.items()} == dict(communes["full_name"])
    assert max(_moved_m(communes.geometry[code], units[code].geometry) for code in units) < 0.05
    batch = ImportBatch.objects.get()
    assert (batch.crs, batch.rows_accepted, batch.rows_refused) == ("EPSG:9212", len(communes), 0)


def test_the_system_is_what_mapinfo_writes(shared_data, tmp_path):
    communes = gpd.read_file(shared_data / "communes-2025-dong-nai.gpkg", rows=1)
    table = gpd.read_file(office_table(communes, tmp_path), encoding="latin-1")
    table.to_file(tmp_path / "xa.mif", driver="MapInfo File", FORMAT="MIF")
    assert COORDSYS in (tmp_path / "xa.mif").read_text()


def _moved_m(original: shapely.Geometry, stored) -> float:
    """Return how far a vertex of either shape is from the nearest of the other, at most, in metres."""
    one = shapely.get_coordinates(original)
    other = shapely.get_coordinates(shapely.from_wkb(bytes(stored.wkb)))
    return max(_farthest_m(one, other), _farthest_m(other, one))


def _farthest_m(vertices: np.ndarray, among: np.ndarray) -> float:
    nearest = shapely.STRtree(shapely.points(among)).nearest(shapely.points(vertices))
    return float(GEOD.inv(*vertices.T, *among[nearest].T)[2].max())
