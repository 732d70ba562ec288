"""How many bytes each row of a layer has, told without reading the rows, so that a piece can be bounded.

An average bounds nothing: behind a hundred thousand small rows may stand two hundred of ten megabytes.
"""

from __future__ import annotations

import mmap
import re
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

#: What begins a feature in GeoJSON; each has exactly one, unless its attributes hold another.
_FEATURE = re.compile(rb'"type"\s*:\s*"Feature"')
_DELETED = ord("*")
_SHX_HEAD = 100


def shape_sizes(index: Path) -> NDArray[np.int64]:
    """Return the bytes of each shape of a shapefile (n,), as its ``.shx`` tells them."""
    with index.open("rb") as stream:
        stream.seek(_SHX_HEAD)
        told = np.frombuffer(stream.read(), dtype=">i4")
    # Pairs of place and length, both in words of 16 bits.
    return 2 * told[1 : 2 * (len(told) // 2) : 2].astype(np.int64)


def standing_records(table: Path) -> tuple[int, NDArray[np.bool_]]:
    """Return the bytes of a record of a dBASE table, and which records (n,) were not deleted."""
    with table.open("rb") as stream:
        records, head, record = struct.unpack("<IHH", stream.read(12)[4:])
    there = min(records, max(0, table.stat().st_size - head) // record) if record else 0
    if not there:
        return record, np.zeros(0, dtype=bool)
    rows = np.memmap(table, np.uint8, mode="r", offset=head, shape=(there, record))
    return record, np.asarray(rows[:, 0]) != _DELETED


def line_sizes(file: Path) -> NDArray[np.int64]:
    """Return the bytes of each line (n,) of a text file."""
    ends = [0]
    place = 0
    with file.open("rb") as stream:
        while block := stream.read(1 << 24):
            ends.extend((np.flatnonzero(np.frombuffer(block, np.uint8) == ord("\n")) + place + 1).tolist())
            place += len(block)
    if ends[-1] < place:
        ends.append(place)
    told = np.array(ends, dtype=np.int64)
    return told[1:] - told[:-1]


def feature_sizes(file: Path) -> NDArray[np.int64]:
    """Return at least the bytes of each feature (n,) of a GeoJSON file.

    A feature reaches from its mark to the next, or from the one before where its members stand in front.
    """
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as text:
        marks = [found.start() for found in _FEATURE.finditer(text)]
        ends = np.array([0, *marks, len(text)], dtype=np.int64)
    gaps = ends[1:] - ends[:-1]
    return np.asarray(np.maximum(gaps[:-1], gaps[1:]), dtype=np.int64)


def cuts(sizes: NDArray[np.int64], most_bytes: int, most_rows: int) -> Iterator[tuple[int, int]]:
    """Yield the first row and the number of rows of pieces that hold so many bytes and rows at most.

    A row that is larger by itself is a piece of its own.
    """
    ends = np.cumsum(sizes)
    first = 0
    while first < len(sizes):
        before = ends[first - 1] if first else 0
        behind = int(np.searchsorted(ends, before + most_bytes, side="right"))
        behind = min(max(behind, first + 1), first + most_rows)
        yield first, behind - first
        first = behind
