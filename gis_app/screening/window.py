"""The months that a rule looks back on.

"The last 12 months before a day" are the day itself and everything back to the same day a year earlier, which
is not included any more: a case of 30/06/2025 no longer counts on 30/06/2026, one of 01/07/2025 still does.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from typing import Self


def months_before(day: datetime.date, months: int) -> datetime.date:
    """Return the same day of the month `months` earlier, or that month's last day if it is shorter."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Window:
    """Local days from `since` (included) to `until` (excluded)."""

    since: datetime.date
    until: datetime.date

    @classmethod
    def of_months(cls, months: int, as_of: datetime.date) -> Self:
        """Return the window of so many months that ends with `as_of`."""
        one_day = datetime.timedelta(days=1)
        return cls(months_before(as_of, months) + one_day, as_of + one_day)

    @property
    def whole_months(self) -> tuple[datetime.date, datetime.date]:
        """Return the first day of the first month wholly inside, and the first day after the last one.

        Days from `since` to the first and from the second to `until` are the months at both ends.
        """
        first = self.since if self.since.day == 1 else months_before(self.since.replace(day=1), -1)
        return first, max(first, self.until.replace(day=1))

    @property
    def last_day(self) -> datetime.date:
        """Return the last day included."""
        return self.until - datetime.timedelta(days=1)
