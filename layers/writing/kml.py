"""KML 2.2 (OGC 12-007): WGS 84, with every column as data of its placemark."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely

from layers.writing.table import Table, pieces

_NAME = "name"
#: Characters that XML 1.0 cannot hold.
_NO_XML = dict.fromkeys(c for c in range(32) if c not in (9, 10, 13)) | dict.fromkeys((0xFFFE, 0xFFFF))


def write_kml(table: Table, path: Path, _epsg: int) -> int:
    """Write a table, placemark by placemark; return how many."""
    count = 0
    with path.open("w", encoding="utf-8") as stream:
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n')
        stream.write(f"<Document><name>{_text(table.title)}</name>\n")
        if table.notes:
            stream.write(f"<description>{_text(' '.join(table.notes))}</description>\n")
        for piece in pieces(table.rows):
            for values, shape in piece:
                stream.writelines(_placemark(table, values, shape))
            count += len(piece)
        stream.write("</Document></kml>\n")
    return count


def _placemark(table: Table, values: Any, shape: shapely.Geometry | None) -> Iterator[str]:
    named = dict(zip((column.key for column in table.columns), values, strict=True))
    # A list with names has them there alone, also where one is empty: readers take it for the column "name".
    titles = [_NAME] if _NAME in named else ["full_name", "commune", "ref"]
    name = next((named[key] for key in titles if named.get(key)), "")
    yield f"<Placemark><name>{_text(name)}</name><ExtendedData>"
    for column, value in zip(table.columns, values, strict=True):
        if value is not None and column.key != _NAME:
            shown = value.isoformat() if isinstance(value, datetime.date) else value
            yield (
                f"<Data name={quoteattr(column.key)}><displayName>{_text(column.label)}</displayName>"
                f"<value>{_text(shown)}</value></Data>"
            )
    yield "</ExtendedData>"
    if shape is not None:
        yield from _shape(shape)
    yield "</Placemark>\n"


def _shape(shape: shapely.Geometry) -> Iterator[str]:
    if shape.geom_type == "Point":
        yield f"<Point><coordinates>{_coordinates(shape)}</coordinates></Point>"
    elif shape.geom_type == "LineString":
        yield f"<LineString><coordinates>{_coordinates(shape)}</coordinates></LineString>"
    elif shape.geom_type == "Polygon":
        yield "<Polygon>"
        for position, ring in enumerate((shape.exterior, *shape.interiors)):
            side = "innerBoundaryIs" if position else "outerBoundaryIs"
            yield f"<{side}><LinearRing><coordinates>{_coordinates(ring)}</coordinates></LinearRing></{side}>"
        yield "</Polygon>"
    else:
        yield "<MultiGeometry>"
        for part in shapely.get_parts(shape):
            yield from _shape(part)
        yield "</MultiGeometry>"


def _coordinates(shape: shapely.Geometry) -> str:
    return " ".join(f"{lon:.9f},{lat:.9f}" for lon, lat in np.atleast_2d(shapely.get_coordinates(shape)))


def _text(value: Any) -> str:
    return escape(str(value).translate(_NO_XML))
