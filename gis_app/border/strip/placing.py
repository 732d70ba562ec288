"""Where a point stands on the border: section, marker ± metres along the line, metres inside.

"Inside" is asked of the communes in force: a point that one of them covers lies inside, whatever the drawn
line says, because the line and the communes seldom come from one drawing. Distances are geodesic, to the line
that the answer names; a river border is the line that was taken (name, source and accuracy are told with it).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely
from django.db import connection
from django.utils.translation import gettext as _

from gis_app.border.models import BorderSection, RiverStretch
from gis_app.formats.numbers import number
from layers.models import AdminUnit, BorderLine, Site
from layers.reading.measured_lines import MeasuredLines

#: A marker that stands further off is not a marker of the line: twin and triple markers of a river border
#: stand on its banks. Ours; no regulation names a distance.
MARKER_REACH_M = 500.0

_INSIDE = (Path(__file__).parent / "inside.sql").read_text(encoding="utf-8")
#: What stands before a marker's number in a name: sentences say "mốc" themselves.
_MARKER_WORDS = re.compile(
    r"^(?:cột\s+)?mốc(?:\s+(?:quốc giới|biên giới|giới|chính|phụ))?(?:\s+số)?\s+", re.IGNORECASE
)
_FINGERPRINT = """
SELECT id, md5(ST_AsBinary(geometry)) FROM layers_borderline WHERE id = ANY(%(lines)s) ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Marker:
    """A border marker on a line: its number as it is written, and the metres along the line."""

    label: str
    line: int
    along_m: float


@dataclass(frozen=True, slots=True)
class BorderPlace:
    """Where a point stands on the border.

    Attributes:
        along_m: metres along the line as drawn, to the place nearest to the point.
        distance_m: metres from the point to that place.
        inside: whether a commune in force covers the point; None where no communes are loaded for the day.
        marker: the marker nearest along the line; None where the line has none.
        from_marker_m: metres from it, positive in the direction in which the line is drawn.
        sections: who answers for that place; none is a gap, several are an overlap.
        river: the river that the line follows there, with what was taken for the line.
    """

    line: BorderLine
    along_m: float
    distance_m: float
    inside: bool | None
    marker: Marker | None
    from_marker_m: float | None
    sections: tuple[BorderSection, ...]
    river: RiverStretch | None = None

    def sentence(self) -> str:
        """Say it in the language of the page, nearest things first."""
        river = _("đường biên giới ở đây theo %(river)s") % {"river": self.river} if self.river else ""
        return "; ".join(filter(None, [self._section(), self.along, self.depth, river]))

    def with_sections(self, sections: tuple[BorderSection, ...]) -> BorderPlace:
        """Return the same place with other sections told."""
        return replace(self, sections=sections)

    @property
    def along(self) -> str:
        """Say where along the line it stands: marker ± metres; empty where the line has no marker."""
        if self.marker is None or self.from_marker_m is None:
            return ""
        sign = "+" if self.from_marker_m >= 0 else "−"
        words = {"marker": self.marker.label, "metres": f"{sign} {number(abs(self.from_marker_m))}"}
        return _("mốc %(marker)s %(metres)s m dọc đường biên giới") % words

    @property
    def depth(self) -> str:
        """Say how far from the line it stands, and on which side."""
        words = {"metres": number(self.distance_m), "line": self.line.name}
        if self.inside is None:
            return _("cách %(line)s %(metres)s m, chưa rõ phía nào vì chưa có ranh giới xã") % words
        if self.inside:
            return _("cách %(line)s %(metres)s m về phía trong") % words
        return _("ngoài %(line)s %(metres)s m") % words

    def _section(self) -> str:
        if not self.sections:
            return _("đoạn chưa có cơ quan phụ trách")
        return ", ".join(f"{section.name} ({section.agency})" for section in self.sections)


class Strip:
    """The border as it is known on a day. Made once per request; the lines themselves are kept.

    `ahead` takes the drawings in that are to be used later, for who records along them before their day.
    """

    def __init__(self, day: datetime.date, *, ahead: bool = False) -> None:
        self.day = day
        lines = BorderLine.objects.not_replaced_on(day) if ahead else BorderLine.objects.on(day)
        self.lines = list(lines.defer("geometry").order_by("id"))
        with connection.cursor() as cursor:
            cursor.execute(_FINGERPRINT, {"lines": [line.pk for line in self.lines]})
            drawn = tuple(cursor.fetchall())
        self.measured = _measured(drawn) if drawn else None
        self.sections = list(BorderSection.objects.on(day).select_related("agency").order_by("from_m", "id"))
        self.rivers = list(RiverStretch.objects.on(day).order_by("from_m", "id"))
        self.markers = self._markers()

    def places(self, points: Sequence[tuple[float, float]]) -> list[BorderPlace]:
        """Return where each point (longitude, latitude) stands; nothing at all where no line is loaded."""
        if self.measured is None or not points:
            return []
        feet = self.measured.feet(*zip(*points, strict=True))
        found = []
        for index, inside in enumerate(self._inside(points)):
            line, along = int(feet.line[index]), float(feet.along_m[index])
            marker = self._nearest_marker(line, along)
            found.append(
                BorderPlace(
                    line=self.lines[line],
                    along_m=along,
                    distance_m=float(feet.distance_m[index]),
                    inside=inside,
                    marker=marker,
                    from_marker_m=None if marker is None else along - marker.along_m,
                    sections=self.sections_at(line, along),
                    river=self.river_at(line, along),
                )
            )
        return found

    def place(self, lon: float, lat: float) -> BorderPlace | None:
        """Return where one point stands, None where no line is loaded."""
        return next(iter(self.places([(lon, lat)])), None)

    def index_of(self, line: BorderLine) -> int:
        """Return the place of a line among `lines`."""
        return next(index for index, each in enumerate(self.lines) if each.pk == line.pk)

    def length_of(self, line: BorderLine) -> float:
        """Return the metres of a line on the drawing: never an official length."""
        return self.measured.length_m(self.index_of(line)) if self.measured else 0.0

    def along(self, line: BorderLine, lon: float, lat: float) -> float:
        """Return the metres along one line to the place nearest to a point, also where another is nearer."""
        shape = BorderLine.objects.get(pk=line.pk).geometry
        alone = MeasuredLines(shapely.from_wkb([bytes(shape.wkb)]))
        return float(alone.feet([lon], [lat]).along_m[0])

    def marker_near(self, line: BorderLine, along_m: float) -> Marker | None:
        """Return the marker nearest along a line, None where the line has none."""
        return self._nearest_marker(self.index_of(line), along_m)

    def markers_called(self, label: str, line: BorderLine) -> list[Marker]:
        """Return the markers of a line that bear a number, however its letters are written."""
        index, wanted = self.index_of(line), label.strip().casefold()
        return [m for m in self.markers if m.line == index and m.label.casefold() == wanted]

    def sections_at(self, line: int, along_m: float) -> tuple[BorderSection, ...]:
        """Return the sections that hold a place of a line; where two meet, the one that begins there.

        The end of the line itself belongs to the section that reaches it.
        """
        line_id = self.lines[line].pk
        end = self.measured.length_m(line) if self.measured else 0.0
        return tuple(
            section
            for section in self.sections
            if section.line_id == line_id
            and section.from_m <= along_m
            and (along_m < section.to_m or section.to_m >= end)
        )

    def river_at(self, line: int, along_m: float) -> RiverStretch | None:
        """Return the river that a line follows at a place."""
        line_id = self.lines[line].pk
        return next(
            (each for each in self.rivers if each.line_id == line_id and each.from_m <= along_m <= each.to_m),
            None,
        )

    def _nearest_marker(self, line: int, along_m: float) -> Marker | None:
        mine = [marker for marker in self.markers if marker.line == line]
        return min(mine, key=lambda marker: abs(marker.along_m - along_m), default=None)

    def _markers(self) -> list[Marker]:
        sites = [
            site
            for site in Site.objects.filter(kind_id="border_marker").on(self.day).order_by("id")
            if site.geometry.geom_type == "Point"
        ]
        if self.measured is None or not sites:
            return []
        feet = self.measured.feet(*zip(*(site.geometry.coords[:2] for site in sites), strict=True))
        return [
            Marker(marker_label(site), int(feet.line[index]), float(feet.along_m[index]))
            for index, site in enumerate(sites)
            if feet.distance_m[index] <= MARKER_REACH_M
        ]

    def _inside(self, points: Sequence[tuple[float, float]]) -> list[bool | None]:
        if not AdminUnit.objects.communes().on(self.day).exists():
            return [None] * len(points)
        shapes = shapely.to_wkb(shapely.points(np.asarray(points, dtype=float)))
        with connection.cursor() as cursor:
            cursor.execute(_INSIDE, {"day": self.day, "points": list(shapes)})
            return [row[0] for row in cursor.fetchall()]


@lru_cache(maxsize=2)
def _measured(drawn: tuple[tuple[int, str], ...]) -> MeasuredLines:
    """Return the lines with their measures; `drawn` names them and tells when one was drawn anew."""
    shapes = dict(BorderLine.objects.filter(pk__in=[pk for pk, _hash in drawn]).values_list("pk", "geometry"))
    return MeasuredLines(shapely.from_wkb([bytes(shapes[pk].wkb) for pk, _hash in drawn]))


def marker_label(site: Site) -> str:
    """Return a marker's number as it is written on it, or what the list calls it without the word "mốc"."""
    return str(site.attributes.get("marker_number") or _MARKER_WORDS.sub("", site.name) or site.ref)
