"""What sites and lines share: shapes of a layer or points of a table, and the columns left over."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from django.contrib.gis.geos import GEOSGeometry

from layers.importing.findings import Finding, as_findings
from layers.importing.opening import reader_findings
from layers.models.fields import SRID
from layers.reading.geometry_checks import check_geometries
from layers.reading.opening import OpenedFile
from layers.reading.points import PointReader
from layers.reading.problems import Problem

#: About a centimetre: two exports of one shape differ less, two shapes differ more.
_SAME_PLACE_DEGREES = 1e-7


def placed_rows(
    frame: pd.DataFrame, file: OpenedFile, allowed: Collection[str]
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Return the rows with a sound shape, in WGS 84 with all columns, and every finding about the rows.

    Args:
        frame: rows of the file.
        file: the file, which says its system and columns.
        allowed: geometry type names of a layer; a table has points.
    """
    if file.has_geometry:
        sound, problems = check_geometries(frame, file.epsg, allowed)
        return sound, reader_findings(file) + as_findings(problems)
    problems: list[Problem] = []
    points, good = PointReader(file.columns, file.epsg).read(frame, problems)
    placed = gpd.GeoDataFrame(frame[good], geometry=shapely.points(points[good]), crs="EPSG:4326")
    return placed, reader_findings(file) + as_findings(problems)


def stable_refs(shapes: np.ndarray, names: Sequence[str]) -> list[str]:
    """Return a reference made of each shape and name, the same for every export of the same feature.

    The name is part of it because several premises of one building share one point.
    """
    even = shapely.normalize(shapely.set_precision(shapes, _SAME_PLACE_DEGREES))
    return [
        hashlib.sha256(shapely.to_wkb(shape, byte_order=1) + name.encode()).hexdigest()[:16]
        for shape, name in zip(even, names, strict=True)
    ]


def attributes(frame: pd.DataFrame, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the filled cells of the columns that no field claims, as JSON knows them."""
    for values in zip(*(frame[column] for column in columns), strict=True) if columns else [()] * len(frame):
        cells = ((c, _as_json(v)) for c, v in zip(columns, values, strict=True))
        yield {column: value for column, value in cells if value not in (None, "")}


def as_geos(shape: shapely.Geometry) -> GEOSGeometry:
    """Return a shapely geometry in the form that GeoDjango stores."""
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=SRID)


def _as_json(value: Any) -> Any:
    if isinstance(value, list | tuple | np.ndarray):
        return [_as_json(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if pd.isna(value):
        return None
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value.item() if isinstance(value, np.generic) else value
