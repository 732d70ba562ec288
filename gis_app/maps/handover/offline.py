"""A folium map that holds everything it needs.

folium's own page loads Leaflet, jQuery, Bootstrap and fonts from five hosts. Nothing here uses any of them
but Leaflet, whose script, style and images are put into the page from the copy that django-leaflet ships.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

import folium
from branca.element import Element, Figure
from django.contrib.staticfiles import finders

_LEAFLET = "leaflet"
_IMAGE = re.compile(r"url\(['\"]?(images/[\w.-]+\.png)['\"]?\)")
_RANDOM_ID = re.compile(r"_([0-9a-f]{32})(?![0-9a-f])")


class OfflineMap(folium.Map):
    """A folium map whose page asks for nothing from outside."""

    default_js: list[tuple[str, str]] = []
    default_css: list[tuple[str, str]] = []

    def page(self, title: str, language: str, style: str, body: str) -> str:
        """Return the whole page: the map with a head and further HTML around it.

        folium names every element at random; here they are numbered, so that the same map is the same file.
        """
        root: Figure = self.get_root()
        root.title = title
        root.header.add_child(Element(f"<style>{leaflet_style()}{style}</style>"), name="style")
        root.header.add_child(Element(f"<script>{leaflet_script()}</script>"), name="leaflet")
        root.html.add_child(Element(body), name="around")
        numbers: dict[str, str] = {}
        page = _RANDOM_ID.sub(
            lambda match: "_" + numbers.setdefault(match[1], str(len(numbers) + 1)), root.render()
        )
        return page.replace("<html>", f'<html lang="{language}">', 1)


@cache
def leaflet_script() -> str:
    """Return Leaflet's script without the address of its home page and of its source map."""
    script = _static("leaflet.js").decode()
    script = re.sub(r"//# sourceMappingURL=\S+", "", script)
    script = re.sub(r"https?://leafletjs\.com", "#", script)
    return script.replace("</script", "<\\/script")


@cache
def leaflet_style() -> str:
    """Return Leaflet's style sheet with its images inside."""

    def inside(match: re.Match[str]) -> str:
        return f"url(data:image/png;base64,{base64.b64encode(_static(match[1])).decode()})"

    without_comments = re.sub(r"/\*.*?\*/", "", _static("leaflet.css").decode(), flags=re.DOTALL)
    return _IMAGE.sub(inside, without_comments)


def _static(name: str) -> bytes:
    found = finders.find(f"{_LEAFLET}/{name}")
    if not isinstance(found, str):
        raise FileNotFoundError(f"django-leaflet's static file {_LEAFLET}/{name} is missing")
    return Path(found).read_bytes()
