"""What the other side of a provincial boundary shares: its points, report by report or by standing agreement.

Who sees which report is asked where it is always asked (`gis_app.border.board.seeing`); here only those are
picked that lie in the adjoining communes of the other side. Everything else of that side stays a count.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.border.adjoining.reading import MONTHS, BoundaryCommune
from gis_app.border.board.agencies import own
from gis_app.border.board.seeing import place_shown, visible_to
from gis_app.border.models import BorderReport, ReportShare

#: Newest first; older ones are found on the board.
MOST = 100


@dataclass(frozen=True, slots=True)
class SharedReport:
    """A report of the other side that the account sees, and on what ground.

    `place_shown` says whether the map may show its point: a kind about victims keeps it.
    """

    report: BorderReport
    ground: str
    place_shown: bool


def shared_reports(
    sides: Iterable[BoundaryCommune], account: Account, day: datetime.date
) -> list[SharedReport]:
    """Return the reports of the last months in communes of the other side, newest first.

    Args:
        sides: the communes along the boundary, of both sides.
        account: who looks.
        day: the last day.
    """
    beyond = [commune.unit.pk for commune in sides if not commune.own]
    since = timezone.now() - datetime.timedelta(days=MONTHS * 31)
    found = (
        visible_to(account)
        .filter(unit__in=beyond, same_as=None, occurred_at__gte=since, occurred_at__date__lte=day)
        .for_list()
        .order_by("-occurred_at", "pk")[:MOST]
    )
    reports = list(found)
    mine = own(account.agency_id)
    told = dict(
        ReportShare.objects.filter(report__in=reports, agency__in=mine)
        .order_by("-step__number")
        .values_list("report", "why")
    )
    return [
        SharedReport(report, _ground(told.get(report.pk)), place_shown(report, mine)) for report in reports
    ]


def _ground(why: str | None) -> str:
    return str(ReportShare.Why(why).label) if why is not None else _("theo quy chế chia sẻ")
