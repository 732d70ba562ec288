"""The strip on one day as a page and a map show it: lines, sections, gaps, gates, posts, markers, belts.

Lengths along a line are those of the drawing and are called so; a published length comes with its document.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.border.models import (
    BorderSection,
    CommuneDuty,
    ListedCommune,
    RiverStretch,
)
from gis_app.border.strip.measures import words_at
from gis_app.border.strip.membership import memberships
from gis_app.border.strip.placing import BorderPlace, Strip, marker_label
from gis_app.border.strip.responsibility import CommuneWithout, Stretch, communes_without, gaps, overlaps
from gis_app.border.strip.within import is_beside
from layers.models import AdminUnit, BorderBelt, BorderLine, Site, SiteKind, SupersededLine
from layers.site_attributes import attributes_of, told

#: What stands along the border, in the order of the page.
SITE_KINDS = ("border_gate", "border_post", "border_trail", "border_marker")


@dataclass(frozen=True, slots=True)
class LineTold:
    """A border line, its length on the drawing, and where it follows a river."""

    line: BorderLine
    drawn_m: float
    rivers: tuple[StretchTold, ...]


@dataclass(frozen=True, slots=True)
class StretchTold:
    """A stretch of a line in metres and in words; `row` is the section or the river, None for a gap."""

    key: str
    line: BorderLine
    from_m: float
    to_m: float
    from_words: str
    to_words: str
    row: BorderSection | RiverStretch | None = None
    sections: tuple[BorderSection, ...] = ()

    @property
    def drawn_km(self) -> float:
        """Return its length on the drawing."""
        return (self.to_m - self.from_m) / 1000


@dataclass(frozen=True, slots=True)
class SiteTold:
    """A place along the border: what it is called, what is known of it, where it stands on the strip."""

    site: Site
    label: str
    facts: str
    place: BorderPlace | None


@dataclass(frozen=True, slots=True)
class CommuneTold:
    """A commune that is listed or runs along the border, with the duties of those who answer for it."""

    unit: AdminUnit
    listed: ListedCommune | None
    length_m: float
    agrees: bool
    duties: tuple[CommuneDuty, ...]


class Picture:
    """The strip of a day for one account; each part is read when it is asked for."""

    def __init__(self, day: datetime.date, account: Account | None) -> None:
        self.day, self.account = day, account
        self.strip = Strip(day)

    @cached_property
    def lines(self) -> list[LineTold]:
        """Return the border lines beside the account's communes."""
        rivers = [self._told(f"river-{each.pk}", each.line_id, each) for each in self.strip.rivers]
        return [
            LineTold(line, length, tuple(each for each in rivers if each.line.pk == line.pk))
            for line in self.strip.lines
            if is_beside(self.strip, line, 0.0, length := self.strip.length_of(line), self.account)
        ]

    @cached_property
    def sections(self) -> list[StretchTold]:
        """Return the sections of the agencies of the jurisdiction, along each line."""
        seen = set(restrict(BorderSection.objects.on(self.day), self.account).values_list("pk", flat=True))
        mine = [section for section in self.strip.sections if section.pk in seen]
        mine.sort(key=lambda section: (section.line_id, section.from_m, section.pk))
        return [self._told(f"section-{each.pk}", each.line_id, each) for each in mine]

    @cached_property
    def left_behind(self) -> list[BorderSection]:
        """Return the sections along a drawing that another one has replaced: to be recorded anew."""
        behind = BorderSection.objects.left_behind(self.day).select_related("agency", "line")
        return list(restrict(behind, self.account).order_by("line", "from_m", "pk"))

    @cached_property
    def superseded(self) -> list[SupersededLine]:
        """Return the drawings that are used no longer, or not for long, and what takes their place.

        Those beside the communes of the account.
        """
        mine = {told.line.pk for told in self.lines}
        rows = (
            SupersededLine.objects.not_over_on(self.day)
            .select_related("line", "by")
            .defer("line__geometry", "by__geometry")
        )
        return [row for row in rows if {row.line_id, row.by_id} & mine]

    @cached_property
    def gaps(self) -> list[StretchTold]:
        """Return where nobody answers for the line."""
        return self._stretches("gap", gaps(self.strip))

    @cached_property
    def overlaps(self) -> list[StretchTold]:
        """Return where more than one agency answers for the line."""
        return self._stretches("overlap", overlaps(self.strip))

    @cached_property
    def communes(self) -> list[CommuneTold]:
        """Return the communes that are listed or run along the border, longest contact first."""
        found = memberships(self.day, self.account)
        duties = CommuneDuty.objects.on(self.day).filter(unit__in=[each.unit for each in found])
        of_unit: dict[int, list[CommuneDuty]] = defaultdict(list)
        for duty in duties.select_related("agency").order_by("agency__kind", "agency__name"):
            of_unit[duty.unit_id].append(duty)
        return [
            CommuneTold(each.unit, each.listed, each.length_m, each.agrees, tuple(of_unit[each.unit.pk]))
            for each in found
        ]

    @cached_property
    def without(self) -> list[CommuneWithout]:
        """Return the listed communes without post or police."""
        mine = {each.unit.pk for each in self.communes}
        return [each for each in communes_without(self.strip) if each.unit.pk in mine]

    @cached_property
    def sites(self) -> list[tuple[SiteKind, list[SiteTold]]]:
        """Return the places along the border by kind; kinds without a place are left out."""
        kinds = SiteKind.objects.in_bulk(SITE_KINDS)
        found = list(restrict(Site.objects.filter(kind_id__in=SITE_KINDS).on(self.day), self.account))
        places = self.strip.places([site.geometry.centroid.coords for site in found])
        rows = [
            SiteTold(
                site,
                marker_label(site) if site.kind_id == "border_marker" else str(site),
                _facts(site),
                places[index] if places else None,
            )
            for index, site in enumerate(found)
        ]
        rows.sort(key=lambda row: (row.place.along_m if row.place else 0.0, row.site.pk))
        of_kind = {key: [row for row in rows if row.site.kind_id == key] for key in SITE_KINDS}
        return [(kinds[key], of_kind[key]) for key in SITE_KINDS if of_kind[key] and key in kinds]

    @cached_property
    def belts(self) -> list[BorderBelt]:
        """Return the border belts in force that touch a commune of the jurisdiction."""
        mine = restrict(AdminUnit.objects.communes().on(self.day), self.account)
        touched = Exists(mine.filter(geometry__intersects=OuterRef("geometry")))
        return list(BorderBelt.objects.on(self.day).filter(touched).order_by("name"))

    def _stretches(self, kind: str, found: list[Stretch]) -> list[StretchTold]:
        return [
            StretchTold(
                f"{kind}-{each.line.pk}-{round(each.from_m)}",
                each.line,
                each.from_m,
                each.to_m,
                words_at(each.from_m, each.line, self.strip),
                words_at(each.to_m, each.line, self.strip),
                sections=each.sections,
            )
            for each in found
            if is_beside(self.strip, each.line, each.from_m, each.to_m, self.account)
        ]

    def _told(self, key: str, line_id: int, row: BorderSection | RiverStretch) -> StretchTold:
        line = next(line for line in self.strip.lines if line.pk == line_id)
        end = min(row.to_m, self.strip.length_of(line))
        words = words_at(row.from_m, line, self.strip), words_at(end, line, self.strip)
        return StretchTold(key, line, row.from_m, end, *words, row=row)


def _facts(site: Site) -> str:
    """Return what is known about a place, without a marker's number, which is its name already."""
    listed = {attribute.key for attribute in attributes_of(site.kind_id)} - {"marker_number"}
    known = {key: value for key, value in site.attributes.items() if key in listed}
    return "; ".join(f"{label}: {value}" for label, value in told(site.kind_id, known))
