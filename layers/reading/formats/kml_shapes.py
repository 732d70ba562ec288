"""Builds the geometry of one KML placemark from its elements."""

from __future__ import annotations

import re
from typing import ClassVar

import numpy as np
import shapely
from numpy.typing import NDArray

_AROUND_COMMA = re.compile(r"\s*,\s*")
_GROUPS = ("MultiGeometry", "MultiTrack")


class ShapeBuilder:
    """Takes the geometry elements of one placemark after the other.

    Attributes:
        heights: whether any place had a height other than 0, which is dropped.
    """

    #: Elements whose text `text` wants.
    TEXTS: ClassVar[tuple[str, ...]] = ("coordinates", "coord")

    def __init__(self) -> None:
        self.heights = False
        self.begin()

    def begin(self) -> None:
        """Start a placemark."""
        self._groups: list[list[shapely.Geometry]] = [[]]
        self._vertices: list[NDArray[np.float64]] = []
        self._rings: list[NDArray[np.float64]] = []

    def start(self, name: str) -> None:
        """Enter an element."""
        if name in _GROUPS:
            self._groups.append([])
        elif name in ("Point", "LineString", "LinearRing", "Track"):
            self._vertices = []
        elif name == "Polygon":
            self._rings = []

    def text(self, name: str, text: str) -> None:
        """Take the numbers of a ``coordinates`` element, or one place of a track."""
        if name == "coord":
            tuples = [text.split()]
        else:
            tuples = [part.split(",") for part in _AROUND_COMMA.sub(",", text).split()]
        vertices = np.array([_pair(numbers) for numbers in tuples], dtype=float).reshape(-1, 2)
        self.heights |= any(len(n) > 2 and n[2].strip("+-0.") != "" for n in tuples)
        self._vertices.append(vertices)

    def end(self, name: str) -> None:
        """Leave an element."""
        if name in _GROUPS:
            self._add(_collected(self._groups.pop()))
        elif name == "LinearRing":
            self._rings.append(self._joined())
        elif name == "Polygon":
            self._add(_polygon(self._rings))
        elif name == "Point":
            vertices = self._joined()
            self._add(shapely.Point(vertices[0]) if len(vertices) else None)
        elif name in ("LineString", "Track"):
            vertices = self._joined()
            self._add(shapely.LineString(vertices) if len(vertices) > 1 else None)

    def finish(self) -> shapely.Geometry | None:
        """Geometry of the placemark; None when it has none that can be built."""
        return _collected(self._groups[0])

    def _add(self, shape: shapely.Geometry | None) -> None:
        if shape is not None:
            self._groups[-1].append(shape)

    def _joined(self) -> NDArray[np.float64]:
        return np.concatenate(self._vertices) if self._vertices else np.empty((0, 2))


def _pair(numbers: list[str]) -> tuple[float, float]:
    try:
        return float(numbers[0]), float(numbers[1])
    except (ValueError, IndexError):
        return float("nan"), float("nan")


def _polygon(rings: list[NDArray[np.float64]]) -> shapely.Geometry | None:
    """Polygon of its rings, the first being the shell; None when the shell is too short."""
    if not rings or len(rings[0]) < 3 or not all(np.isfinite(ring).all() for ring in rings):
        return None
    holes = [shapely.LinearRing(ring) for ring in rings[1:] if len(ring) >= 3]
    return shapely.Polygon(shapely.LinearRing(rings[0]), holes)


def _collected(shapes: list[shapely.Geometry]) -> shapely.Geometry | None:
    if len(shapes) < 2:
        return shapes[0] if shapes else None
    kinds = {shape.geom_type for shape in shapes}
    if kinds == {"Point"}:
        return shapely.MultiPoint(shapes)
    if kinds == {"LineString"}:
        return shapely.MultiLineString(shapes)
    if kinds == {"Polygon"}:
        return shapely.MultiPolygon(shapes)
    return shapely.GeometryCollection(shapes)
