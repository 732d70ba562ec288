"""The sample files as they are committed: counts, coverage, names, common ground, border, incidents."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from gis_app.statistics.hot_spots import hot_spots
from gis_app.statistics.neighbours import queen

FOLDER = Path(__file__).resolve().parents[1] / "shapefiles"
GEOD = Geod(ellps="WGS84")

UNITS = {"75": 95, "79": 168, "82": 102}
KINDS = {
    ("75", "xa"): 72,
    ("75", "phuong"): 23,
    ("79", "xa"): 54,
    ("79", "phuong"): 113,
    ("79", "dac_khu"): 1,
    ("82", "xa"): 82,
    ("82", "phuong"): 20,
}
OLD_UNITS = {"70": 111, "74": 91, "75": 159, "77": 78, "79": 273, "82": 164, "87": 141}
BORDER_COMMUNES = {
    "75": {
        "Bù Gia Mập",
        "Đăk Ơ",
        "Hưng Phước",
        "Thiện Hưng",
        "Tân Tiến",
        "Lộc Tấn",
        "Lộc Thạnh",
        "Lộc Thành",
    },
    "82": {"Thường Lạc", "Tân Hộ Cơ", "Tân Thành", "Tân Hồng", "Thường Phước", "Hồng Ngự"},
}
CATEGORIES = {
    "land_dispute",
    "public_disorder",
    "business_violation",
    "traffic_crash",
    "traffic_congestion",
    "illegal_racing",
    "pavement_stall",
    "illegal_mining",
    "fire",
    "explosion",
    "weapon",
    "explosive",
    "fireworks",
    "smuggling",
    "illegal_crossing",
    "drug",
    "human_trafficking",
    "child_abuse",
    "domestic_violence",
    "theft",
    "robbery",
    "assault",
    "gambling",
    "fraud",
    "environment",
    "other",
}
SITE_KINDS = {
    "mine",
    "industrial_zone",
    "economic_zone",
    "market",
    "wharf",
    "bus_station",
    "port",
    "hotel",
    "guesthouse",
    "karaoke",
    "dance_hall",
    "pawnshop",
    "massage",
    "restaurant",
    "hospital",
    "school",
    "border_gate",
    "border_post",
    "border_marker",
    "border_trail",
    "hazardous_facility",
    "fire_water",
}


def _area_m2(geometries: object) -> float:
    return sum(abs(GEOD.geometry_area_perimeter(shape)[0]) for shape in geometries)


@pytest.fixture(scope="module")
def communes() -> gpd.GeoDataFrame:
    return gpd.read_file(FOLDER / "communes-2025.shp")


@pytest.fixture(scope="module")
def before() -> gpd.GeoDataFrame:
    return gpd.read_file(FOLDER / "communes-before-reform.shp")


@pytest.fixture(scope="module")
def border() -> gpd.GeoDataFrame:
    return gpd.read_file(FOLDER / "border-line.shp")


@pytest.fixture(scope="module")
def incidents() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "incidents.csv")


@pytest.fixture(scope="module")
def sites() -> gpd.GeoDataFrame:
    return gpd.read_file(FOLDER / "sites.geojson")


def test_every_commune_of_the_reform_is_there(communes):
    assert communes.prov_code.value_counts().to_dict() == UNITS
    assert communes.groupby(["prov_code", "kind"]).size().to_dict() == KINDS
    assert communes.code.is_unique
    assert communes.code.str.fullmatch(r"\d{5}").all()
    assert communes.crs.to_epsg() == 4326


def test_every_old_unit_is_there_with_its_district(before):
    assert before.prov_code.value_counts().to_dict() == OLD_UNITS
    assert before.code.is_unique
    assert set(before.kind) == {"xa", "phuong", "thi_tran", "huyen"}
    assert before.dist_name.str.len().gt(0).all()


@pytest.mark.parametrize("layer", ["communes", "before"])
def test_shapes_are_a_clean_coverage(layer, request):
    shapes = request.getfixturevalue(layer).geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()
    assert shapely.coverage_is_valid(shapes)


@pytest.mark.parametrize("layer", ["communes", "before", "border"])
def test_text_is_composed_unicode(layer, request):
    frame = request.getfixturevalue(layer)
    for column in frame.columns.drop("geometry"):
        assert len(column) <= 10
        for text in frame[column].dropna().astype(str):
            assert text == unicodedata.normalize("NFC", text)


def test_no_commune_is_lost_at_sea(communes):
    coastal = {"Cần Giờ", "Thạnh An", "Côn Đảo", "Tân Phú Đông", "Gò Công Đông", "Vũng Tàu", "Long Sơn"}
    rows = communes[communes.name.isin(coastal)]
    assert set(rows.name) == coastal
    for row in rows.itertuples():
        assert _area_m2([row.geometry]) > 10e6, row.full_name


def test_old_and_new_cover_the_same_ground(communes, before):
    new_ground = shapely.coverage_union_all(communes.geometry.to_numpy())
    old_ground = shapely.coverage_union_all(before.geometry.to_numpy())
    difference = shapely.symmetric_difference(new_ground, old_ground)
    assert _area_m2(shapely.get_parts(difference)) < 1e-4 * _area_m2([new_ground])


def test_succession_agrees_with_the_shapes(communes, before):
    table = pd.read_csv(FOLDER / "succession.csv", dtype={"old_code": str, "new_code": str})
    assert set(table.old_code) == set(before.code)
    assert set(table.new_code) == set(communes.code)
    assert np.allclose(table.groupby("old_code").area_share.sum(), 1, atol=1e-9)
    assert table.area_share.between(0, 1, inclusive="right").all()
    area = before.set_index("code").geometry.map(lambda shape: _area_m2([shape]))
    given = (table.area_share * table.old_code.map(area)).groupby(table.new_code).sum()
    new_area = communes.set_index("code").geometry.map(lambda shape: _area_m2([shape]))
    assert np.allclose(given.loc[new_area.index], new_area, rtol=2e-4)


@pytest.mark.parametrize("province", sorted(BORDER_COMMUNES))
def test_exactly_the_real_border_communes_touch_the_border(communes, border, province):
    line = shapely.union_all(border.geometry.to_numpy())
    rows = communes[communes.prov_code == province]
    shared = shapely.intersection(rows.geometry.to_numpy(), line)
    touching = rows.name[shapely.length(shared) > 1e-3]
    assert set(touching) == BORDER_COMMUNES[province]
    assert border.pub_len_km.isna().all()


def test_border_is_an_edge_of_the_communes(communes, border):
    outline = shapely.boundary(shapely.coverage_union_all(communes.geometry.to_numpy()))
    for line in border.geometry:
        assert shapely.difference(line, outline).length < 1e-9


def test_incidents_lie_inside_one_old_and_one_new_commune(incidents, communes, before):
    points = shapely.points(incidents.lon, incidents.lat)
    for layer in (communes, before):
        tree = shapely.STRtree(layer.geometry.to_numpy())
        found = np.unique(tree.query(points, predicate="intersects")[0])
        assert len(found) == len(incidents)


def test_incidents_have_every_category_and_three_years(incidents):
    assert len(incidents) > 5_000
    assert set(incidents.category) == CATEGORIES
    assert incidents.ref.is_unique
    assert incidents.ref.str.startswith("MAU-").all()
    assert incidents.occurred_at.str.endswith("+07:00").all()
    assert incidents.occurred_at.min() >= "2023-11-01"
    assert incidents.occurred_at.max() < "2026-11-01"


def test_black_spots_of_the_last_year_can_be_found(incidents):
    crashes = incidents[(incidents.category == "traffic_crash") & (incidents.occurred_at >= "2025-11-01")]
    metric = gpd.GeoSeries.from_xy(crashes.lon, crashes.lat, crs="EPSG:4326").to_crs("EPSG:32648")
    tree = shapely.STRtree(metric.to_numpy())
    near, other = tree.query(metric.to_numpy(), predicate="dwithin", distance=100)
    fatal = np.bincount(near, crashes.deaths.to_numpy()[other] > 0, len(crashes)) >= 1
    many = np.bincount(near, minlength=len(crashes)) >= 5
    centres = metric[fatal & many]
    spots = shapely.get_parts(shapely.union_all(shapely.buffer(centres.to_numpy(), 150)))
    assert len(spots) >= 8


@pytest.fixture(scope="module")
def further() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "further-incidents.csv")


def _metric(frame: gpd.GeoDataFrame) -> np.ndarray:
    return frame.to_crs("EPSG:32648").geometry.to_numpy()


def test_further_incidents_lie_in_communes_and_are_marked_as_sample(further, incidents, communes):
    points = shapely.points(further.lon, further.lat)
    found = shapely.STRtree(communes.geometry.to_numpy()).query(points, predicate="intersects")[0]
    assert len(np.unique(found)) == len(further)
    assert further.ref.is_unique
    assert further.ref.str.startswith("MAU-").all()
    assert not set(further.ref) & set(incidents.ref)
    assert further.occurred_at.str.endswith("+07:00").all()
    assert further.occurred_at.min() >= "2023-11-01"
    assert further.occurred_at.max() < "2026-11-01"


@pytest.mark.parametrize("province", sorted(UNITS))
def test_each_province_has_a_crowd_of_businesses_with_violations(further, communes, province):
    ground = shapely.union_all(_metric(communes[communes.prov_code == province]))
    sites = gpd.read_file(FOLDER / "further-sites.geojson")
    crowd = _metric(sites[sites.ref.str.startswith("MAU-C")])
    crowd = crowd[shapely.covers(ground, crowd)]
    middle = shapely.multipoints(crowd).centroid
    assert len(crowd) >= 10
    assert shapely.dwithin(crowd, middle, 400).all()
    rows = further[(further.category == "business_violation") & (further.occurred_at >= "2025-11-01")]
    points = _metric(gpd.GeoDataFrame(geometry=gpd.points_from_xy(rows.lon, rows.lat), crs="EPSG:4326"))
    assert shapely.dwithin(points, middle, 500).sum() >= 5


@pytest.mark.parametrize("province", sorted(UNITS))
def test_each_province_has_a_hot_spot_of_thefts(further, incidents, communes, province):
    own = communes[communes.prov_code == province].reset_index(drop=True)
    rows = pd.concat([incidents, further])
    rows = rows[(rows.category == "theft") & (rows.occurred_at >= "2025-11-01")]
    inside = shapely.STRtree(own.geometry.to_numpy()).query(shapely.points(rows.lon, rows.lat), "intersects")
    thefts = np.bincount(inside[1], minlength=len(own)).astype(float)
    found = hot_spots(thefts, queen(own.geometry), permutations=9_999, seed=1)
    assert (found.kind == 1).sum() >= 3


def test_border_offences_crowd_at_the_border(incidents, border):
    line = shapely.union_all(border.to_crs("EPSG:32648").geometry.to_numpy())
    rows = incidents[incidents.category.isin(["smuggling", "illegal_crossing"])]
    points = gpd.GeoSeries.from_xy(rows.lon, rows.lat, crs="EPSG:4326").to_crs("EPSG:32648")
    assert (points.distance(line) < 3_000).mean() > 0.7


def test_sites_have_every_kind_and_are_marked_as_sample(sites, communes):
    assert set(sites.kind) == SITE_KINDS
    assert sites.ref.is_unique
    assert sites.synthetic.all()
    assert sites.name.str.contains("mẫu").all()
    assert sites.geometry.is_valid.all()
    ground = shapely.coverage_union_all(communes.geometry.to_numpy())
    assert shapely.covers(ground, sites.geometry.to_numpy()).all()
    assert set(sites.licence[sites.kind == "mine"]) == {"yes", "no"}
    areas = sites.kind.isin(["mine", "industrial_zone", "economic_zone"])
    assert (sites.geom_type.str.contains("Polygon") == areas).all()


def test_roads_are_marked_as_sample():
    roads = gpd.read_file(FOLDER / "roads.geojson")
    assert roads.number.is_unique
    assert roads.name.str.contains("mẫu").all()
    assert roads.synthetic.all()


def test_indicators_leave_some_communes_unknown(communes):
    table = pd.read_csv(FOLDER / "indicators.csv", dtype={"commune": str, "period": str})
    assert set(table.commune) == set(communes.code)
    assert not table.duplicated(["commune", "indicator", "period"]).any()
    unknown = table[table.value.isna()]
    assert unknown.commune.nunique() == 3
    assert (table.value.dropna() >= 0).all()


def test_the_sample_stays_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) < 6_000_000
