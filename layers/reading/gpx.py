"""The route in a GPX file that a device wrote: its tracks, else its routes. Times and names are left behind.

GDAL is not used, for the reason that `layers.reading.formats.kml` gives: a document type, and with it every
entity, is refused, and nothing outside the file is ever opened. GPX is WGS 84 by definition (GPX 1.1 schema).
"""

from __future__ import annotations

import math
from enum import StrEnum
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

import shapely

from layers.reading.extent import SURROUNDINGS

#: A day's track of a device that writes every second has 86,400 points, some 10 MB.
LARGEST_BYTES = 20 * 1024 * 1024
_BLOCK = 256 * 1024
_PARTS = {"trkseg": "trkpt", "rte": "rtept"}


class RouteFault(StrEnum):
    """Why a file holds no route that can be used."""

    TOO_LARGE = "too_large"
    DAMAGED = "damaged"
    NO_ROUTE = "no_route"
    ELSEWHERE = "elsewhere"


class UnreadableRouteError(ValueError):
    """The file holds no route that can be used; `fault` says why."""

    def __init__(self, fault: RouteFault) -> None:
        self.fault = fault
        super().__init__(fault.value)


def read_route(path: Path) -> shapely.MultiLineString:
    """Return what was walked, in WGS 84 degrees and without height.

    Raises:
        UnreadableRouteError: too large, no GPX, without a part of two places, or far from Việt Nam.
    """
    if path.stat().st_size > LARGEST_BYTES:
        raise UnreadableRouteError(RouteFault.TOO_LARGE)
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.StartDoctypeDeclHandler = reader.refuse_doctype
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                parser.Parse(block, False)
            parser.Parse(b"", True)
    except (expat.ExpatError, _NoGpxError) as error:
        raise UnreadableRouteError(RouteFault.DAMAGED) from error
    parts = reader.parts["trkseg"] or reader.parts["rte"]
    if not parts:
        raise UnreadableRouteError(RouteFault.NO_ROUTE)
    route = shapely.MultiLineString(parts)
    west, south, east, north = SURROUNDINGS
    left, bottom, right, top = route.bounds
    if not (west <= left and right <= east and south <= bottom and top <= north):
        raise UnreadableRouteError(RouteFault.ELSEWHERE)
    return route


class _NoGpxError(Exception):
    """The file is XML, but no GPX, or one that names things outside it."""


class _Reader:
    """Collects the places of each track segment and each route."""

    def __init__(self) -> None:
        self.parts: dict[str, list[list[tuple[float, float]]]] = {part: [] for part in _PARTS}
        self._depth = 0
        self._part: str | None = None
        self._places: list[tuple[float, float]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        element = name.rpartition(" ")[2]
        if self._depth == 0 and element != "gpx":
            raise _NoGpxError
        self._depth += 1
        if element in _PARTS:
            self._part, self._places = element, []
        elif self._part is not None and element == _PARTS[self._part]:
            self._places.append(_place(attributes))

    def end(self, name: str) -> None:
        """Leave an element; a part that stayed in one place is no route."""
        self._depth -= 1
        if self._part is not None and name.rpartition(" ")[2] == self._part:
            if len(set(self._places)) > 1:
                self.parts[self._part].append(self._places)
            self._part = None

    def refuse_doctype(self, *_declared: object) -> NoReturn:
        """Refuse entities, which a GPX file never needs."""
        raise _NoGpxError


def _place(attributes: dict[str, str]) -> tuple[float, float]:
    try:
        lon, lat = float(attributes["lon"]), float(attributes["lat"])
    except (KeyError, ValueError) as error:
        raise _NoGpxError from error
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise _NoGpxError
    return lon, lat
