"""One point as people write it: decimal degrees, degrees with minutes and seconds, or VN-2000 metres.

Degrees are told by their size, whichever comes first: Việt Nam lies between 8° and 24° north, 102° and
118° east. Metres likewise: a northing there exceeds 800 km, an easting of any zone does not. How it was
read is told with the answer, so that a slip of the pen is seen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gis_app.formats.numbers import number
from layers.reading import parse_angle
from layers.reading.crs import ZONES, to_wgs84
from layers.reading.extent import SURROUNDINGS

#: Northings in Việt Nam are larger, eastings of every zone smaller (metres).
_NORTHING_FROM = 800_000.0
_METRES = re.compile(r"^\d{5,7}([.,]\d+)?$|^\d{1,3}([. ]\d{3}){1,2}(,\d+)?$")
_LABEL = re.compile(r"^(?:x|y|e|n|vĩ độ|kinh độ|lat|lon)\s*[:=]\s*", re.IGNORECASE)
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """A point in WGS 84 degrees, and how its text was read."""

    lon: float
    lat: float
    words: str


class UnreadablePointError(ValueError):
    """The text names no point in or near Việt Nam; `str()` is the sentence to show."""


def read_point(text: str, epsg: int) -> Reading:
    """Return the point that a text names; `epsg` is the system of metres.

    Raises:
        UnreadablePointError: with a sentence that gives an example.
    """
    tidy = " ".join(text.split())
    if len(tidy) <= _LONGEST:
        for first, second in _halves(tidy):
            found = _degrees(first, second) or _metres(first, second, epsg)
            if found is not None and _is_here(found):
                return found
    raise UnreadablePointError(
        _(
            "Không đọc được tọa độ “%(text)s” ở Việt Nam hay gần đó: hãy ghi như 11,8765; 106,5432 hoặc "
            "11°52'35\"B 106°32'36\"Đ, hoặc X; Y theo VN-2000."
        )
        % {"text": tidy[:60]}
    )


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to cut a text in two, the surest first."""
    for sign in (";", "|", "/", ", ", ","):
        parts = [part.strip() for part in text.split(sign) if part.strip()]
        if len(parts) == 2:
            yield _LABEL.sub("", parts[0]), _LABEL.sub("", parts[1])
    words = text.split(" ")
    middle = len(words) / 2
    for cut in sorted(range(1, len(words)), key=lambda place: abs(place - middle)):
        first, second = " ".join(words[:cut]), " ".join(words[cut:])
        yield _LABEL.sub("", first.rstrip(",")), _LABEL.sub("", second)


def _degrees(first: str, second: str) -> Reading | None:
    one, two = parse_angle(first), parse_angle(second)
    if math.isnan(one) or math.isnan(two) or max(abs(one), abs(two)) > 180:
        return None
    lat, lon = (one, two) if abs(one) < abs(two) else (two, one)
    words = {"lat": number(lat, 6), "lon": number(lon, 6)}
    return Reading(lon, lat, _("vĩ độ %(lat)s, kinh độ %(lon)s (WGS 84)") % words)


def _metres(first: str, second: str, epsg: int) -> Reading | None:
    if not (_METRES.match(first) and _METRES.match(second)):
        return None
    one, two = _figure(first), _figure(second)
    north, east = (one, two) if one > two else (two, one)
    if not east < _NORTHING_FROM <= north:
        return None
    lon, lat = (float(part) for part in to_wgs84(east, north, epsg).ravel())
    words = {"north": number(north), "east": number(east), "system": ZONES[epsg].label}
    return Reading(lon, lat, _("X (bắc) %(north)s, Y (đông) %(east)s (%(system)s)") % words)


def _figure(text: str) -> float:
    grouped = re.match(r"^\d{1,3}([. ]\d{3})+(,\d+)?$", text)
    plain = re.sub(r"[. ]", "", text) if grouped else text
    return float(plain.replace(",", "."))


def _is_here(point: Reading) -> bool:
    west, south, east, north = SURROUNDINGS
    return west <= point.lon <= east and south <= point.lat <= north
