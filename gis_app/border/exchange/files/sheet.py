"""A pack on paper: a page in English, one in Vietnamese, the list for both."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from gis_app.border.exchange.files import map as drawing
from gis_app.border.exchange.files.lines import LANGUAGES, Told, words
from gis_app.formats.numbers import number

_STYLE = Path(settings.BASE_DIR) / "templates" / "border" / "exchange" / "sheet.css"


def pdf_of(told: Told, path: Path) -> None:
    """Write the PDF; the same pack gives the same bytes."""
    # Dates and numbers are written out here; nothing in the template goes by the language of the page.
    with translation.override("en"):
        page = render_to_string("border/exchange/sheet.html", _context(told))
    fonts = FontConfiguration()
    style = CSS(
        string=_STYLE.read_text(encoding="utf-8"), font_config=fonts, url_fetcher=_nothing_from_outside
    )
    pdf = HTML(string=page, base_url=None, url_fetcher=_nothing_from_outside).write_pdf(
        stylesheets=[style],
        font_config=fonts,
        pdf_identifier=hashlib.md5(page.encode(), usedforsecurity=False).digest(),
    )
    path.write_bytes(pdf)


def _context(told: Told) -> dict[str, Any]:
    approximate = drawing.is_approximate(told.on)
    return {
        "told": told,
        "pack": told.pack,
        "parts": [_part(told, language, approximate) for language in LANGUAGES],
        "map": _trusted(drawing.draw(told.cells, told.on)),
        "samples": {
            "cell": _trusted(drawing.sample()),
            "border": _trusted(drawing.sample(border=True)),
            "commune": _trusted(drawing.sample(commune=True)),
        },
        "lines": list(enumerate(told.lines, start=1)),
        "headings": [(key, words("en")[key], words("vi")[key]) for key in ("name", "kind", "day", "cell")],
    }


def _part(told: Told, language: str, approximate: bool) -> dict[str, Any]:
    """Return one language's page: its words and what stands beside them."""
    english = language == "en"
    pack = told.pack
    return {
        "language": language,
        "words": words(language),
        "sender": f"{pack.province.name}, Viet Nam" if english else pack.province.full_name,
        "addressee": pack.counterpart.label_en if english else pack.counterpart.label,
        "note": pack.note_en if english else pack.note_vi,
        "counts": [
            (kind.label_en if english else kind.label, number(count, 0, language))
            for kind, count in told.counts
        ],
        "total": number(len(told.lines), 0, language),
        "border": words(language)["border_approximate" if approximate else "border"],
    }


def _trusted(svg: str) -> SafeString:
    """Mark a drawing of ours as safe: the names in it are escaped."""
    return mark_safe(svg)  # noqa: S308


def _nothing_from_outside(url: str, *_args: object, **_options: object) -> dict[str, object]:
    raise ValueError(f"a sheet asked for {url}")
