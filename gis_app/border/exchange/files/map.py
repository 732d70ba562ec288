"""The map of a pack as SVG in millimetres: cells with their counts, the border line, our communes.

Drawn in the metres of the grid (`gis_app.border.exchange.grid`), so that every cell is a true square.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from xml.sax.saxutils import escape

import numpy as np
import shapely
from django.contrib.gis.geos import Polygon

from gis_app.border.exchange.grid import EPSG, SIDE_M, Cell
from layers.models import AdminUnit, BorderLine
from layers.reading.crs import geometries_from_wgs84, geometries_to_wgs84

WIDTH, HEIGHT = 170.0, 105.0
_MARGIN = 7.0  # around the frame, for the figures of the grid
#: Ground shown at least around the cells, and at least in all: one cell needs some country to be found in.
_AROUND_M, _LEAST_M = 3_000.0, 24_000.0
_ROUND_KM = (1, 2, 5, 10, 20, 50, 100, 200)
_CLOSEST_MM = 22.0
#: A commune is named where this much of it is seen, in square millimetres.
_NAMED_MM2 = 120.0
_FRAME = 'fill="none" stroke="#000000" stroke-width="0.35"'
_CELL = 'fill="#E69F00" fill-opacity="0.9" stroke="#000000" stroke-width="0.2"'
_COMMUNE = 'fill="none" stroke="#8A8A8A" stroke-width="0.18"'
# The dashes of the border line as on the annexes.
_BORDER = 'fill="none" stroke="#000000" stroke-width="0.5" stroke-dasharray="2.5 0.7 0.45 0.7"'
_TEXT = 'font-family="Tinos" text-anchor="middle"'


@dataclass(frozen=True, slots=True)
class _Frame:
    """Ground and paper: metres of the grid to millimetres from the top left corner."""

    west: float
    south: float
    metres: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        return (
            self.west,
            self.south,
            self.west + (WIDTH - 2 * _MARGIN) * self.metres,
            self.south + (HEIGHT - 2 * _MARGIN) * self.metres,
        )

    def to_paper(self, ground: np.ndarray) -> np.ndarray:
        moved = (ground - (self.west, self.south)) / self.metres
        return np.column_stack([moved[:, 0] + _MARGIN, HEIGHT - _MARGIN - moved[:, 1]])


def draw(cells: Mapping[Cell, int], day: datetime.date) -> str:
    """Return the map of the cells (with their counts) over the communes and the border of the day."""
    frame = _frame(cells)
    parts = chain(
        _communes(frame, day), _border(frame, day), _cells(frame, cells), _neat_line(frame), _bar(frame)
    )
    return _svg(WIDTH, HEIGHT, "".join(parts))


def sample(*, border: bool = False, commune: bool = False) -> str:
    """Return the legend's sample of a line, or of a cell."""
    inner = f'<rect x="2" y="0.4" width="4.2" height="4.2" {_CELL}/>'
    if border or commune:
        inner = f'<path d="M0 2.5H9" {_BORDER if border else _COMMUNE}/>'
    return _svg(9, 5, inner)


def is_approximate(day: datetime.date) -> bool:
    """Say whether a part of the border line of the day is drawn by approximation only."""
    return BorderLine.objects.on(day).filter(is_approximate=True).exists()


def _svg(width: float, height: float, inner: str) -> str:
    """Return an SVG element whose units are millimetres."""
    size = f'width="{width:g}mm" height="{height:g}mm" viewBox="0 0 {width:g} {height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inner}</svg>'


def _frame(cells: Mapping[Cell, int]) -> _Frame:
    west, south, east, north = shapely.total_bounds([cell.square for cell in cells])
    width = max(east - west + 2 * _AROUND_M, _LEAST_M)
    height = max(north - south + 2 * _AROUND_M, _LEAST_M)
    metres = max(width / (WIDTH - 2 * _MARGIN), height / (HEIGHT - 2 * _MARGIN))
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    return _Frame(
        middle_x - metres * (WIDTH - 2 * _MARGIN) / 2, middle_y - metres * (HEIGHT - 2 * _MARGIN) / 2, metres
    )


def _communes(frame: _Frame, day: datetime.date) -> Iterator[str]:
    seen = geometries_to_wgs84([shapely.box(*frame.bounds)], EPSG)[0]
    window = Polygon.from_bbox(shapely.bounds(seen))
    communes = list(AdminUnit.objects.communes().on(day).filter(geometry__bboverlaps=window).order_by("code"))
    if not communes:
        return
    shapes = geometries_from_wgs84(
        shapely.from_wkb([bytes((unit.display_geometry or unit.geometry).wkb) for unit in communes]), EPSG
    )
    clipped = shapely.clip_by_rect(shapely.make_valid(shapes), *frame.bounds)
    names = []
    for unit, shape in zip(communes, clipped, strict=True):
        for part in shapely.get_parts(shape):
            if part.geom_type != "Polygon":
                continue
            rings = " ".join(_path(frame, ring) + "Z" for ring in (part.exterior, *part.interiors))
            yield f'<path d="{rings}" {_COMMUNE}/>'
        largest = max(shapely.get_parts(shape), key=shapely.area, default=None)
        if largest is not None and largest.area / frame.metres**2 >= _NAMED_MM2:
            names.append(_text(frame, largest.point_on_surface(), unit.name, 2.3, 'fill="#555555"'))
    yield from names


def _cells(frame: _Frame, cells: Mapping[Cell, int]) -> Iterator[str]:
    for cell, count in cells.items():
        (left, bottom), (right, top) = frame.to_paper(
            np.array([shapely.bounds(cell.square)[:2], shapely.bounds(cell.square)[2:]])
        )
        yield _box(left, top, right - left, bottom - top, _CELL)
        if right - left >= 2:
            yield _text(frame, cell.square.centroid, str(count), min(3.0, (right - left) * 0.75), "")


def _border(frame: _Frame, day: datetime.date) -> Iterator[str]:
    drawn = BorderLine.objects.on(day).order_by("pk")
    lines = [shapely.from_wkb(bytes(line.geometry.wkb)) for line in drawn]
    clipped = shapely.clip_by_rect(geometries_from_wgs84(lines, EPSG), *frame.bounds) if lines else ()
    thinned = shapely.simplify(clipped, frame.metres * 0.05)
    for line in shapely.get_parts(shapely.line_merge(thinned)):
        if not line.is_empty:
            yield f'<path d="{_path(frame, line)}" fill="none" stroke="#FFFFFF" stroke-width="1"/>'
            yield f'<path d="{_path(frame, line)}" {_BORDER}/>'


def _neat_line(frame: _Frame) -> Iterator[str]:
    """Yield the frame with the kilometres of the grid, by which cells are named."""
    yield _box(_MARGIN, _MARGIN, WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN, _FRAME)
    step = next(km for km in _ROUND_KM if km * SIDE_M / frame.metres >= _CLOSEST_MM)
    west, south, east, north = (side / SIDE_M for side in frame.bounds)
    for km in range(math.ceil(west / step) * step, math.floor(east) + 1, step):
        ((x, _y),) = frame.to_paper(np.array([[km * SIDE_M, frame.south]]))
        for y, tick in ((_MARGIN, -1.3), (HEIGHT - _MARGIN, 1.3)):
            yield f'<path d="M{x:.3f} {y}v{tick}" stroke="#000000" stroke-width="0.2"/>'
            yield f'<text x="{x:.3f}" y="{y + tick * 2.4 + 0.9:.3f}" font-size="2.4" {_TEXT}>{km}</text>'
    for km in range(math.ceil(south / step) * step, math.floor(north) + 1, step):
        ((_x, y),) = frame.to_paper(np.array([[frame.west, km * SIDE_M]]))
        for x, tick in ((_MARGIN, -1.3), (WIDTH - _MARGIN, 1.3)):
            yield f'<path d="M{x} {y:.3f}h{tick}" stroke="#000000" stroke-width="0.2"/>'
            yield f'<text x="{x + tick * 2.9:.3f}" y="{y + 0.8:.3f}" font-size="2.4" {_TEXT}>{km}</text>'


def _bar(frame: _Frame) -> Iterator[str]:
    """Yield a bar of whole kilometres in the lower left corner."""
    length = max(km for km in _ROUND_KM if km * SIDE_M / frame.metres <= 45 or km == 1)
    paper = length * SIDE_M / frame.metres
    x, y = _MARGIN + 3, HEIGHT - _MARGIN - 3
    yield _box(x - 1.5, y - 4.2, paper + 9, 6.2, 'fill="#FFFFFF" fill-opacity="0.85"')
    yield f'<path d="M{x} {y - 1}V{y}H{x + paper:.3f}V{y - 1}" {_FRAME}/>'
    yield f'<text x="{x + paper / 2:.3f}" y="{y - 1}" font-size="2.6" {_TEXT}>{length} km</text>'


def _box(left: float, top: float, width: float, height: float, style: str) -> str:
    return f'<rect x="{left:.3f}" y="{top:.3f}" width="{width:.3f}" height="{height:.3f}" {style}/>'


def _path(frame: _Frame, line: shapely.Geometry) -> str:
    places = frame.to_paper(shapely.get_coordinates(line))
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in places)


def _text(frame: _Frame, at: shapely.Point, words: str, size: float, style: str) -> str:
    ((x, y),) = frame.to_paper(np.array([[at.x, at.y]]))
    place = f'x="{x:.2f}" y="{y + size * 0.35:.2f}" font-size="{size:.2f}"'
    return f"<text {place} {_TEXT} {style}>{escape(words)}</text>"
