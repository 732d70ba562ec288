"""What of the board waits for an agency: reports to act on, places to answer for, doubles to judge."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.roles import Action, may
from gis_app.border.board.agencies import own
from gis_app.border.board.seeing import visible_to
from gis_app.border.models import BorderReport, SameProposal, State
from gis_app.transformation.waiting import Waiting

#: Reports told one by one; the board has the rest.
_MOST = 5


def waiting_for(account: Account, _today: datetime.date) -> list[Waiting]:
    """Return what the account's agency has to do on the board, what is due first at the front."""
    mine = own(account.agency_id)
    if not mine or not may(account, Action.WORK_BORDER):
        return []
    return [*_reports(account, mine), *_places(account, mine), *_doubles(account, mine)]


def _reports(account: Account, mine: frozenset[int]) -> Iterator[Waiting]:
    """Yield what nobody took up yet and what is too late, each by itself, the rest as a number."""
    now = timezone.now()
    held = visible_to(account).open().filter(holder__in=mine)
    urgent = held.filter(Q(state__in=[State.NEW, State.HANDED_OVER]) | Q(due_at__lt=now)).for_list()
    found = list(urgent.order_by(F("due_at").asc(nulls_last=True), "-received_at", "pk"))
    for report in found[:_MOST]:
        yield _told(report, now)
    if len(found) > _MOST:
        yield Waiting(
            _("%(count)s tin báo khác chờ đơn vị xử lý") % {"count": len(found) - _MOST},
            f"{reverse('border')}?standing=mine",
        )


def _told(report: BorderReport, now: datetime.datetime) -> Waiting:
    words = {
        "report": report,
        "urgency": report.get_urgency_display(),
        "state": report.get_state_display(),
        "due": f"{timezone.localtime(report.due_at):%H:%M %d/%m/%Y}" if report.due_at else "",
    }
    if report.due_at is None:
        sentence = _("Tin %(urgency)s %(state)s: %(report)s")
    elif report.due_at < now:
        sentence = _("Tin %(urgency)s %(state)s, quá hạn từ %(due)s: %(report)s")
    else:
        sentence = _("Tin %(urgency)s %(state)s, xử lý trước %(due)s: %(report)s")
    day = timezone.localdate(report.due_at) if report.due_at else None
    return Waiting(sentence % words, reverse("border_report", args=[report.pk]), day)


def _places(account: Account, mine: frozenset[int]) -> Iterator[Waiting]:
    asked = (
        visible_to(account)
        .open()
        .filter(Q(holder__in=mine) | Q(author_agency__in=mine))
        .filter(marks__contains=[BorderReport.Mark.BEYOND], place_settled=False)
    )
    for report in asked.select_related("kind").order_by("received_at", "pk")[:_MOST]:
        yield Waiting(
            _("Vị trí nằm ngoài đường biên giới, chờ trả lời: %(report)s") % {"report": report},
            reverse("border_report", args=[report.pk]),
        )


def _doubles(account: Account, mine: frozenset[int]) -> Iterator[Waiting]:
    seen = visible_to(account).open().values("pk")
    concerned = Q()
    for side in ("earlier", "later"):
        concerned |= Q(**{f"{side}__holder__in": mine}) | Q(**{f"{side}__author_agency__in": mine})
    proposals = SameProposal.objects.filter(
        concerned, outcome=SameProposal.Outcome.OPEN, earlier__in=seen, later__in=seen
    )
    shown = proposals.select_related(
        "later__kind", "later__author_agency", "earlier__kind", "earlier__author_agency"
    )
    for proposal in shown.order_by("pk")[:_MOST]:
        report, other = proposal.later, proposal.earlier
        if other.author_agency_id in mine:
            report, other = other, report
        yield Waiting(
            _("Có thể trùng với tin của %(agency)s, chờ quyết định: %(report)s")
            % {"agency": other.author_agency, "report": report},
            reverse("border_report", args=[report.pk]),
        )
