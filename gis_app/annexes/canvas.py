"""Drawing in millimetres with matplotlib.

The figures become SVG with text as text; the same input gives the same characters.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from shapely.geometry.base import BaseGeometry

from gis_app.annexes.fonts import FAMILY, require_tinos
from gis_app.annexes.hatching import HATCHES, hatch_dots, hatch_lines
from gis_app.transformation.ink import ink_on
from gis_app.transformation.palette import StatusStyle

MM_PER_INCH = 25.4
POINTS_PER_MM = 72 / MM_PER_INCH

_SETTINGS = {
    "font.family": FAMILY,
    "svg.fonttype": "none",
    "svg.hashsalt": "phu-luc",
    "path.simplify": False,
    "text.parse_math": False,
}


@contextmanager
def drawing() -> Iterator[None]:
    """Draw with Tinos and settings that make the output depend on the input alone."""
    require_tinos()
    with mpl.rc_context(_SETTINGS):
        yield


def sheet_of(width: float, height: float) -> tuple[Figure, Axes]:
    """Return a transparent figure of this size with one axes whose units are millimetres on paper."""
    figure = Figure(figsize=(width / MM_PER_INCH, height / MM_PER_INCH))
    figure.patch.set_visible(False)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    return figure, axes


def svg_of(figure: Figure) -> str:
    """Return the figure as an SVG element for a page: no XML head, no date."""
    buffer = io.StringIO()
    FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    return text[text.index("<svg") :]


def polygon_patch(ground: BaseGeometry, **style: object) -> PathPatch:
    """Return a patch of a (multi)polygon with its holes."""
    rings = [
        np.asarray(ring.coords)
        for part in shapely.get_parts(ground)
        for ring in (part.exterior, *part.interiors)
    ]
    return PathPatch(Path.make_compound_path(*(Path(ring, closed=True) for ring in rings)), **style)


def paint(axes: Axes, ground: BaseGeometry, style: StatusStyle) -> None:
    """Fill a polygon (in millimetres) with the colour and the hatch of a status."""
    axes.add_patch(polygon_patch(ground, facecolor=style.colour, edgecolor="none"))
    hatch, ink = HATCHES[style.hatch], ink_on(style.colour)
    if lines := hatch_lines(ground, hatch):
        axes.add_collection(LineCollection(lines, colors=ink, linewidths=0.5), autolim=False)
    dots = hatch_dots(ground, hatch)
    if len(dots):
        axes.plot(*dots.T, linestyle="none", marker="o", markersize=1.3, markeredgewidth=0, color=ink)


def text_size(text: str, points: float) -> tuple[float, float]:
    """Return width and height of a text in millimetres; call inside `drawing()`."""
    properties = FontProperties(family=FAMILY, size=points)
    width, height, _descent = text_to_path.get_text_width_height_descent(text, properties, ismath=False)
    return width / POINTS_PER_MM, height / POINTS_PER_MM
