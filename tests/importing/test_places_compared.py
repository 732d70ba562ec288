"""A coordinate system that is wrong for a whole file is caught by the communes that its rows name."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from django.core.management.base import CommandError

from layers.models import AdminUnit, ImportBatch, ImportProblem, Incident, Site
from layers.reading.crs import from_wgs84, geometries_from_wgs84
from tests.importing.files import every_count, load_communes, run

#: What a file says that was drawn without a system.
NAMELESS = 'LOCAL_CS["Nonearth (Meter)",UNIT["Meter",1]]'
#: True system, declared system.
MISTAKES = [
    pytest.param(9212, 9210, id="54 km: neighbouring meridian"),
    pytest.param(5897, 3405, id="358 m: scale factor"),
]


@pytest.fixture
def real(db, shared_data, tmp_path) -> gpd.GeoDataFrame:
    """Thirty communes of Đồng Nai, in force."""
    communes = gpd.read_file(shared_data / "communes-2025-dong-nai.gpkg").head(30)
    communes.to_file(tmp_path / "communes.gpkg")
    load_communes(tmp_path / "communes.gpkg")
    return communes


def boundary_file(communes: gpd.GeoDataFrame, path, epsg: int):
    """Write codes, names and shapes with the numbers of a system, which the file does not name."""
    shapes = geometries_from_wgs84(communes.geometry.array, epsg)
    cells = {"ma_xa": communes["code"], "ten_xa": communes["full_name"]}
    gpd.GeoDataFrame(cells, geometry=shapes, crs=NAMELESS).to_file(path)
    return path


def points(communes: gpd.GeoDataFrame, count: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Return points in the communes, and the position of the commune of each."""
    shapes = np.asarray(communes.geometry.array, dtype=object)
    west, south, east, north = shapely.total_bounds(shapes)
    random = np.random.default_rng(7)
    places = shapely.points(random.uniform(west, east, 4 * count), random.uniform(south, north, 4 * count))
    point, commune = shapely.STRtree(shapes).query(places, predicate="within")
    return places[point[:count]], commune[:count]


def table(communes: gpd.GeoDataFrame, path, epsg: int, named: str = "code", **more):
    """Write a table of sites or incidents: number, X, Y in the system, and the commune of each."""
    places, commune = points(communes)
    numbers = from_wgs84(shapely.get_x(places), shapely.get_y(places), epsg)
    frame = pd.DataFrame({"ref": np.arange(len(places)), "x": numbers[:, 0], "y": numbers[:, 1], **more})
    frame["Xã, phường"] = communes[named].to_numpy()[commune]
    frame.to_csv(path, index=False)
    return path


def bring_boundaries(path, epsg: int, *more: str) -> str:
    options = ("--level", "commune", "--valid-from", "2026-04-30", "--crs", f"EPSG:{epsg}")
    return run("import_boundaries", path, *options, *more)


def bring_sites(path, epsg: int, *more: str) -> str:
    return run("import_sites", path, "--kind", "market", "--crs", f"EPSG:{epsg}", *more)


def bring_incidents(path, epsg: int, *more: str) -> str:
    return run("import_incidents", path, "--source", "sổ", "--crs", f"EPSG:{epsg}", *more)


def test_boundaries_that_agree(real, tmp_path):
    said = bring_boundaries(boundary_file(real, tmp_path / "xa.gpkg", 9212), 9212, "--commit")
    assert "Đối chiếu 30 vị trí" in said
    assert "lệch trung vị 0 m, xa nhất 0 m; 0 vị trí không khớp" in said
    assert AdminUnit.objects.count() == 60


@pytest.mark.parametrize(("true", "declared"), MISTAKES)
def test_boundaries_in_another_system_are_refused_with_the_one_that_fits(real, tmp_path, true, declared):
    path = boundary_file(real, tmp_path / "xa.gpkg", true)
    before = every_count()
    with pytest.raises(CommandError, match=f"EPSG:{declared} có lẽ sai.*EPSG:{true}"):
        bring_boundaries(path, declared, "--commit")
    assert every_count() == before


@pytest.mark.parametrize(("true", "declared"), MISTAKES)
def test_sites_in_another_system_are_refused_with_the_one_that_fits(real, tmp_path, true, declared):
    before = every_count()
    for named in ("code", "full_name", "name"):
        path = table(real, tmp_path / f"{named}.csv", true, named, name="Chợ")
        with pytest.raises(CommandError, match=f"EPSG:{declared} có lẽ sai.*EPSG:{true}"):
            bring_sites(path, declared, "--commit")
    assert every_count() == before


@pytest.mark.parametrize(("true", "declared"), MISTAKES)
def test_incidents_in_another_system_are_refused_with_the_one_that_fits(real, tmp_path, true, declared):
    path = table(real, tmp_path / "vu.csv", true, category="theft", occurred_at="15/06/2026")
    before = every_count()
    with pytest.raises(CommandError, match=f"EPSG:{declared} có lẽ sai.*EPSG:{true}"):
        bring_incidents(path, declared, "--skip-refused", "--commit")
    assert every_count() == before


def test_a_forgotten_datum_is_refused(real, tmp_path):
    places, commune = points(real)
    numbers = from_wgs84(shapely.get_x(places), shapely.get_y(places), 4756)
    frame = pd.DataFrame(
        {"ref": np.arange(len(places)), "name": "Chợ", "xa": real["code"].to_numpy()[commune]}
    )
    frame["lon"], frame["lat"] = numbers.T
    frame.to_csv(tmp_path / "cho.csv", index=False)
    with pytest.raises(CommandError, match=r"EPSG:4326 có lẽ sai.*EPSG:4756"):
        run("import_sites", tmp_path / "cho.csv", "--kind", "market", "--commit")


def test_whoever_knows_better_may_say_so(real, tmp_path):
    path = table(real, tmp_path / "cho.csv", 5897, name="Chợ")
    said = bring_sites(path, 3405, "--trust-place", "--commit")
    assert "EPSG:3405 có lẽ sai" in said
    assert Site.objects.count() == 400


def test_the_right_system_is_taken_and_the_distances_told(real, tmp_path):
    path = table(real, tmp_path / "vu.csv", 9212, category="theft", occurred_at="15/06/2026")
    said = bring_incidents(path, 9212)
    assert "Đối chiếu 400 vị trí" in said
    assert "0 vị trí không khớp" in said


def test_a_single_row_elsewhere_is_a_warning_about_that_row(real, tmp_path):
    path = table(real, tmp_path / "vu.csv", 9212, category="theft", occurred_at="15/06/2026")
    frame = pd.read_csv(path)
    frame.loc[10, ["x", "y"]] = frame.loc[11, ["x", "y"]].to_numpy()
    frame.to_csv(path, index=False)
    said = bring_incidents(path, 9212, "--commit")
    assert "1 vị trí không khớp" in said
    assert Incident.objects.count() == 400
    told = ImportProblem.objects.get(row__isnull=False)
    assert (told.row, told.column, told.code) == (12, "Xã, phường", "place_differs")
    assert ImportBatch.objects.latest("pk").rows_refused == 0


def test_names_that_no_system_explains_are_told(real, tmp_path):
    path = table(real, tmp_path / "cho.csv", 9212, name="Chợ")
    frame = pd.read_csv(path)
    frame["Xã, phường"] = np.random.default_rng(3).permutation(frame["Xã, phường"])
    frame.to_csv(path, index=False)
    said = bring_sites(path, 9212, "--commit")
    assert "không hệ tọa độ nào giải thích được" in said
    assert Site.objects.count() == 400


def test_a_file_that_names_no_known_commune_is_not_compared(real, tmp_path):
    path = table(real, tmp_path / "cho.csv", 9212, "old_provinces", name="Chợ")
    frame = pd.read_csv(path).assign(**{"Xã, phường": "Xã Ở Đâu Đó"})
    frame.to_csv(path, index=False)
    assert "Đối chiếu" not in bring_sites(path, 9212, "--commit")
    assert Site.objects.count() == 400


def test_the_column_may_be_named_by_hand_and_stays_an_attribute_otherwise(real, tmp_path):
    path = table(real, tmp_path / "cho.csv", 9212, name="Chợ")
    frame = pd.read_csv(path).rename(columns={"Xã, phường": "Địa bàn"})
    frame.to_csv(path, index=False)
    assert "Đối chiếu" not in bring_sites(path, 9212)
    assert "Đối chiếu 400" in bring_sites(path, 9212, "--map", "Địa bàn=commune")
    bring_sites(path, 9212, "--commit")
    assert Site.objects.first().attributes["Địa bàn"]
