"""Tinos, the one typeface on paper: the metrics of Times New Roman and every Vietnamese letter.

Debian ships it in fonts-croscore. Another Times-like face must not step in silently: Liberation Serif 1.x
lacks 90 Vietnamese letters.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from matplotlib import font_manager

from gis_app.annexes.errors import PrintingError

FAMILY = "Tinos"
_FACES = frozenset({"Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"})


@cache
def _register(files: tuple[str, ...]) -> None:
    for file in files:
        font_manager.fontManager.addfont(file)


def require_tinos() -> None:
    """Make Tinos known to the drawing library; raise PrintingError where the machine lacks it."""
    found = {Path(file).name: file for file in font_manager.findSystemFonts() if Path(file).name in _FACES}
    if set(found) != _FACES:
        raise PrintingError(
            _("Máy chủ thiếu phông chữ Tinos nên không in được; hãy cài gói fonts-croscore rồi in lại.")
        )
    _register(tuple(found[name] for name in sorted(found)))
