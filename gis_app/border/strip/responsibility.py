"""Who answers for the line and for the communes on a day, and where nobody or more than one does."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from gis_app.access.models import Agency
from gis_app.border.models import BorderSection, CommuneDuty, ListedCommune
from gis_app.border.strip.placing import Strip
from layers.models import AdminUnit, BorderLine

#: Ends of neighbouring sections that lie nearer are one place: decisions give markers, not metres. Ours.
MEETING_M = 10.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a line, in metres as drawn, and the sections that hold all of it: none, or at least two."""

    line: BorderLine
    from_m: float
    to_m: float
    sections: tuple[BorderSection, ...]

    @property
    def length_m(self) -> float:
        """Return its length on the drawing."""
        return self.to_m - self.from_m


@dataclass(frozen=True, slots=True)
class CommuneWithout:
    """A commune of the border area and the force of which no agency answers for it."""

    unit: AdminUnit
    kind: str

    @property
    def force(self) -> str:
        """Name the kind of agency that is missing."""
        return str(Agency.Kind(self.kind).label)


def gaps(strip: Strip) -> list[Stretch]:
    """Return the parts of the lines that no section holds, in the order of the lines."""
    return [stretch for stretch in _stretches(strip) if not stretch.sections]


def overlaps(strip: Strip) -> list[Stretch]:
    """Return the parts of the lines that sections of more than one agency hold."""
    return [
        stretch
        for stretch in _stretches(strip)
        if len({section.agency_id for section in stretch.sections}) > 1
    ]


def communes_without(strip: Strip) -> list[CommuneWithout]:
    """Return the listed communes for which no border post, or no police, answers."""
    forces: dict[int, set[str]] = defaultdict(set)
    duties = CommuneDuty.objects.on(strip.day).values_list("unit_id", "agency__kind")
    for unit_id, kind in duties:
        forces[unit_id].add(kind)
    listed = ListedCommune.objects.on(strip.day).select_related("unit").order_by("unit__name")
    return [
        CommuneWithout(entry.unit, kind)
        for entry in listed
        for kind in (Agency.Kind.BORDER_POST, Agency.Kind.POLICE_COMMUNE)
        if kind not in forces[entry.unit_id]
    ]


def _stretches(strip: Strip) -> list[Stretch]:
    """Cut every line at the ends of its sections; slivers between ends that meet are left out."""
    if strip.measured is None:
        return []
    found = []
    for index, line in enumerate(strip.lines):
        mine = [section for section in strip.sections if section.line_id == line.pk]
        length = strip.measured.length_m(index)
        ends = sorted({0.0, length, *(min(end, length) for s in mine for end in (s.from_m, s.to_m))})
        for from_m, to_m in pairwise(ends):
            if to_m - from_m < MEETING_M:
                continue
            holding = tuple(s for s in mine if s.from_m <= from_m and s.to_m >= to_m)
            if found and found[-1].line is line and found[-1].sections == holding:
                found[-1] = Stretch(line, found[-1].from_m, to_m, holding)
            else:
                found.append(Stretch(line, from_m, to_m, holding))
    return found
