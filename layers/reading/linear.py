"""Places given as a chainage on a numbered road: ``Lý trình: Km 12+300 QL.13``.

Pure: the roads come in as arrays. Lengths are geodesic metres along the line as it is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from layers.reading.geodesy import GEOD
from layers.reading.messages import Value
from layers.reading.names import ascii_words, nfc

#: What a chainage may lie beyond the drawn end: rounding to 10 m, and the width of a junction.
END_TOLERANCE_M = 25.0

_CHAINAGE = re.compile(
    r"(?<![\d.,+])(?:km\s*\.?\s*(\d{1,4})(?:\s*\+\s*(\d{1,4}(?:[.,]\d+)?)|[.,](\d{1,3}))?"
    r"|(\d{1,4})\s*\+\s*(\d{1,4}(?:[.,]\d+)?))(?!\d)\s*m?\b(?!\s*\+)",
    re.IGNORECASE,
)
#: Words before a road's number, folded, and the form all of them are kept under.
_KINDS = (
    (("quoc", "lo"), "QL"),
    (("ql",), "QL"),
    (("duong", "tinh"), "ĐT"),
    (("tinh", "lo"), "ĐT"),
    (("dt",), "ĐT"),
    (("tl",), "ĐT"),
    (("duong", "huyen"), "ĐH"),
    (("huyen", "lo"), "ĐH"),
    (("dh",), "ĐH"),
    (("hl",), "ĐH"),
    (("duong", "cao", "toc"), "CT"),
    (("cao", "toc"), "CT"),
    (("ct",), "CT"),
)


@dataclass(frozen=True, slots=True)
class Chainage:
    """Metres from kilometre 0 of a road, and the road if the text names one."""

    metres: float
    road: str | None


@dataclass(frozen=True, slots=True)
class LinearPlace:
    """Where a chainage lies, in WGS 84 degrees; or the code and params of why it has no place."""

    lon: float = float("nan")
    lat: float = float("nan")
    code: str | None = None
    params: Mapping[str, Value] = field(default_factory=dict)


def road_number(text: str) -> str | None:
    """One form of a road's number wherever it stands in ``text``; None without one.

    >>> {road_number(t) for t in ("QL13", "QL.13", "quốc lộ 13", "Km 5+100 QL 13")}
    {'QL13'}
    >>> road_number("Tỉnh lộ 741B")
    'ĐT741B'
    """
    words = ascii_words(nfc(text))
    for start in range(len(words)):
        for kind, kept in _KINDS:
            end = start + len(kind)
            if words[start:end] != kind or end >= len(words) or not words[end].isdigit():
                continue
            letter = words[end + 1] if end + 1 < len(words) else ""
            glued = len(letter) == 1 and re.search(rf"{words[end]}\s?{letter}\b", text, re.IGNORECASE)
            return f"{kept}{int(words[end])}{letter.upper() if glued else ''}"
    return None


def parse_chainage(text: str) -> Chainage | None:
    """Chainage in a cell such as ``Km 12+300``, ``km12+300``, ``12+300`` or ``Km 12,3``.

    None when there is none, or more than one (a stretch of road is not a place).
    """
    clean = nfc(text)
    found = _CHAINAGE.findall(clean)
    if len(found) != 1:
        return None
    kilometres, rest, decimals, bare, bare_rest = found[0]
    metres = 1_000.0 * float(kilometres or bare)
    metres += float((rest or bare_rest or "0").replace(",", "."))
    if decimals:
        metres += 1_000.0 * float(f"0.{decimals}")
    return Chainage(metres, road_number(clean))


class RoadLines:
    """Numbered roads as lines on which chainages are found.

    One number may have several records, each with its own kilometre at the start. Parts of a
    MultiLineString are joined where one starts at the other's end; a line that stays in pieces has
    no chainage, because nobody knows how the gaps are counted.

    Args:
        numbers: (n,) road numbers in any spelling.
        lines: (n,) LineString or MultiLineString in WGS 84, drawn in the direction of counting.
        km_origins: (n,) kilometre at the start of each line; 0 when left out.
    """

    def __init__(
        self, numbers: Sequence[str], lines: ArrayLike, km_origins: Sequence[float] | None = None
    ) -> None:
        shapes = np.asarray(lines, dtype=object)
        origins = km_origins if km_origins is not None else [0.0] * len(shapes)
        self._pieces: dict[str, list[_Line]] = {}
        self._broken: dict[str, int] = {}
        for number, shape, origin in zip(numbers, shapes, origins, strict=True):
            key = road_number(str(number)) or nfc(str(number)).upper()
            line = shape
            if isinstance(shape, shapely.MultiLineString):
                line = shapely.line_merge(shapely.force_2d(shape), directed=True)
            if isinstance(line, shapely.LineString) and not line.is_empty:
                self._pieces.setdefault(key, []).append(_Line(line, 1_000.0 * float(origin)))
            else:
                self._broken[key] = shapely.get_num_geometries(line) if line is not None else 0

    def locate(self, chainage: Chainage, road: str | None = None) -> LinearPlace:
        """Place of a chainage on ``road`` (by default the road that its own text names)."""
        named = road if road is not None else chainage.road
        if not named:
            return LinearPlace(code="road_missing")
        key = road_number(named) or nfc(named).upper()
        shown = {"road": key, "chainage": written(chainage.metres)}
        pieces = self._pieces.get(key, [])
        if not pieces:
            if key in self._broken:
                return LinearPlace(code="road_has_gaps", params={**shown, "count": self._broken[key]})
            return LinearPlace(code="road_unknown", params=shown)
        fitting = [piece for piece in pieces if piece.reaches(chainage.metres)]
        if not fitting:
            reach = "; ".join(f"{written(p.start)} – {written(p.end)}" for p in pieces)
            return LinearPlace(code="chainage_beyond_end", params={**shown, "reach": reach})
        places = [piece.at(chainage.metres) for piece in fitting]
        (lon, lat), others = places[0], places[1:]
        if any(GEOD.inv(lon, lat, *other)[2] > END_TOLERANCE_M for other in others):
            return LinearPlace(code="chainage_ambiguous", params={**shown, "count": len(places)})
        return LinearPlace(lon, lat)


def written(metres: float) -> str:
    """``Km 12+300``."""
    whole = round(metres)
    return f"Km {whole // 1000}+{whole % 1000:03d}"


class _Line:
    """One drawn line with the metres at each of its vertices."""

    def __init__(self, line: shapely.LineString, start: float) -> None:
        self.vertices: NDArray[np.float64] = shapely.get_coordinates(line)
        lon, lat = self.vertices.T
        self._azimuths, _, steps = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
        self.metres = start + np.r_[0.0, np.cumsum(steps)]
        self.start = start
        self.end = float(self.metres[-1])

    def reaches(self, metres: float) -> bool:
        return self.start - END_TOLERANCE_M <= metres <= self.end + END_TOLERANCE_M

    def at(self, metres: float) -> tuple[float, float]:
        inside = min(max(metres, self.start), self.end)
        last = len(self.vertices) - 2
        i = min(max(int(np.searchsorted(self.metres, inside, side="right")) - 1, 0), last)
        lon, lat = self.vertices[i]
        east, north, _ = GEOD.fwd(lon, lat, self._azimuths[i], inside - self.metres[i])
        return float(east), float(north)
