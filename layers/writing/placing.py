"""Shapes in the system of the file, and the two columns that a table without shapes gets instead."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from layers.reading.crs import from_wgs84, geometries_from_wgs84
from layers.writing.systems import WGS84
from layers.writing.table import Row, Table


def shapes_in(rows: Sequence[Row], epsg: int) -> NDArray[np.object_]:
    """Return the shapes (n,) in a system; missing ones stay missing."""
    shapes = np.array([shape for _values, shape in rows], dtype=object)
    return shapes if epsg == WGS84 else geometries_from_wgs84(shapes, epsg)


def place_headings(table: Table, epsg: int) -> list[str]:
    """Return the headings of the two columns of coordinates; no "X" and "Y", which tables mix up."""
    headings = [_("Kinh độ"), _("Vĩ độ")] if epsg == WGS84 else [_("Tọa độ đông (m)"), _("Tọa độ bắc (m)")]
    if table.geometry == "Point" and not table.geometry_is_stand_in:
        return headings
    return [f"{heading} {_('của điểm đại diện')}" for heading in headings]


def places(rows: Sequence[Row], epsg: int) -> list[tuple[float, float] | tuple[None, None]]:
    """Return the two coordinates of each row: of the point, or of a point on the shape.

    Degrees have nine decimals (a tenth of a millimetre), metres three.
    """
    shapes = np.array([shape for _values, shape in rows], dtype=object)
    points = np.where(shapely.get_type_id(shapes) == 0, shapes, shapely.point_on_surface(shapes))
    found = from_wgs84(shapely.get_x(points), shapely.get_y(points), epsg)
    digits = 9 if epsg == WGS84 else 3
    return [
        (None, None) if np.isnan(x) or np.isnan(y) else (round(float(x), digits), round(float(y), digits))
        for x, y in found
    ]
