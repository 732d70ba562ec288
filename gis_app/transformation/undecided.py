"""What of the lists waits for somebody: proposals, areas without a conclusion, years to open and to close."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.plans.models import PlanVersion
from gis_app.transformation.carrying import carried_over
from gis_app.transformation.closing import OPEN
from gis_app.transformation.models import KeyArea, PlanYear, Status
from gis_app.transformation.plans_seen import plan_versions
from gis_app.transformation.waiting import Waiting

#: The list of a coming year is made in the last quarter, so that the work can begin in January.
_PREPARED_FROM_MONTH = 10


def waiting_for(account: Account, today: datetime.date) -> list[Waiting]:
    """Return what the account can decide or propose in its jurisdiction, lines with a day first."""
    decides, proposes = may(account, Action.DECIDE), may(account, Action.PROPOSE)
    if not (decides or proposes):
        return []
    lines: list[Waiting] = []
    for version in plan_versions(account):
        years = list(_open_years(version, account, today))
        if decides:
            for year in years:
                lines += _undecided(version, year, today)
        if proposes and years:
            lines += _to_prepare(version, account, today)
    return sorted(lines, key=lambda line: line.due or datetime.date.max)


def _open_years(version: PlanVersion, account: Account, today: datetime.date) -> Iterator[PlanYear]:
    """Yield the years that are not closed, with the areas of the account counted by what they wait for."""
    mine = Q(areas__in=restrict(KeyArea.objects.filter(plan_year__plan=version.plan_id), account))
    over = mine & Q(areas__status=Status.IN_TRANSFORMATION, areas__ends_on__lt=today)
    yield from (
        PlanYear.objects.filter(plan=version.plan_id, closed_on=None)
        .annotate(
            listed=Count("areas", mine),
            waiting=Count("areas", mine & Q(areas__status__in=OPEN)),
            proposed=Count("areas", mine & Q(areas__status=Status.PROPOSED)),
            selected=Count("areas", mine & Q(areas__status=Status.SELECTED)),
            over=Count("areas", over),
            over_since=Max("areas__ends_on", filter=over),
        )
        .order_by("year")
    )


def _undecided(version: PlanVersion, year: PlanYear, today: datetime.date) -> Iterator[Waiting]:
    url = reverse("selection", args=[version.plan_id, year.year])
    values = {"plan": version.label, "year": year.year}
    if year.proposed:
        sentence = _("%(count)s đề xuất chờ quyết định lựa chọn (%(plan)s, năm %(year)s)")
        yield Waiting(sentence % {**values, "count": year.proposed}, url)
    if year.selected:
        sentence = _("%(count)s địa bàn đã lựa chọn, chưa bắt đầu chuyển hóa (%(plan)s, năm %(year)s)")
        yield Waiting(sentence % {**values, "count": year.selected}, url)
    if year.over:
        sentence = _("%(count)s địa bàn đã hết thời gian chuyển hóa, chờ kết luận (%(plan)s, năm %(year)s)")
        yield Waiting(sentence % {**values, "count": year.over}, url, year.over_since)
    if year.listed and not year.waiting and year.year < today.year:
        yield Waiting(_("Năm %(year)s (%(plan)s) đã có mọi kết luận: có thể khép lại") % values, url)


def _to_prepare(version: PlanVersion, account: Account, today: datetime.date) -> Iterator[Waiting]:
    """Yield the coming year where its list was not begun, and the failures that no list has taken up."""
    coming = today.year + 1 if today.month >= _PREPARED_FROM_MONTH else today.year
    url = reverse("selection", args=[version.plan_id, coming])
    values = {"plan": version.label, "year": coming}
    listed = KeyArea.objects.filter(plan_year__plan=version.plan_id, plan_year__year__gte=coming)
    if not listed.exists():
        yield Waiting(_("Chưa lập danh sách năm %(year)s (%(plan)s)") % values, url)
    failed = set(carried_over(version.plan, coming, today).values())
    mine = set(restrict(KeyArea.objects.filter(pk__in=[area.pk for area in failed]), account))
    taken = set(listed.exclude(status=Status.WITHDRAWN).values_list("unit_id", flat=True))
    left = [area for area in mine if area.unit_id not in taken]
    if left:
        sentence = _("%(count)s địa bàn năm trước chưa đạt, chưa đưa vào danh sách năm %(year)s (%(plan)s)")
        yield Waiting(sentence % {**values, "count": len(left)}, url)
