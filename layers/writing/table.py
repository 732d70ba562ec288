"""A list on its way into a file: named columns, and rows that are made one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any

import shapely

#: Rows held in memory at a time.
ROWS_AT_A_TIME = 10_000


class Type(StrEnum):
    """What a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: its name in GeoPackage and GeoJSON.
        short: its name in a shapefile: at most ten ASCII characters.
        label: its heading in a table that people read.
    """

    key: str
    short: str
    label: str
    type: Type = Type.TEXT

    def __post_init__(self) -> None:
        if not (self.short.isascii() and 0 < len(self.short) <= 10):
            raise ValueError(f"{self.short!r} is no name for a shapefile's field")


#: One row: its values in the order of the columns, and its shape in WGS 84 (None where it has none).
Row = tuple[Sequence[Any], shapely.Geometry | None]


@dataclass(frozen=True)
class Table:
    """A list to be written.

    Attributes:
        name: name of layer and file, ASCII.
        title: what it is, for people.
        rows: made while they are written, so that a long list needs little memory.
        geometry: "Point" or "MultiPolygon" where all rows have that type, "Unknown" where types differ.
        notes: sentences that a reader of the figures must know; they go into the file where it has room.
        geometry_is_stand_in: the points only say which commune is meant.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterator[Row]
    geometry: str
    notes: Sequence[str] = field(default_factory=tuple)
    geometry_is_stand_in: bool = False


def pieces(rows: Iterator[Row], size: int = ROWS_AT_A_TIME) -> Iterator[list[Row]]:
    """Yield the rows in lists of at most `size`."""
    while piece := list(islice(rows, size)):
        yield piece
