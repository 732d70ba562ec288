"""Incidents of the strip in the last 7 days against the 28 before, and how firm the difference is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.border.patrols.reading import first_day, strip_incidents
from gis_app.border.strip.placing import Strip
from gis_app.border.summary.standing import Standing
from gis_app.formats.numbers import number
from gis_app.statistics.counts import change
from layers.models import AdminUnit, IncidentCategory
from layers.reporting import reported

WEEK_DAYS, BEFORE_DAYS = 7, 28
_TIMES = BEFORE_DAYS / WEEK_DAYS


@dataclass(frozen=True, slots=True)
class StripIncidents:
    """Counts of incidents in the strip of the agency's sections; both None where nobody reported any."""

    week: int | None
    before: int | None

    @property
    def per_week(self) -> float | None:
        """Return how many a week there were in the 28 days before."""
        return None if self.before is None else self.before / _TIMES

    def sentence(self) -> str:
        """Say whether there were more or fewer, or that the counts do not tell."""
        if self.week is None or self.before is None:
            return _("Chưa có số liệu vụ việc của địa bàn trong thời gian này.")
        words = {"week": number(self.week), "per_week": number(self.per_week or 0, 1)}
        if not self.week and not self.before:
            return _("Không có vụ việc nào được ghi trong 5 tuần qua.")
        found = change(self.week, self.before)
        if found.low * _TIMES > 1:
            said = _("%(week)s vụ, nhiều hơn rõ rệt so với bình quân %(per_week)s vụ một tuần trước đó.")
        elif found.high * _TIMES < 1:
            said = _("%(week)s vụ, ít hơn rõ rệt so với bình quân %(per_week)s vụ một tuần trước đó.")
        else:
            said = _("%(week)s vụ; bình quân trước đó %(per_week)s vụ một tuần; chưa đủ nói tăng hay giảm.")
        return said % words


def incidents_of(standing: Standing, account: Account, strip: Strip) -> StripIncidents:
    """Return the counts along the sections of the sheet, in the account's jurisdiction."""
    first = first_day(strip.day, WEEK_DAYS + BEFORE_DAYS)
    if not standing.sections or not _known(standing, first, strip.day):
        return StripIncidents(None, None)
    found = strip_incidents(strip, account, first)
    if strip.measured is None or not found:
        return StripIncidents(0, 0)
    feet = strip.measured.feet(*np.array([each.point.coords[:2] for each in found], dtype=float).T)
    mine = {section.pk for section in standing.sections}
    since = first_day(strip.day, WEEK_DAYS)
    days = [
        each.occurred_on
        for each, line, along in zip(found, feet.line.tolist(), feet.along_m.tolist(), strict=True)
        if any(section.pk in mine for section in strip.sections_at(line, along))
    ]
    week = sum(day >= since for day in days)
    return StripIncidents(week, len(days) - week)


def _known(standing: Standing, first: datetime.date, day: datetime.date) -> bool:
    """Say whether any category was reported in the window in a province of the agency's communes."""
    points = IncidentCategory.objects.shown_as_points().values_list("pk", flat=True)
    units = AdminUnit.objects.filter(pk__in=standing.unit_ids).defer("geometry", "display_geometry")
    until = day + datetime.timedelta(days=1)
    return any(reported(set(points), units, first, until).values())
