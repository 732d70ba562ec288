"""The same event told by both forces: proposed as one by place, time and kind, joined by a person only."""

from __future__ import annotations

import datetime
import uuid

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.measure import D
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gis_app.access.models import Account, Agency
from gis_app.border.board.agencies import acting, own
from gis_app.border.board.recording import lock, tell, write_step
from gis_app.border.board.refusing import RefusedError
from gis_app.border.board.seeing import visible_to
from gis_app.border.models import BorderReport, ReportShare, ReportStep, SameProposal

#: Two reports of one event are seldom further apart in time and place. Ours.
APART = datetime.timedelta(minutes=60)
NEAR_M = 1_000.0
#: A coarse position widens the search, but not over half a district.
_WIDEST_M = 5_000.0
#: Proposals for one report; more are a crowd, not a repetition.
_MOST = 5

Outcome = SameProposal.Outcome


def propose_same(report: BorderReport) -> list[SameProposal]:
    """Propose the reports of other agencies that may tell the same event, nearest first.

    The kind must be the same. Whoever does not see both reports does not see the proposal.
    """
    reach = min(NEAR_M + (report.accuracy_m or 0), _WIDEST_M)
    window = (report.occurred_at - APART, report.occurred_at + APART)
    others = (
        BorderReport.objects.open()
        .filter(kind=report.kind_id, occurred_at__range=window)
        .exclude(Q(pk=report.pk) | Q(author_agency=report.author_agency_id))
        .filter(point__dwithin=(report.point, reach / 100_000))
        .annotate(away=Distance("point", report.point, spheroid=True))
        .filter(away__lte=D(m=reach))
        .order_by("away", "pk")[:_MOST]
    )
    return SameProposal.objects.bulk_create(
        [
            SameProposal(
                earlier=other,
                later=report,
                distance_m=other.away.m,
                minutes=abs((report.occurred_at - other.occurred_at).total_seconds()) / 60,
            )
            for other in others
        ],
        ignore_conflicts=True,
    )


def proposals_for(report: BorderReport, account: Account | None) -> list[tuple[SameProposal, BorderReport]]:
    """Return the open proposals about a report with the other report, where the account sees that too."""
    open_ones = SameProposal.objects.filter(Q(earlier=report) | Q(later=report), outcome=Outcome.OPEN)
    others = {p.earlier_id if p.later_id == report.pk else p.later_id: p for p in open_ones}
    seen = visible_to(account).filter(pk__in=others).for_list()
    return [(others[other.pk], other) for other in seen]


@transaction.atomic
def join(report_id: uuid.UUID, into_id: uuid.UUID, account: Account) -> ReportStep:
    """Declare a report the same as another one, which goes on alone; both keep all that was said.

    Whoever was told of the first is told of the second. Raises RefusedError when one of them is joined or
    closed already, or they were never proposed as one; PermissionDenied for a role without a part in it.
    """
    agency, report, into, proposal = _pair(report_id, into_id, account)
    proposal.outcome = Outcome.JOINED
    proposal.save(update_fields=["outcome"])
    report.same_as, report.due_at = into, None
    step = write_step(report, ReportStep.Act.JOIN, account, agency, changed=("same_as",), text=str(into))
    told = write_step(into, ReportStep.Act.JOIN, account, agency, text=str(report))
    for share in report.shares.select_related("agency"):
        tell(into, share.agency, ReportShare.Why.JOINED, told)
    return step


@transaction.atomic
def keep_apart(report_id: uuid.UUID, other_id: uuid.UUID, account: Account) -> ReportStep:
    """Record that two reports proposed as one are two. Raises as `join`."""
    agency, report, other, proposal = _pair(report_id, other_id, account)
    proposal.outcome = Outcome.APART
    proposal.save(update_fields=["outcome"])
    return write_step(report, ReportStep.Act.KEEP_APART, account, agency, text=str(other))


def _pair(
    one: uuid.UUID, two: uuid.UUID, account: Account
) -> tuple[Agency, BorderReport, BorderReport, SameProposal]:
    agency = acting(account)
    locked = lock(one, two)
    if visible_to(account).filter(pk__in=(one, two)).count() < 2:
        raise RefusedError(_("Không có tin này, hoặc đơn vị không được xem: hãy tải lại trang."))
    first, second = locked[one], locked[two]
    if first.same_as_id or second.same_as_id:
        raise RefusedError(_("Một trong hai tin đã được gộp vào tin khác: hãy tải lại trang."))
    mine = own(agency.pk)
    if not ({first.holder_id, first.author_agency_id, second.holder_id, second.author_agency_id} & mine):
        raise RefusedError(_("Chỉ đơn vị báo tin hoặc đang giữ một trong hai tin được quyết định việc gộp."))
    proposal = SameProposal.objects.filter(
        Q(earlier=one, later=two) | Q(earlier=two, later=one), outcome=Outcome.OPEN
    ).first()
    if proposal is None:
        raise RefusedError(_("Hai tin này không còn được nêu là có thể trùng: hãy tải lại trang."))
    return agency, first, second, proposal
