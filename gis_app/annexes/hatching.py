"""Hatches as lines and dots on paper.

They are cut with the polygons themselves instead of using a pattern of the drawing format: every PDF reader
and printer driver draws a line alike, and neighbouring areas of one status share the same lines.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Hatch:
    """Families of parallel lines, or dots. `angles` in degrees from east; `spacing` in millimetres."""

    angles: tuple[int, ...]
    spacing: float
    dotted: bool = False


#: The patterns named in `gis_app.transformation.palette.StatusStyle.hatch`.
HATCHES = {
    "none": Hatch((), 1.0),
    "dots": Hatch((), 1.5, dotted=True),
    "diagonal": Hatch((45,), 1.4),
    "vertical": Hatch((90,), 1.1),
    "horizontal": Hatch((0,), 1.1),
    "back_diagonal": Hatch((135,), 1.4),
    "cross": Hatch((45, 135), 1.7),
    "sparse_diagonal": Hatch((45,), 3.0),
}


def hatch_lines(polygon: BaseGeometry, hatch: Hatch) -> list[np.ndarray]:
    """Return the hatch of a polygon as arrays (n, 2) of line coordinates, in the polygon's millimetres."""
    parts = [_family(polygon, angle, hatch.spacing) for angle in hatch.angles]
    return [line for family in parts for line in family]


def hatch_dots(polygon: BaseGeometry, hatch: Hatch) -> np.ndarray:
    """Return the dots inside a polygon as an array (n, 2); empty unless the hatch is dotted."""
    if not hatch.dotted:
        return np.empty((0, 2))
    west, south, east, north = polygon.bounds
    xs, ys = _steps(west, east, hatch.spacing), _steps(south, north, hatch.spacing)
    x, y = np.meshgrid(xs, ys)
    x = x + np.where(np.round(y / hatch.spacing) % 2 == 0, 0, hatch.spacing / 2)
    inside = shapely.contains_xy(polygon, x.ravel(), y.ravel())
    return np.column_stack([x.ravel(), y.ravel()])[inside]


def _family(polygon: BaseGeometry, angle: int, spacing: float) -> list[np.ndarray]:
    """Cut the parallel lines of one angle, placed on a grid that is the same for every polygon."""
    turn = np.radians(angle)
    along, across = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    west, south, east, north = polygon.bounds
    corners = np.array([[west, south], [west, north], [east, south], [east, north]])
    reach, offsets = corners @ along, corners @ across
    starts = _steps(offsets.min(), offsets.max(), spacing)
    lines = shapely.linestrings(
        [[offset * across + reach.min() * along, offset * across + reach.max() * along] for offset in starts]
    )
    cut = shapely.get_parts(shapely.intersection(lines, polygon))
    whole = cut[(shapely.get_type_id(cut) == shapely.GeometryType.LINESTRING) & ~shapely.is_empty(cut)]
    return [shapely.get_coordinates(line) for line in whole]


def _steps(low: float, high: float, spacing: float) -> np.ndarray:
    return np.arange(np.ceil(low / spacing), np.floor(high / spacing) + 1) * spacing
