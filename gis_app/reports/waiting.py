"""What the calendar of reports asks of an account: due soon or overdue, and dates not set."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.roles import Action, may
from gis_app.reports.delivered import Standing, standings_of
from gis_app.reports.presenting import address
from gis_app.reports.schedule import report_years
from gis_app.transformation.plans_seen import plan_versions
from gis_app.transformation.waiting import Waiting

#: Reminded of so many days before; overdue reports for so many days after.
AHEAD, BEHIND = 30, 120


def waiting_for(account: Account, today: datetime.date) -> list[Waiting]:
    """Return the account's reports that are due soon or overdue, by day; one line for dates not set."""
    if not may(account, Action.REPORT):
        return []
    lines = [_line(standing, today) for standing in soon(account, today)]
    return sorted(lines, key=lambda line: line.due or datetime.date.max)


def soon(account: Account, today: datetime.date, ahead: int = AHEAD) -> list[Standing]:
    """Return what is due within so many days or overdue and has not come, by day, whatever the role."""
    found = [
        standing
        for standings in _owed(account, [today.year - 1, today.year])
        for standing in standings
        if not standing.is_complete and _is_near(standing.occurrence.due, today, ahead)
    ]
    return sorted(found, key=lambda standing: standing.occurrence.due or datetime.date.max)


def undated(account: Account, year: int) -> Iterator[Standing]:
    """Yield the year's reports that have no day, neither by the plan nor by the office."""
    for standings in _owed(account, [year]):
        yield from (standing for standing in standings if standing.occurrence.due is None)


def _owed(account: Account, years: list[int]) -> Iterable[list[Standing]]:
    """Return the standings of each plan and year whose reports are owed."""
    owed = [one for one in report_years(plan_versions(account), years) if one.is_owed]
    return standings_of(owed).values()


def _is_near(due: datetime.date | None, today: datetime.date, ahead: int) -> bool:
    return due is not None and -BEHIND <= (due - today).days <= ahead


def _line(standing: Standing, today: datetime.date) -> Waiting:
    one = standing.occurrence
    values = {"what": one.title, "plan": one.obligation.version.label}
    if one.due is not None and one.due < today:
        sentence = _("%(what)s (%(plan)s): chưa ghi nhận đủ văn bản đã gửi") % values
    else:
        sentence = _("%(what)s (%(plan)s): cần gửi") % values
    return Waiting(sentence, address(one), one.due)
