"""What the overview puts together from the parts of the program: what waits, what is due, the shares."""

from __future__ import annotations

import datetime

from gis_app.access.models import Account
from gis_app.reports import waiting as reports
from gis_app.reports.presenting import Row, row
from gis_app.transformation import undecided
from gis_app.transformation.programme import waiting as programme
from gis_app.transformation.relapse import waiting as relapse
from gis_app.transformation.targets import waiting as targets
from gis_app.transformation.waiting import Part, Waiting, offered

#: Every part of the cycle in which something can wait for somebody; other packages offer theirs.
_PARTS: tuple[Part, ...] = (
    undecided.waiting_for,
    targets.waiting_for,
    programme.waiting_for,
    relapse.waiting_for,
    reports.waiting_for,
)
DEADLINE_DAYS = 180


def waiting_for(account: Account, today: datetime.date) -> list[Waiting]:
    """Return what waits for the account: overdue first, then by last day, what has none at the end."""
    lines = [line for part in (*_PARTS, *offered()) for line in part(account, today)]
    return sorted(lines, key=lambda line: (line.due is None, line.due or today))


def deadlines(account: Account, today: datetime.date) -> list[Row]:
    """Return the reports that are due next or overdue, by day."""
    return [row(standing, today) for standing in reports.soon(account, today, DEADLINE_DAYS)]
