"""GeoJSON as RFC 7946 has it: WGS 84, longitude first, nine decimals (a tenth of a millimetre)."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import shapely

from layers.writing.table import Table, pieces


def write_geojson(table: Table, path: Path, _epsg: int) -> int:
    """Write a table, feature by feature; return how many."""
    count = 0
    with path.open("w", encoding="utf-8") as stream:
        head = {"type": "FeatureCollection", "name": table.name, "title": table.title}
        head["notes"] = list(table.notes)
        stream.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [')
        for piece in pieces(table.rows):
            for values, shape in piece:
                stream.write(",\n" if count else "\n")
                json.dump(_feature(table, values, shape), stream, ensure_ascii=False)
                count += 1
        stream.write("\n]}\n")
    return count


def _feature(table: Table, values: Any, shape: shapely.Geometry | None) -> dict[str, Any]:
    drawn = None
    if shape is not None:
        even = shapely.transform(shape, lambda coordinates: coordinates.round(9))
        drawn = json.loads(shapely.to_geojson(even))
    properties = {
        column.key: value.isoformat() if isinstance(value, datetime.date) else value
        for column, value in zip(table.columns, values, strict=True)
    }
    return {"type": "Feature", "properties": properties, "geometry": drawn}
