"""The small drawings beside the map: scale bar, north arrow, legend samples."""

from __future__ import annotations

from matplotlib.collections import LineCollection
from matplotlib.patches import Polygon, Rectangle
from shapely.geometry import box

from gis_app.annexes.canvas import drawing, paint, sheet_of, svg_of
from gis_app.annexes.drawing import BORDER_LINE
from gis_app.annexes.grid import bar_length
from gis_app.formats.numbers import number
from gis_app.transformation.palette import StatusStyle

SAMPLE = (9.0, 4.6)
NORTH = (9.0, 14.0)
_BAR_HEIGHT, _SIDE = 8.0, 6.0


def scale_bar(denominator: int) -> str:
    """Return a bar of four equal parts as SVG, true to the scale, labelled in kilometres (or metres)."""
    length = bar_length(denominator)
    unit, metres = ("km", 1000) if length >= 4000 else ("m", 1)
    part = length / 4 * 1000 / denominator
    with drawing():
        figure, axes = sheet_of(4 * part + 2 * _SIDE, _BAR_HEIGHT)
        for index in range(4):
            axes.add_patch(
                Rectangle(
                    (_SIDE + index * part, 1),
                    part,
                    1.5,
                    facecolor="white" if index % 2 else "black",
                    edgecolor="black",
                    linewidth=0.5,
                    gid=f"bar-{index}",
                )
            )
        for index in (0, 2, 4):
            figure_text = number(length // 4 * index // metres)
            text = f"{figure_text} {unit}" if index == 4 else figure_text
            axes.text(_SIDE + index * part, 3.2, text, ha="center", va="bottom", fontsize=8)
        return svg_of(figure)


def north_arrow(letter: str) -> str:
    """Return an arrow to grid north as SVG with a letter on top."""
    width, height = NORTH
    middle = width / 2
    with drawing():
        figure, axes = sheet_of(width, height)
        left = [(middle, height - 4), (middle - 2.5, 0.5), (middle, 2)]
        right = [(middle, height - 4), (middle + 2.5, 0.5), (middle, 2)]
        axes.add_patch(Polygon(left, facecolor="black", edgecolor="black", linewidth=0.5))
        axes.add_patch(Polygon(right, facecolor="white", edgecolor="black", linewidth=0.5))
        axes.text(middle, height - 3.6, letter, ha="center", va="bottom", fontsize=9, fontweight="bold")
        return svg_of(figure)


def status_sample(style: StatusStyle) -> str:
    """Return the legend's sample of a status as SVG."""
    width, height = SAMPLE
    with drawing():
        figure, axes = sheet_of(width, height)
        paint(axes, box(0.2, 0.2, width - 0.2, height - 0.2), style)
        axes.add_patch(
            Rectangle(
                (0.2, 0.2), width - 0.4, height - 0.4, facecolor="none", edgecolor="black", linewidth=0.5
            )
        )
        return svg_of(figure)


def border_sample() -> str:
    """Return the legend's sample of the state border as SVG."""
    width, height = SAMPLE
    with drawing():
        figure, axes = sheet_of(width, height)
        line = [[(0, height / 2), (width, height / 2)]]
        axes.add_collection(LineCollection(line, **BORDER_LINE), autolim=False)
        return svg_of(figure)
