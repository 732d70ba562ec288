"""How many days of its period a figure covers: a year that has not ended beside a whole one."""

from __future__ import annotations

import calendar
import datetime


def days_covered(period: str, as_of: datetime.date) -> int:
    """Return the days from the period's first day to the cut-off, the period's last day at most; at least 1.

    >>> days_covered("2026", datetime.date(2026, 10, 31)), days_covered("2025", datetime.date(2026, 1, 15))
    (304, 365)
    """
    year, _dash, part = period.partition("-")
    if part.startswith("Q"):
        last_month = int(part[1:]) * 3
        first_month = last_month - 2
    else:
        first_month, last_month = (int(part), int(part)) if part else (1, 12)
    first = datetime.date(int(year), first_month, 1)
    last = datetime.date(int(year), last_month, calendar.monthrange(int(year), last_month)[1])
    return max(1, (min(as_of, last) - first).days + 1)
