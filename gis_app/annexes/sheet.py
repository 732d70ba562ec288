"""From what a sheet says to a PDF: HTML and WeasyPrint, with Tinos embedded and text as text."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from gis_app.annexes.drawing import MapContent, draw_map
from gis_app.annexes.furniture import border_sample, north_arrow, scale_bar, status_sample
from gis_app.annexes.paper import Box, SheetLayout
from gis_app.annexes.scale import Frame
from gis_app.formats.numbers import number
from gis_app.transformation.palette import StatusStyle


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A status in the legend with how many communes stand in it."""

    style: StatusStyle
    count: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of the table of communes, ready to print."""

    number: int
    name: str
    code: str
    status: str
    basis: str
    criteria: Sequence[str]
    area: str


@dataclass(frozen=True, slots=True)
class SheetContent:
    """Everything that the sheets say, in the language of the reader.

    `notes` stand beside the map, `summary` above the table, `others` names the communes that have no line.
    """

    annex_number: str
    title: str
    subtitle: str
    attached_to: str
    legend: Sequence[LegendEntry]
    border_label: str
    zone: Sequence[str]
    notes: Sequence[str]
    warning: str
    summary: Sequence[str]
    rows: Sequence[TableRow]
    total_area: str
    others_title: str
    others: Sequence[str]
    north_letter: str
    compiled_on: datetime.date


def render(content: SheetContent, drawn: MapContent, layout: SheetLayout, frame: Frame) -> bytes:
    """Return the PDF of the map sheet and the table; the same input gives the same bytes."""
    page = render_to_string(
        "annexes/sheet.html",
        {
            "content": content,
            "layout": layout,
            "map": _trusted(draw_map(drawn, frame)),
            "scale": f"1:{number(frame.denominator)}",
            "bar": _trusted(scale_bar(frame.denominator)),
            "north": _trusted(north_arrow(content.north_letter)),
            "legend": [(entry, _trusted(status_sample(entry.style))) for entry in content.legend],
            "border": _trusted(border_sample()) if content.border_label else "",
        },
    )
    style = render_to_string("annexes/sheet.css", {"sheet": _measures(layout)})
    fonts = FontConfiguration()
    document = HTML(string=page, base_url=None, url_fetcher=_nothing_from_outside)
    return document.write_pdf(
        stylesheets=[CSS(string=style, font_config=fonts, url_fetcher=_nothing_from_outside)],
        font_config=fonts,
        pdf_identifier=hashlib.md5(page.encode(), usedforsecurity=False).digest(),
    )


def _trusted(svg: str) -> SafeString:
    """Mark a drawing of ours as safe: matplotlib escapes the names that it writes."""
    return mark_safe(svg)  # noqa: S308


def _nothing_from_outside(url: str, *_args: object, **_options: object) -> dict[str, object]:
    raise ValueError(f"a sheet asked for {url}")


def _measures(layout: SheetLayout) -> dict[str, str]:
    """Return the layout's lengths for the style sheet, with a decimal point in every language."""
    measures = {"word": _("Tờ"), "width": f"{layout.width:g}mm", "height": f"{layout.height:g}mm"}
    for name in ("head", "map", "block"):
        box: Box = getattr(layout, name)
        measures[name] = (
            f"left: {box.left:g}mm; top: {box.top:g}mm; width: {box.width:g}mm; height: {box.height:g}mm"
        )
    return measures
