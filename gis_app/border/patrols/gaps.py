"""The longest parts of the line that nobody came near, and since when: advice, never an order."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gis_app.border.models import BorderSection
from gis_app.border.patrols.coverage import Part
from gis_app.border.patrols.reading import SectionCoverage, first_day
from gis_app.border.patrols.since import last_passed
from gis_app.border.strip.placing import Strip
from gis_app.formats.numbers import date as write_date
from gis_app.formats.numbers import number

#: A shorter one is the play between two tracks. Ours.
SHORTEST_M = 200.0
#: What a person reads; the map shows all.
MOST = 5


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of a section that no patrol of the days came near.

    `since` is the last day on which somebody came near any of it, None where that was never recorded;
    `where` names both its ends by markers.
    """

    section: BorderSection
    part: Part
    since: datetime.date | None
    where: str

    def sentence(self) -> str:
        """Say where it lies and since when nobody passed."""
        words = {
            "section": self.section.name,
            "agency": self.section.agency,
            "where": self.where,
            "km": number(self.part.length_m / 1000, 1),
            "day": write_date(self.since) if self.since else "",
        }
        if self.since is None:
            return (
                _("%(section)s (%(agency)s), %(where)s, khoảng %(km)s km: chưa ghi lần tuần tra nào qua đây.")
                % words
            )
        return (
            _("%(section)s (%(agency)s), %(where)s, khoảng %(km)s km: sau %(day)s chưa ghi ai đi qua.")
            % words
        )


def longest_gaps(
    strip: Strip, found: Sequence[SectionCoverage], *, days: int, reach_m: float, most: int = MOST
) -> list[Gap]:
    """Return the longest gaps of sections of which something is known, longest first."""
    gaps = sorted(
        (
            (each, part)
            for each in found
            if each.share is not None
            for part in each.gaps
            if part.length_m >= SHORTEST_M
        ),
        key=lambda pair: -pair[1].length_m,
    )[:most]
    stretches = [(each.line, part.from_m, part.to_m) for each, part in gaps]
    since = last_passed(strip, stretches, first_day(strip.day, days), reach_m)
    return [
        Gap(each.section, part, day, _where(strip, each.line, part))
        for (each, part), day in zip(gaps, since, strict=True)
    ]


def _where(strip: Strip, line: int, part: Part) -> str:
    """Name both ends by the nearest markers, by metres from the beginning of the line where it has none."""
    ends = [_end(strip, line, metres) for metres in (part.from_m, part.to_m)]
    return _("từ %(first)s đến %(second)s") % dict(zip(("first", "second"), ends, strict=True))


def _end(strip: Strip, line: int, metres: float) -> str:
    mine = [marker for marker in strip.markers if marker.line == line]
    marker = min(mine, key=lambda each: abs(each.along_m - metres), default=None)
    if marker is None:
        return _("mét thứ %(metres)s") % {"metres": number(metres)}
    beyond = metres - marker.along_m
    sign = "+" if beyond >= 0 else "−"
    words = {"marker": marker.label, "metres": f"{sign} {number(abs(beyond))}"}
    if marker.label.lower().startswith(_("mốc")):
        return _("%(marker)s %(metres)s m") % words
    return _("mốc %(marker)s %(metres)s m") % words
