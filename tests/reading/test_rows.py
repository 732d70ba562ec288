"""Incident rows: every problem of every row, nothing corrected on the quiet."""

from __future__ import annotations

from datetime import datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.reading import VIETNAM, IncidentChecker, ReadingError, blocks_file, from_wgs84, refused_rows

LONLAT = {f: f for f in ("ref", "category", "occurred_at", "lon", "lat", "deaths", "injuries")}
XY = {f: f for f in ("ref", "category", "occurred_at", "x", "y")}
GOOD = {
    "ref": "V1",
    "category": "theft",
    "occurred_at": "05/03/2024 14:30",
    "lon": "106.8",
    "lat": "10.95",
    "deaths": "0",
    "injuries": "",
}
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=VIETNAM)
CATEGORIES = {"Trộm cắp": "theft", "Cháy": "fire", "Tai nạn giao thông": "traffic_crash"}


def table(*changes: dict[str, object]) -> pd.DataFrame:
    """Good rows with these changes, references made distinct; first row number 2."""
    rows = [{**GOOD, "ref": f"V{i}", **change} for i, change in enumerate(changes)]
    return pd.DataFrame(rows, index=pd.RangeIndex(2, 2 + len(rows), name="row"))


def check(frame, now, columns=LONLAT, epsg=4326):
    return IncidentChecker(columns, CATEGORIES, epsg, now).check(frame)


def codes(problems):
    return [(p.row, p.code) for p in problems]


def test_a_good_row_comes_out_clean(now):
    rows, problems = check(table({}), now)
    assert problems == []
    row = rows.loc[2]
    assert (row["ref"], row["category"], row["lon"], row["lat"]) == ("V0", "theft", 106.8, 10.95)
    assert row["occurred_at"] == pd.Timestamp("2024-03-05T07:30Z")
    assert row["deaths"] == 0
    assert row["injuries"] is pd.NA, "unknown is not zero"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ref": " "}, "ref_missing"),
        ({"ref": "x" * 101}, "ref_too_long"),
        ({"category": ""}, "category_missing"),
        ({"category": "bay lượn"}, "category_unknown"),
        ({"category": "thef"}, "category_unknown_near"),
        ({"occurred_at": ""}, "date_missing"),
        ({"occurred_at": "hôm qua"}, "date_unreadable"),
        ({"occurred_at": "31/02/2024"}, "date_unreadable"),
        ({"occurred_at": "2024"}, "date_without_day"),
        ({"occurred_at": "02/06/2026"}, "date_in_future"),
        ({"occurred_at": "02/06/1944"}, "date_too_early"),
        ({"lon": ""}, "coordinate_missing"),
        ({"lat": "abc"}, "coordinate_unreadable"),
        ({"lat": "nan"}, "coordinate_unreadable"),
        ({"lon": "inf"}, "coordinate_unreadable"),
        ({"lon": "0", "lat": "0"}, "outside_vietnam"),
        ({"lon": "-87.6", "lat": "41.8"}, "outside_vietnam"),
        ({"lon": "10.95", "lat": "106.8"}, "coordinates_swapped"),
        ({"deaths": "-1"}, "count_unreadable"),
        ({"deaths": "1.5"}, "count_unreadable"),
        ({"injuries": "nhiều"}, "count_unreadable"),
        ({"injuries": "1000000"}, "count_unreadable"),
    ],
)
def test_one_bad_cell_refuses_its_row_with_a_sentence(now, change, code):
    rows, problems = check(table({}, {}, {}, change), now)
    assert codes(problems) == [(5, code)]
    assert rows.index.tolist() == [2, 3, 4]
    assert refused_rows(problems) == {5}
    assert not blocks_file(problems)
    assert problems[0].sentence("vi").endswith(".")


def test_all_problems_of_a_row_are_reported_together(now):
    bad = {"ref": "", "category": "?", "occurred_at": "x", "lon": "y", "deaths": "-3"}
    _, problems = check(table({}, {}, bad), now)
    assert [p.code for p in problems] == [
        "ref_missing",
        "category_unknown",
        "date_unreadable",
        "coordinate_unreadable",
        "count_unreadable",
    ]


def test_labels_and_keys_of_categories_are_understood(now):
    rows, problems = check(table(*({"category": c} for c in ("fire", "Cháy", "CHÁY ", "trom cap"))), now)
    assert problems == []
    assert rows["category"].tolist() == ["fire", "fire", "fire", "theft"]


def test_a_reference_may_come_once_in_the_whole_file(now):
    checker = IncidentChecker(LONLAT, CATEGORIES, 4326, now)
    first = table({}, {"ref": "V0"})
    rows, problems = checker.check(first)
    assert rows.index.tolist() == [2]
    assert [(p.row, p.code, p.params["first"]) for p in problems] == [(3, "ref_repeated", 2)]
    second = table({"ref": "V0"}, {"ref": "N"}, {"ref": "N"})
    second.index = pd.RangeIndex(4, 7, name="row")
    rows, problems = checker.check(second)
    assert rows["ref"].tolist() == ["N"]
    assert [(p.row, p.params["first"]) for p in problems] == [(4, 2), (6, 5)]


def test_one_date_with_the_month_first_blocks_the_file(now):
    _, problems = check(table({}, {"occurred_at": "03/25/2024"}), now)
    assert codes(problems) == [(None, "dates_month_first"), (3, "date_month_first")]
    assert blocks_file(problems)
    assert "25/03/2024" in problems[1].sentence("vi")


def test_swapped_longitude_and_latitude_of_a_whole_file_is_one_problem(now):
    swapped = [{"lon": "10.95", "lat": "106.8"}] * 50
    rows, problems = check(table(*swapped), now)
    assert rows.empty
    assert codes(problems) == [(None, "axes_swapped")]
    assert "--map “lon”=lat" in problems[0].sentence("vi")


def projected(epsg: int, n: int = 20) -> pd.DataFrame:
    lon, lat = np.linspace(106.5, 107.3, n), np.linspace(10.5, 12.0, n)
    frame = table(*({} for _ in range(n)))
    frame[["x", "y"]] = from_wgs84(lon, lat, epsg)
    return frame.assign(true_lon=lon, true_lat=lat)


@pytest.mark.parametrize("epsg", [3405, 9210, 5899, 9212, 32648])
def test_metres_go_to_their_place(now, epsg):
    frame = projected(epsg)
    rows, problems = check(frame, now, XY, epsg)
    assert problems == []
    np.testing.assert_allclose(rows[["lon", "lat"]], frame[["true_lon", "true_lat"]], atol=1e-8)


@pytest.mark.parametrize("epsg", [3405, 9210, 5899])
def test_x_as_northing_is_asked_never_guessed(now, epsg):
    frame = projected(epsg)
    frame[["x", "y"]] = frame[["y", "x"]].to_numpy()
    rows, problems = check(frame, now, XY, epsg)
    assert rows.empty
    assert codes(problems) == [(None, "axes_swapped")]
    assert "--map “x”=y --map “y”=x" in problems[0].sentence("vi")
    mapped = {**XY, "x": "y", "y": "x"}
    rows, problems = check(frame, now, mapped, epsg)
    assert problems == []
    assert len(rows) == len(frame)


def test_degrees_declared_as_metres_and_the_reverse(now):
    frame = table(*({} for _ in range(10))).assign(x="106.8", y="10.95")
    assert codes(check(frame, now, XY, 3405)[1]) == [(None, "degrees_declared_as_metres")]
    assert codes(check(projected(3405), now, XY, 4326)[1]) == [(None, "metres_declared_as_degrees")]


def test_a_mistake_of_a_late_piece_concerns_its_rows_only(now):
    checker = IncidentChecker(LONLAT, CATEGORIES, 4326, now)
    checker.check(table({}, {}, {}))
    late = table({"ref": "late", "lon": "10.95", "lat": "106.8"})
    assert codes(checker.check(late)[1]) == [(2, "coordinates_swapped")]


def test_longitude_in_a_system_of_metres_is_a_contradiction(now):
    with pytest.raises(ReadingError) as refused:
        IncidentChecker(LONLAT, CATEGORIES, 3405, now)
    assert refused.value.code == "crs_contradicts_columns"


def test_half_a_pair_of_coordinates_is_refused(now):
    with pytest.raises(ReadingError) as refused:
        IncidentChecker({f: f for f in LONLAT if f != "lat"}, CATEGORIES, 4326, now)
    assert refused.value.code == "coordinates_incomplete"


def test_a_layer_brings_its_own_points(now):
    frame = table({}, {}, {})
    points = gpd.GeoSeries.from_wkt(["POINT (106.8 10.9)", "LINESTRING (106 10, 107 11)", "POINT EMPTY"])
    layer = gpd.GeoDataFrame(frame, geometry=points.to_numpy())
    columns = {f: f for f in ("ref", "category", "occurred_at")}
    rows, problems = check(layer, now, columns)
    assert codes(problems) == [(3, "point_expected"), (4, "geometry_missing")]
    assert rows[["lon", "lat"]].to_numpy().tolist() == [[106.8, 10.9]]


cell = st.one_of(st.text(max_size=12), st.sampled_from([*GOOD.values(), "1e400", "-0", "10,5", "1/1/0001"]))


@given(rows=st.lists(st.fixed_dictionaries(dict.fromkeys(GOOD, cell)), min_size=1, max_size=8))
def test_any_text_is_taken_or_refused_but_never_lost(rows):
    frame = pd.DataFrame(rows, index=pd.RangeIndex(2, 2 + len(rows)))
    clean, problems = check(frame, NOW)
    if not blocks_file(problems):
        assert set(clean.index) | refused_rows(problems) == set(frame.index)
    assert not set(clean.index) & refused_rows(problems)
    assert np.isfinite(clean[["lon", "lat"]].to_numpy(dtype=float)).all()
    assert clean["occurred_at"].notna().all()
    assert all(p.sentence("vi") and p.sentence("en") for p in problems)
