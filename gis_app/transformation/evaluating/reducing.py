"""By how much crime and social vice fell in an area, against the same days a year before.

The plan's figure decides (`promises.Reduction`); where the document has none, the counts are only shown and
somebody judges in writing. Counts of either period that are not known make the answer unknown, and a fall
from zero cannot be computed.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from gis_app.formats.numbers import date as write_date
from gis_app.formats.numbers import number
from gis_app.plans.promises import Reduction
from gis_app.transformation.models import KeyArea
from gis_app.transformation.targets.writing import exact, language
from layers.models import AdminUnit, IncidentCategory, IncidentLocation, IndicatorValue
from layers.reporting import reported

_COUNTED: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "counted.yaml").read_text(encoding="utf-8")
)
#: Below this a percentage says little, so counts are shown alone.
FEW = 10


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day of the work, and the same days a year before."""

    since: datetime.date
    until: datetime.date

    @property
    def before(self) -> Window:
        """Return the same days of the year before."""
        return Window(_year_before(self.since), _year_before(self.until))

    def sentence(self) -> str:
        """Write the window with what it is compared with."""
        base = self.before
        return _("%(since)s – %(until)s so với %(base_since)s – %(base_until)s") % {
            "since": write_date(self.since),
            "until": write_date(self.until),
            "base_since": write_date(base.since),
            "base_until": write_date(base.until),
        }


@dataclass(frozen=True, slots=True)
class Fall:
    """Two counts of the same thing, of the year and of the one before; None where one is not known.

    Attributes:
        key: `crime` or `vice`.
        by: `indicator` for yearly figures of the office's statistics, `incidents` for cases counted by day.
    """

    key: str
    now: int | None
    base: int | None
    by: str

    @property
    def label(self) -> str:
        """Return what was counted."""
        entry = next(e for e in _COUNTED if e["key"] == self.key)
        return str(entry["label_en"] if language().startswith("en") else entry["label"])

    def enough(self, reduction: Reduction) -> bool | None:
        """Say whether the fall reaches the plan's figure; None where that cannot be computed."""
        if self.now is None or self.base is None:
            return None
        if self.base == 0:
            return None if self.now == 0 else False
        fallen, asked = (self.base - self.now) * 100, reduction.percent * self.base
        return fallen > asked if reduction.comparator == ">" else fallen >= asked

    def sentence(self, window: Window | None, asked: int | None = None) -> str:
        """Write both counts, with the percentage where they are not few; `asked` is the plan's figure."""
        by = _("số liệu thống kê cả năm")
        if self.by == "incidents":
            by = _("vụ việc đã nhập, %(window)s") % {"window": window.sentence() if window else "—"}
        told = {"label": self.label, "by": by}
        if self.now is None or self.base is None:
            return _("%(label)s: chưa có số liệu của cả hai kỳ") % told
        told |= {"base": number(self.base, 0, language()), "now": number(self.now, 0, language())}
        if self.base < FEW or self.base == self.now:
            return _("%(label)s: %(base)s → %(now)s (%(by)s)") % told
        change = Fraction((self.base - self.now) * 100, self.base)
        told["percent"] = exact(abs(change), () if asked is None else (Fraction(asked),))
        if change > 0:
            return _("%(label)s: %(base)s → %(now)s, giảm %(percent)s %% (%(by)s)") % told
        return _("%(label)s: %(base)s → %(now)s, tăng %(percent)s %% (%(by)s)") % told


def window_of(area: KeyArea, on: datetime.date) -> Window | None:
    """Return the days of work that are over on a day; None before the first."""
    if area.starts_on is None or area.ends_on is None or on < area.starts_on:
        return None
    return Window(area.starts_on, min(on, area.ends_on))


def falls_of(area: KeyArea, on: datetime.date) -> list[Fall]:
    """Return the counts of crime and of vice in the area; empty before the work has begun."""
    window = window_of(area, on)
    if window is None:
        return []
    return [_fall(area, window, entry) for entry in _COUNTED]


def reduced(falls: Sequence[Fall], reduction: Reduction | None) -> bool | None:
    """Say whether crime and vice both fell by the plan's figure; None where that cannot be computed."""
    if reduction is None or not falls:
        return None
    enough = [fall.enough(reduction) for fall in falls]
    return False if False in enough else None if None in enough else True


def _fall(area: KeyArea, window: Window, entry: dict[str, Any]) -> Fall:
    year = area.plan_year.year
    now, base = (_of_year(area.unit, entry["indicator"], y) for y in (year, year - 1))
    if now is not None and base is not None:
        return Fall(entry["key"], now, base, "indicator")
    shown = IncidentCategory.objects.exclude(precision=IncidentCategory.Precision.COMMUNE_YEAR)
    categories = list(shown.filter(key__in=entry["categories"]).values_list("key", flat=True))
    now, base = (_incidents(area.unit, categories, w) for w in (window, window.before))
    return Fall(entry["key"], now, base, "incidents")


def _of_year(unit: AdminUnit, indicator: str, year: int) -> int | None:
    """Return the newest figure of a whole year; None where its cut-off lies within the year."""
    values = IndicatorValue.objects.filter(
        unit=unit,
        indicator=indicator,
        period=str(year),
        value__isnull=False,
        as_of__gte=datetime.date(year, 12, 31),
    )
    newest = values.order_by("-as_of", "-pk").values_list("value", flat=True).first()
    return int(newest) if newest is not None and float(newest).is_integer() else None


def _incidents(unit: AdminUnit, categories: list[str], window: Window) -> int | None:
    """Return how many incidents there were; None where the province reported none of these categories."""
    after = window.until + datetime.timedelta(days=1)
    siblings = AdminUnit.objects.filter(
        boundary_set=unit.boundary_set, level=unit.level, province_code=unit.province_code
    )
    if not reported(categories, siblings, window.since, after).get(unit.province_code, False):
        return None
    return IncidentLocation.objects.filter(
        unit=unit,
        incident__category__in=categories,
        incident__occurred_on__gte=window.since,
        incident__occurred_on__lt=after,
    ).count()


def _year_before(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
