"""What the sheet says of the sections beside: what is shared, and of the next province a count alone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from gis_app.access.models import Account
from gis_app.border.board.seeing import visible_to
from gis_app.border.models import BorderReport, BorderSection, CommuneDuty
from gis_app.border.models.reports import BorderReportQuerySet
from gis_app.border.strip.placing import Strip
from gis_app.border.summary.standing import Standing
from layers.models import IncidentCategory
from layers.reading.geodesy import GEOD

#: Sections whose ends lie nearer are neighbours, also where nobody answers for what lies between. Ours.
BESIDE_M = 3_000.0


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A section beside, and its reports of the last 7 days.

    `count` are those that were shared with the account; of another province (`other_province`) all but the
    kinds that must not be counted, as a number alone.
    """

    section: BorderSection
    count: int
    other_province: bool


def neighbours(
    standing: Standing, account: Account, strip: Strip, since: datetime.datetime
) -> list[Neighbour]:
    """Return the sections beside those of the sheet, in the order of the line."""
    mine = {section.pk for section in standing.sections}
    beside = [
        section
        for section in strip.sections
        if section.pk not in mine and any(_meet(strip, section, own) for own in standing.sections)
    ]
    provinces = _provinces(strip.day, {section.agency_id for section in beside})
    home = set().union(*_provinces(strip.day, standing.agencies).values())
    found = []
    for section in beside:
        there = provinces.get(section.agency_id, set())
        away = bool(home and there and home.isdisjoint(there))
        reports = _countable() if away else visible_to(account)
        count = reports.filter(section=section, same_as=None, received_at__gt=since).count()
        found.append(Neighbour(section, count, away))
    return found


def _countable() -> BorderReportQuerySet:
    sensitive = IncidentCategory.Precision.COMMUNE_YEAR
    return BorderReport.objects.exclude(kind__category__precision=sensitive)


def _provinces(day: datetime.date, agencies: set[int] | frozenset[int]) -> dict[int, set[str]]:
    """Return for each agency the provinces of the communes that it answers for."""
    found: dict[int, set[str]] = {}
    for duty in CommuneDuty.objects.on(day).filter(agency__in=agencies).select_related("unit"):
        found.setdefault(duty.agency_id, set()).add(duty.unit.province_code)
    return found


def _meet(strip: Strip, one: BorderSection, other: BorderSection) -> bool:
    return any(GEOD.inv(*a, *b)[2] <= BESIDE_M for a in _ends(strip, one) for b in _ends(strip, other))


def _ends(strip: Strip, section: BorderSection) -> list[tuple[float, float]]:
    if strip.measured is None:
        return []
    line = next(index for index, line in enumerate(strip.lines) if line.pk == section.line_id)
    return [strip.measured.at(line, metres) for metres in (section.from_m, section.to_m)]
