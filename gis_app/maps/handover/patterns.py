"""The hatches of the palette as SVG patterns for a browser."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from gis_app.transformation.ink import ink_on
from gis_app.transformation.palette import STYLES, StatusStyle

#: Size of the tile and the drawing in it, by the names in `StatusStyle.hatch`; strokes reach over the tile's
#: edges so that diagonals join.
_TILES: dict[str, tuple[int, str]] = {
    "none": (8, ""),
    "dots": (8, "M2 2h.01M6 6h.01"),
    "diagonal": (8, "M-1 9L9 -1M-1 1L1 -1M7 9L9 7"),
    "back_diagonal": (8, "M-1 -1L9 9M7 -1L9 1M-1 7L1 9"),
    "vertical": (6, "M3 0V6"),
    "horizontal": (6, "M0 3H6"),
    "cross": (10, "M-1 11L11 -1M-1 -1L11 11"),
    "sparse_diagonal": (16, "M-1 17L17 -1M-1 1L1 -1M15 17L17 15"),
}


def pattern_id(style: StatusStyle) -> str:
    """Return the id under which the pattern of a status stands in the page."""
    return f"hatch-{style.key}"


def pattern_definitions() -> SafeString:
    """Return an invisible SVG element with one pattern for each status."""
    return format_html(
        '<svg class="patterns" aria-hidden="true" width="0" height="0"><defs>{}</defs></svg>',
        format_html_join("", "{}", ((_pattern(style),) for style in STYLES)),
    )


def _pattern(style: StatusStyle) -> SafeString:
    size, strokes = _TILES[style.hatch]
    width = "2.2" if style.hatch == "dots" else "1.2"
    return format_html(
        '<pattern id="{id}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">'
        '<rect width="{size}" height="{size}" fill="{colour}"/>'
        '<path d="{strokes}" stroke="{ink}" stroke-width="{width}" stroke-linecap="round" fill="none"/>'
        "</pattern>",
        id=pattern_id(style),
        size=size,
        colour=style.colour,
        strokes=mark_safe(strokes),  # noqa: S308 a constant of this module
        ink=ink_on(style.colour),
        width=width,
    )
