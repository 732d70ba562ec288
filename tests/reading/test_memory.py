"""Long cells: refused with their place, and never more than a piece of the file in memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import geopandas as gpd
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


def test_cells_of_ten_megabytes_stay_below_a_gigabyte(tmp_path):
    said, megabytes = peak(table(tmp_path / "t.csv", [5_000_000] * 15))
    assert said == "cell_too_long"
    assert megabytes < _MOST_MB
