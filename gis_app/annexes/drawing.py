"""The map itself: communes, border line, frame with kilometre grid and names, as SVG in true millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle
from matplotlib.patheffects import Stroke
from shapely.geometry.base import BaseGeometry

from gis_app.annexes.canvas import drawing, paint, polygon_patch, sheet_of, svg_of, text_size
from gis_app.annexes.grid import eastings, northings
from gis_app.annexes.labels import Label, Wish, place
from gis_app.annexes.paper import BAND
from gis_app.annexes.scale import Frame
from gis_app.formats.numbers import number
from gis_app.transformation.palette import NOT_IN_PROGRAMME, StatusStyle

#: How far a boundary may move when it is thinned, in millimetres on paper: less than its own line width.
_THINNING = 0.05
_TICK = 1.5
_FIGURE_SIZE = 7.0

BORDER_LINE = {"colors": "#000000", "linewidths": 1.4, "linestyles": [(0, (7, 2, 1.2, 2))]}


@dataclass(frozen=True, slots=True)
class Area:
    """A commune on the map. `ground` in grid metres; `number` is its line in the table, if it has one."""

    code: str
    name: str
    ground: BaseGeometry
    style: StatusStyle
    number: int | None = None


@dataclass(frozen=True, slots=True)
class MapContent:
    """Everything that the map shows; `border` is the state border in grid metres, exact or not."""

    areas: Sequence[Area]
    border: Sequence[BaseGeometry] = ()
    border_is_approximate: bool = False


def draw_map(content: MapContent, frame: Frame) -> str:
    """Return the map as SVG of `frame` size plus the band of grid figures around it.

    The frame's lower left corner stands `BAND` millimetres from the left and from the bottom.
    """
    with drawing():
        figure, axes = sheet_of(frame.width + 2 * BAND, frame.height + 2 * BAND)
        axes.set_xlim(-BAND, frame.width + BAND)
        axes.set_ylim(-BAND, frame.height + BAND)
        grounds = _on_paper([area.ground for area in content.areas], frame)
        _draw_grid(axes, frame)
        _draw_areas(axes, content.areas, grounds)
        _draw_border(axes, content.border, frame)
        wishes = [
            Wish(ground, area.name, area.number) for area, ground in zip(content.areas, grounds, strict=True)
        ]
        for label in place(wishes, frame.width, frame.height, text_size):
            _draw_label(axes, label)
        _draw_frame(axes, frame)
        return svg_of(figure)


def _on_paper(grounds: Sequence[BaseGeometry], frame: Frame) -> list[BaseGeometry]:
    """Move grounds from grid metres to millimetres in the frame, thinned together so that no gap opens."""
    metres = frame.denominator / 1000
    origin = np.array([frame.extent.west, frame.extent.south])
    moved = shapely.transform(np.asarray(grounds, dtype=object), lambda places: (places - origin) / metres)
    thinned: list[BaseGeometry] = shapely.coverage_simplify(moved, _THINNING).tolist()
    return [thin if thin.area > 0 else whole for thin, whole in zip(thinned, moved, strict=True)]


def _draw_areas(axes: Axes, areas: Sequence[Area], grounds: Sequence[BaseGeometry]) -> None:
    in_cycle = [area.style != NOT_IN_PROGRAMME for area in areas]
    for area, ground, key in zip(areas, grounds, in_cycle, strict=True):
        if key:
            paint(axes, ground, area.style)
        outline = polygon_patch(
            ground,
            facecolor="none" if key else area.style.colour,
            edgecolor="#000000" if key else "#8A8A8A",
            linewidth=0.7 if key else 0.35,
            joinstyle="round",
            zorder=2.1 if key else 0.5,
        )
        outline.set_gid(f"commune-{area.code}")
        axes.add_patch(outline)
    territory = shapely.union_all(np.asarray(grounds, dtype=object), grid_size=0.001)
    axes.add_patch(
        polygon_patch(
            territory, facecolor="none", edgecolor="#333333", linewidth=1.1, joinstyle="round", zorder=2.2
        )
    )


def _draw_border(axes: Axes, border: Sequence[BaseGeometry], frame: Frame) -> None:
    seen = shapely.clip_by_rect(
        np.asarray(border, dtype=object),
        frame.extent.west,
        frame.extent.south,
        frame.extent.east,
        frame.extent.north,
    )
    lines = [
        np.array([frame.to_paper(x, y) for x, y in shapely.get_coordinates(line)])
        for line in shapely.get_parts(shapely.simplify(seen, _THINNING * frame.denominator / 1000))
        if not line.is_empty
    ]
    # A white bed under the line keeps it readable on a dark area.
    axes.add_collection(LineCollection(lines, colors="#FFFFFF", linewidths=2.6, zorder=2.3), autolim=False)
    axes.add_collection(LineCollection(lines, **BORDER_LINE, zorder=2.4), autolim=False)


def _draw_grid(axes: Axes, frame: Frame) -> None:
    """Mark the crossings of the kilometre grid in the frame."""
    points = [frame.to_paper(x, y) for x in eastings(frame) for y in northings(frame)]
    if points:
        axes.plot(
            *zip(*points, strict=True),
            linestyle="none",
            marker="+",
            markersize=5,
            markeredgewidth=0.35,
            color="#555555",
            zorder=2.35,
        )


def _draw_frame(axes: Axes, frame: Frame) -> None:
    """Draw the neat line with ticks at the grid lines and their figures in kilometres outside."""
    axes.add_patch(
        Rectangle(
            (0, 0), frame.width, frame.height, facecolor="none", edgecolor="black", linewidth=1, gid="frame"
        )
    )
    figures = {"fontsize": _FIGURE_SIZE, "ha": "center", "va": "center", "color": "black"}
    middle = _TICK + (BAND - _TICK) / 2
    ticks = []
    for easting in eastings(frame):
        x, _y = frame.to_paper(easting, frame.extent.south)
        ticks += [[(x, 0), (x, -_TICK)], [(x, frame.height), (x, frame.height + _TICK)]]
        for y in (-middle, frame.height + middle):
            axes.text(x, y, number(easting // 1000), **figures)
    for northing in northings(frame):
        _x, y = frame.to_paper(frame.extent.west, northing)
        ticks += [[(0, y), (-_TICK, y)], [(frame.width, y), (frame.width + _TICK, y)]]
        for x in (-middle, frame.width + middle):
            axes.text(x, y, number(northing // 1000), rotation=90, **figures)
    marks = LineCollection(ticks, colors="black", linewidths=0.6, gid="ticks")
    axes.add_collection(marks, autolim=False)


def _draw_label(axes: Axes, label: Label) -> None:
    """Write a label twice: as a white outline of its letters, then as text that can be searched."""
    if label.leader:
        axes.plot(*zip(*label.leader, strict=True), color="black", linewidth=0.5, zorder=3)
    written = {
        "fontsize": label.size,
        "ha": "center",
        "va": "center",
        "fontweight": "normal" if label.quiet else "bold",
    }
    halo = Stroke(linewidth=1.2 if label.quiet else 2, foreground="white")
    axes.text(label.x, label.y, label.text, path_effects=[halo], zorder=3.1, **written)
    axes.text(
        label.x, label.y, label.text, color="#555555" if label.quiet else "black", zorder=3.2, **written
    )
