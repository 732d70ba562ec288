"""The days that a report is about, and the two times it is compared with.

A report is written before its period is over (a plan wants the first quarter's by 4 March), so the figures
are those of so many months up to the cut-off, and what they are compared with is as long: nothing seems to
fall only because the present period is not over.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from gis_app.screening.window import Window, months_before

_ONE_DAY = datetime.timedelta(days=1)
_LENGTHS = (1, 3, 6, 9, 12)
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Compared:
    """The period of a report, the one before it and the one a year earlier, as long as it."""

    now: Window
    before: Window
    last_year: Window

    @property
    def is_a_year(self) -> bool:
        """Say whether the period before is that of a year earlier."""
        return self.before == self.last_year


def compared(now: Window) -> Compared:
    """Return what a period is compared with: by months where it is whole months long, else by days."""
    last_year = Window(months_before(now.since, _YEAR), months_before(now.last_day, _YEAR) + _ONE_DAY)
    for months in _LENGTHS:
        if Window.of_months(months, now.last_day) == now:
            before = Window.of_months(months, months_before(now.last_day, months))
            return Compared(now, before, Window.of_months(months, months_before(now.last_day, _YEAR)))
    return Compared(now, Window(now.since - (now.until - now.since), now.since), last_year)


def usual(months: int, period_end: datetime.date, due: datetime.date | None, today: datetime.date) -> Window:
    """Return the window of so many months up to the cut-off.

    That is the end of the period, or the last day in time where that is earlier, and never a day to come.
    """
    return Window.of_months(months, min(period_end, due or period_end, today))
