"""MapInfo tables and exchange files, and the coordinate systems they carry."""

from __future__ import annotations

import zipfile

import geopandas as gpd
import pytest
import shapely

from layers.reading import fingerprint, open_source, recognise
from layers.reading.crs import crs_for, geometries_from_wgs84, geometries_to_wgs84

NAMES = ["Xã Đăk Ơ", "Phường Trấn Biên"]
SEVEN = "-191.90441429, -39.30318279, -111.45032835"
ROTATIONS = "-0.00928836, 0.01975479, -0.00427372, 0.252906278, 0"


@pytest.fixture
def units() -> gpd.GeoDataFrame:
    boxes = [
        shapely.box(535_000, 1_309_000, 536_000, 1_310_000),
        shapely.box(536_000, 1_309_000, 537_000, 1_310_000),
    ]
    return gpd.GeoDataFrame({"ten": NAMES, "so": [1, 2]}, geometry=boxes, crs=crs_for(9212))


def write(units, path):
    units.to_file(path, driver="MapInfo File", encoding="UTF-8")
    return path


@pytest.mark.parametrize("given", ["u.tab", "u.dat", "u.map", "u.id"])
def test_table_from_any_of_its_parts(tmp_path, units, given):
    write(units, tmp_path / "u.tab")
    with open_source(tmp_path / given) as source:
        frame = source.read()
        assert (source.format, source.layer) == ("mapinfo", "u")
        assert recognise(source.crs).epsg == 9212
    assert frame["ten"].tolist() == NAMES
    assert shapely.hausdorff_distance(frame.geometry.iloc[0], units.geometry.iloc[0]) < 0.02


def test_capital_suffixes_as_mapinfo_writes_them(tmp_path, units):
    write(units, tmp_path / "u.tab")
    for part in tmp_path.glob("u.*"):
        part.rename(part.with_suffix(part.suffix.upper()))
    with open_source(tmp_path / "u.TAB") as source:
        assert source.read()["ten"].tolist() == NAMES


@pytest.mark.parametrize("suffix", [".tab", ".mif"])
def test_zipped(tmp_path, units, suffix):
    write(units, tmp_path / f"u{suffix}")
    with zipfile.ZipFile(tmp_path / "u.zip", "w") as archive:
        for part in tmp_path.glob("u.*"):
            if part.suffix != ".zip":
                archive.write(part, f"dữ liệu/{part.name.upper()}")
    with open_source(tmp_path / "u.zip") as source:
        assert source.read()["ten"].tolist() == NAMES
        assert source.layer == "U"


def test_the_copy_is_removed(tmp_path, units):
    with open_source(write(units, tmp_path / "u.tab")) as source:
        copy = source._file
        assert copy.is_file()
    assert not copy.exists()


@pytest.mark.parametrize(
    ("clause", "epsg", "code"),
    [
        (f'8, 9999, 28, {SEVEN}, {ROTATIONS}, "m", 107.75, 0, 0.9999, 500000, 0', 5899, "crs_recognised"),
        (f"8, 9999, 28, {SEVEN}, {ROTATIONS}, 7, 105.75, 0, 0.9999, 500000, 0", 9210, "crs_recognised"),
        (f'8, 9999, 28, {SEVEN}, {ROTATIONS}, "m", 105, 0, 0.9996, 500000, 0', 3405, "crs_recognised"),
        (f"1, 9999, 28, {SEVEN}, {ROTATIONS}", 4756, "crs_recognised"),
        ('8, 104, "m", 105, 0, 0.9996, 500000, 0', 32648, "crs_recognised"),
        ("1, 104", 4326, "crs_recognised"),
        ('8, 104, "m", 107.75, 0, 0.9999, 500000, 0', None, "crs_wgs84_in_vn2000_zone"),
        ('8, 999, 28, 0, 0, 0, "m", 107.75, 0, 0.9999, 500000, 0', None, "crs_wgs84_in_vn2000_zone"),
    ],
)
def test_coordinate_systems_of_exchange_files(tmp_path, units, clause, epsg, code):
    path = write(units, tmp_path / "u.mif")
    lines = path.read_text().splitlines(keepends=True)
    lines = [
        f"CoordSys Earth Projection {clause}\n" if line.startswith("CoordSys") else line for line in lines
    ]
    path.write_text("".join(lines))
    with open_source(path) as source:
        answer = recognise(source.crs)
    assert (answer.epsg, answer.code) == (epsg, code)
    assert answer.sentence("vi").endswith(".")


def test_real_communes_come_back_within_5_cm(tmp_path, communes):
    frame = gpd.GeoDataFrame(
        {"ten": communes["name"].tolist()},
        geometry=geometries_from_wgs84(communes.geometry.array, 9212),
        crs=crs_for(9212),
    )
    with open_source(write(frame, tmp_path / "u.tab")) as source:
        back = source.read()
        epsg = recognise(source.crs).epsg
    assert epsg == 9212
    assert back["ten"].tolist() == communes["name"].tolist()
    placed = geometries_to_wgs84(back.geometry.array, epsg)
    original = shapely.points(shapely.get_coordinates(communes.geometry.array))
    _, degrees = shapely.STRtree(original).query_nearest(
        shapely.points(shapely.get_coordinates(placed)), return_distance=True, all_matches=False
    )
    assert degrees.max() * 111_320 < 0.05


def test_fingerprint_covers_the_whole_set(tmp_path, units):
    path = write(units, tmp_path / "u.tab")
    before = fingerprint(path)
    assert before == fingerprint(path.with_suffix(".dat"))
    path.with_suffix(".dat").write_bytes(path.with_suffix(".dat").read_bytes() + b"\0")
    assert fingerprint(path) != before
