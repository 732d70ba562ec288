"""Long cells: refused with their place, and never more than a piece of the file in memory."""

from __future__ import annotations

import sqlite3
import struct
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

from layers.reading.errors import ReadingError
from layers.reading.formats import bounded, open_source, vector
from layers.reading.formats.base import MAX_CELL
from tests.measuring import PEAK

#: Reads a file in a process of its own and prints its peak memory in MB.
_READ = """
import sys
from pathlib import Path
from layers.reading.errors import ReadingError
from layers.reading.formats import open_source
try:
    with open_source(Path(sys.argv[1])) as source:
        rows = sum(len(piece) for piece in source.chunks())
    print("rows", rows)
except ReadingError as error:
    print(error.code)
"""
_MOST_MB = 1024


def peak(path: Path) -> tuple[str, int]:
    program = f"{_READ}{PEAK}print(peak)"
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    said, megabytes = done.stdout.split("\n")[:2]
    return said, int(megabytes)


def table(path: Path, lengths: list[int]) -> Path:
    with path.open("w", encoding="utf-8") as stream:
        stream.write("ref,ghi_chu\n")
        for number, length in enumerate(lengths):
            stream.write(f'"R{number}","{"đ" * length}"\n')
    return path


@pytest.mark.parametrize("lengths", [[3] * 500 + [9_000] * 60 + [90_000] * 7 + [3] * 100, [90_000]])
def test_a_table_of_long_rows_is_read_in_smaller_pieces(tmp_path, monkeypatch, lengths):
    monkeypatch.setattr(bounded, "PIECE_BYTES", 1_000_000)
    with open_source(table(tmp_path / "t.csv", lengths)) as source:
        pieces = list(source.chunks())
    assert [len(cell) for piece in pieces for cell in piece["ghi_chu"]] == lengths
    numbers = [row for piece in pieces for row in piece.index]
    assert numbers == list(range(2, len(lengths) + 2))
    assert max(piece["ghi_chu"].str.len().sum() for piece in pieces) <= 1_000_000


def test_a_row_larger_than_a_piece_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(bounded, "PIECE_BYTES", 1_000_000)
    with (
        pytest.raises(ReadingError) as refused,
        open_source(table(tmp_path / "t.csv", [3, 1_200_000])) as source,
    ):
        list(source.chunks())
    assert refused.value.code == "csv_damaged"


def layer(path: Path, lengths: list[int]) -> Path:
    frame = gpd.GeoDataFrame(
        {"ref": [f"R{i}" for i in range(len(lengths))], "ghi_chu": ["đ" * length for length in lengths]},
        geometry=[Point(107, 11)] * len(lengths),
        crs="EPSG:4326",
    )
    frame.to_file(path)
    return path


@pytest.mark.parametrize("name", ["l.gpkg", "l.geojson"])
def test_a_long_cell_of_a_layer_is_named(tmp_path, name):
    path = layer(tmp_path / name, [10, MAX_CELL, MAX_CELL + 1])
    with pytest.raises(ReadingError) as refused, open_source(path) as source:
        list(source.chunks())
    assert refused.value.code == "cell_too_long"
    assert (refused.value.params["row"], refused.value.params["column"]) == (3, "ghi_chu")


def test_a_layer_of_long_rows_is_read_in_smaller_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(vector, "PIECE_BYTES", 500_000)
    with open_source(layer(tmp_path / "l.gpkg", [50_000] * 40)) as source:
        sizes = [len(piece) for piece in source.chunks()]
    assert sum(sizes) == 40
    assert max(sizes) <= 5


def polygons(path: Path, corners: list[int]) -> Path:
    frame = gpd.GeoDataFrame(
        {"ref": [f"R{number}" for number in range(len(corners))]},
        geometry=[Point(107, 11).buffer(0.1, quad_segs=count // 4) for count in corners],
        crs="EPSG:4326",
    )
    frame.to_file(path, driver={".tab": "MapInfo File", ".mif": "MapInfo File"}.get(path.suffix))
    return path


@pytest.mark.parametrize("name", ["l.gpkg", "l.geojson", "l.shp", "l.tab", "l.mif"])
def test_large_rows_behind_many_small_ones_are_read_a_few_at_once(tmp_path, monkeypatch, name):
    corners = [4] * 300 + [4_000] * 12 + [4] * 20
    path = polygons(tmp_path / name, corners)
    monkeypatch.setattr(vector, "PIECE_BYTES", 200_000)
    with open_source(path) as source:
        pieces = list(source.chunks())
    assert [number for piece in pieces for number in piece.index] == list(range(1, len(corners) + 1))
    assert pd.concat(pieces)["ref"].tolist() == [f"R{number}" for number in range(len(corners))]
    # A corner has 8 bytes in a .MAP, 16 in the other binary files, some 40 as text.
    assert max(int(piece.geometry.count_coordinates().sum()) for piece in pieces) <= 200_000 / 8
    assert len(pieces) >= 3


def test_deleted_records_of_a_shapefile_are_no_rows(tmp_path, monkeypatch):
    path = polygons(tmp_path / "l.shp", [4] * 20 + [4_000] * 4 + [4] * 20)
    table = bytearray(path.with_suffix(".dbf").read_bytes())
    head, record = struct.unpack("<HH", table[8:12])
    for number in (0, 21):
        table[head + number * record] = ord("*")
    path.with_suffix(".dbf").write_bytes(table)
    monkeypatch.setattr(vector, "PIECE_BYTES", 130_000)
    with open_source(path) as source:
        refs = pd.concat(list(source.chunks()))["ref"].tolist()
    assert refs == [f"R{number}" for number in range(44) if number not in (0, 21)]


def test_a_row_of_a_layer_larger_than_a_piece_is_named(tmp_path, monkeypatch):
    path = polygons(tmp_path / "l.gpkg", [4, 4, 8_000, 4])
    monkeypatch.setattr(vector, "PIECE_BYTES", 100_000)
    with pytest.raises(ReadingError) as refused, open_source(path) as source:
        list(source.chunks())
    assert (refused.value.code, refused.value.params["row"]) == ("row_too_large", 3)


def test_a_layer_too_large_to_be_read_whole_is_refused(tmp_path, monkeypatch):
    path = polygons(tmp_path / "l.gpkg", [4_000] * 5)
    monkeypatch.setattr(vector, "WHOLE_BYTES", 200_000)
    with open_source(path) as source, pytest.raises(ReadingError) as refused:
        source.read()
    assert refused.value.code == "layer_too_large"
    monkeypatch.setattr(vector, "WHOLE_BYTES", 2_000_000)
    with open_source(path) as source:
        assert len(source.read()) == 5


def test_cells_of_ten_megabytes_behind_small_ones_stay_below_a_gigabyte(tmp_path):
    path = layer(tmp_path / "l.gpkg", [1] * 20_000)
    with closing(sqlite3.connect(path)) as database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute(
            "UPDATE l SET ghi_chu = replace(hex(zeroblob(2500000)), '0', 'đ') WHERE fid > 20000 - 60"
        )
        database.commit()
    said, megabytes = peak(path)
    path.unlink()
    assert said == "cell_too_long"
    assert megabytes < _MOST_MB


def test_shapes_of_half_a_million_corners_stay_below_a_gigabyte(tmp_path):
    path = polygons(tmp_path / "l.gpkg", [4] * 20_000 + [500_000] * 40)
    said, megabytes = peak(path)
    path.unlink()
    assert said == "rows 20040"
    assert megabytes < _MOST_MB


def test_cells_of_ten_megabytes_stay_below_a_gigabyte(tmp_path):
    said, megabytes = peak(table(tmp_path / "t.csv", [5_000_000] * 15))
    assert said == "cell_too_long"
    assert megabytes < _MOST_MB
