"""From "trước ngày 20/11 hàng năm" to the days of one year.

"trước" means the day before: the last day in time is 19/11. A day that falls on a weekend or a holiday stays
where it is: no plan moves it, and the program does not either. A report "định kỳ" without a date has none
until the office sets one (`ReportDate`), which is then labelled as the office's.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gis_app.plans.models import PlanVersion
from gis_app.plans.promises import ReportingRule
from gis_app.reports.models import ReportDate
from gis_app.reports.obligations import Obligation, obligations_of
from gis_app.transformation.models import PlanYear

_YEAR = 12
_ROMAN = ("I", "II", "III", "IV")
_QUARTER = re.compile(r"quý\s+(IV|III|II|I)\b", re.IGNORECASE)
_MONTHS = re.compile(r"0?(\d+)\s+tháng", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """What one report of the year is about: `months` months that end with the month `last_month`.

    `words` names it with a place for the year, `quý I năm %(year)s`.
    """

    words: str
    months: int
    last_month: int

    def last_day(self, year: int) -> datetime.date:
        """Return the last day of the period in a year."""
        return datetime.date(year, self.last_month, calendar.monthrange(year, self.last_month)[1])


@dataclass(frozen=True, slots=True)
class ReportYear:
    """A year of a plan, with the version that it goes by: the one it was begun under, else the newest.

    `is_owed` says whether its reports are owed: the plan's own period covers the year, or the office works by
    it. Several plans ran out in 2020 and are still used; a year with a list (`PlanYear`) says so.
    """

    version: PlanVersion
    year: int
    is_owed: bool


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One obligation in one year.

    Attributes:
        position: which of the year's, from 1.
        period: None where the text only says "định kỳ".
        due: last day in time, None where neither the plan nor the office has set one.
        office_date: the office's row where the day (or its being taken back) is the office's.
    """

    obligation: Obligation
    year: int
    position: int
    period: Period | None
    due: datetime.date | None
    office_date: ReportDate | None

    @property
    def is_stated(self) -> bool:
        """Say whether the plan itself names the day."""
        return self.obligation.rule.before is not None

    @property
    def label(self) -> str:
        """Return the period with its year."""
        if self.period is None:
            return _("định kỳ, năm %(year)s (chưa rõ kỳ)") % {"year": self.year}
        return self.period.words % {"year": self.year}

    @property
    def title(self) -> str:
        """Return what it is and about which period."""
        return f"{self.obligation.kind} {self.label}"

    def days_left(self, today: datetime.date) -> int | None:
        """Return the days until it is due, negative when that is past, None without a day."""
        return None if self.due is None else (self.due - today).days


def occurrences(version: PlanVersion, year: int, dates: Iterable[ReportDate]) -> list[Occurrence]:
    """Return what the plan asks for in a year, by day; what has no day comes last.

    Args:
        version: the plan.
        year: the year that the reports are about.
        dates: the office's dates; those of other plans are passed over.
    """
    set_here = {(date.rule, date.position): date for date in dates if date.plan_id == version.plan_id}
    found = []
    for owed in obligations_of(version):
        for position, period in enumerate(periods(owed), start=1):
            own = None if owed.rule.before else set_here.get((owed.key, position))
            due = last_day(owed.rule, year) or (own.in_year(year) if own else None)
            found.append(Occurrence(owed, year, position, period, due, own))
    return sorted(found, key=lambda one: (one.due is None, one.due or datetime.date.max))


def periods(owed: Obligation) -> list[Period | None]:
    """Return the periods of a year that an obligation is about."""
    rule = owed.rule
    match rule.every:
        case "month":
            return [Period(_month(month), 1, month) for month in range(1, 13)]
        case "quarter":
            return [_quarter(number) for number in range(1, 5)]
        case "half_year":
            halves = [
                Period(_("6 tháng đầu năm %(year)s"), 6, 6),
                Period(_("6 tháng cuối năm %(year)s"), 6, _YEAR),
            ]
            return list(halves[:1] if owed.first_half_only else halves)
        case "year":
            return [_named_period(rule.period)]
    return [None]


def last_day(rule: ReportingRule, year: int) -> datetime.date | None:
    """Return the last day in time of a rule in a year; before 29/2 is before 1/3 in a year without one."""
    if rule.before == (2, 29) and not calendar.isleap(year):
        return datetime.date(year, 2, 28)
    return rule.last_day(year)


def report_years(versions: Collection[PlanVersion], years: Collection[int]) -> list[ReportYear]:
    """Return the plans of the given (newest) versions in each of the years; one query."""
    begun = {
        (row.plan_id, row.year): row.version
        for row in PlanYear.objects.filter(
            plan__in=[version.plan_id for version in versions], year__in=years
        ).select_related("version__plan")
    }
    return [
        ReportYear(
            begun.get((newest.plan_id, year), newest),
            year,
            is_owed=(newest.plan_id, year) in begun or newest.covers_year(year),
        )
        for newest in versions
        for year in years
    ]


def _named_period(name: str) -> Period:
    """Return the period of a yearly report: the plan may call it "quý I" or "6 tháng"."""
    if quarter := _QUARTER.search(name):
        return _quarter(_ROMAN.index(quarter[1].upper()) + 1)
    if months := _MONTHS.search(name):
        count = min(max(int(months[1]), 1), _YEAR)
        return Period(_("{months} tháng năm %(year)s").format(months=count), count, count)
    return Period(_("năm %(year)s"), _YEAR, _YEAR)


def _quarter(number: int) -> Period:
    return Period(_("quý {quarter} năm %(year)s").format(quarter=_ROMAN[number - 1]), 3, 3 * number)


def _month(number: int) -> str:
    return _("tháng {month} năm %(year)s").format(month=number)
