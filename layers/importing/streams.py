"""Incidents and their places in PostgreSQL's binary COPY format, made column by column.

Numbers go over as they lie in memory; making text of a million points costs more than storing them.
The format: https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format".
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from layers.importing.pieces import Piece
from layers.importing.tallies import Cells
from layers.models.fields import SRID

#: In the order in which the values of one row follow.
INCIDENT_FIELDS = (
    *("source", "batch", "category", "deaths", "injuries"),
    *("id", "occurred_at", "occurred_on", "point", "ref"),
)
COUNT_FIELDS = ("category", "unit", "month", "incidents", "deaths", "injuries")

_HEAD = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
_TAIL = struct.pack(">h", -1)
#: PostgreSQL counts from 1 January 2000.
_EPOCH_DAYS = int(np.datetime64("2000-01-01").astype("datetime64[D]").astype(np.int64))
_EPOCH_MICROSECONDS = _EPOCH_DAYS * 86_400_000_000
_EWKB_POINT_WITH_SRID = 0x20000001

_FIXED = np.dtype(
    [
        *(("id_size", ">i4"), ("id", ">i8")),
        *(("at_size", ">i4"), ("at", ">i8")),
        *(("on_size", ">i4"), ("on", ">i4")),
        *(("point_size", ">i4"), ("little_endian", "u1"), ("type", "<u4"), ("srid", "<u4")),
        *(("lon", "<f8"), ("lat", "<f8")),
        ("ref_size", ">i4"),
    ]
)


def incident_stream(
    piece: Piece, ids: NDArray[np.int64], categories: Sequence[str], source: str, batch: int
) -> bytes:
    """Return what COPY takes for `INCIDENT_FIELDS` of a piece.

    Args:
        piece: n incidents.
        ids: (n,) their primary keys.
        categories: the keys that the piece's categories are positions in.
        source: of all of them.
        batch: primary key of the import.
    """
    rows = piece.rows
    fixed = np.empty(len(piece), dtype=_FIXED)
    fixed["id_size"] = fixed["at_size"] = 8
    fixed["on_size"] = 4
    fixed["id"] = ids
    fixed["at"] = rows["at"] - _EPOCH_MICROSECONDS
    fixed["on"] = rows["on"] - _EPOCH_DAYS
    fixed["point_size"], fixed["little_endian"] = 25, 1
    fixed["type"], fixed["srid"] = _EWKB_POINT_WITH_SRID, SRID
    fixed["lon"], fixed["lat"] = rows["lon"], rows["lat"]
    fixed["ref_size"] = np.fromiter(map(len, piece.refs), dtype=np.int32, count=len(piece))
    # What few different rows share is made once: fields, source, batch, category, casualties.
    kinds = np.column_stack([rows["category"], rows["deaths"], rows["injuries"]]).astype(np.int64)
    _codes, first, which = np.unique(kinds @ [1 << 32, 1 << 16, 1], return_index=True, return_inverse=True)
    shared = kinds[first]
    same = struct.pack(">h", len(INCIDENT_FIELDS)) + _sized(source.encode()) + struct.pack(">iq", 8, batch)
    heads = [
        same + _sized(categories[category].encode()) + _smallint(deaths) + _smallint(injuries)
        for category, deaths, injuries in shared.tolist()
    ]
    middles = fixed.view(f"V{_FIXED.itemsize}").tolist()
    parts = zip([heads[kind] for kind in which.tolist()], middles, piece.refs, strict=True)
    return b"".join([_HEAD, *chain.from_iterable(parts), _TAIL])


def number_stream(columns: Sequence[NDArray[np.int64]]) -> bytes:
    """Return what COPY takes for rows of bigint, from columns of shape (n,)."""
    names = [(f"size{place}", f"value{place}") for place in range(len(columns))]
    layout = [
        ("fields", ">i2"),
        *((n, t) for pair in names for n, t in zip(pair, (">i4", ">i8"), strict=True)),
    ]
    rows = np.empty(len(columns[0]), dtype=layout)
    rows["fields"] = len(columns)
    for (size, value), column in zip(names, columns, strict=True):
        rows[size], rows[value] = 8, column
    return _HEAD + rows.tobytes() + _TAIL


def count_stream(cells: Cells, categories: Sequence[str]) -> bytes:
    """Return what COPY takes for `COUNT_FIELDS`, by category, commune and month.

    Args:
        cells: what the counts are.
        categories: the keys that the categories of the cells are positions in.
    """
    parts = [_HEAD]
    for position in np.unique(cells.category).tolist():
        mine = Cells(*(column[cells.category == position] for column in cells))
        key = categories[position].encode()
        day = mine.month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - _EPOCH_DAYS
        columns = [
            *(("category", f"S{len(key)}", key), ("unit", ">i8", mine.unit), ("month", ">i4", day)),
            *((name, ">i4", getattr(mine, name)) for name in ("incidents", "deaths", "injuries")),
        ]
        layout = [("fields", ">i2")]
        for name, kind, _values in columns:
            layout += [(f"{name}_size", ">i4"), (name, kind)]
        rows = np.empty(len(mine.unit), dtype=layout)
        rows["fields"] = len(columns)
        for name, kind, values in columns:
            rows[f"{name}_size"], rows[name] = np.dtype(kind).itemsize, values
        parts.append(rows.tobytes())
    return b"".join([*parts, _TAIL])


def _sized(value: bytes) -> bytes:
    return struct.pack(">i", len(value)) + value


def _smallint(value: int) -> bytes:
    """Return a count; a negative one stands for an unknown one, which is NULL."""
    return struct.pack(">i", -1) if value < 0 else struct.pack(">ih", 2, value)
