"""What agencies do with a report. Each act is one transaction that first locks the report.

Every act may be sent again under the same id and is then done once. `RefusedError` carries the sentence to
show; what was typed stays with who typed it.
"""

from __future__ import annotations

import uuid

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account, Agency
from gis_app.access.restricting import restrict
from gis_app.border.board import marks
from gis_app.border.board.agencies import acting, below, own, receiving
from gis_app.border.board.locating import PLACE_FIELDS, locate
from gis_app.border.board.recording import Sender, lock, tell, write_step
from gis_app.border.board.refusing import RefusedError
from gis_app.border.board.reporting import checked_text
from gis_app.border.board.seeing import visible_to
from gis_app.border.board.steps import STEPS, Act, Who
from gis_app.border.models import BorderReport, ReportIncident, ReportShare, ReportStep
from gis_app.border.strip.placing import Strip
from layers.models import Incident
from layers.models.fields import SRID

#: Acts that are nothing without words.
WORDS_NEEDED = frozenset({Act.REFUTE, Act.REOPEN, Act.CLOSE, Act.COMMENT, Act.PLACE})


@transaction.atomic
def move(
    report_id: uuid.UUID, act: Act, account: Account, text: str = "", sender: Sender | None = None
) -> ReportStep:
    """Verify, confirm, refute, reopen, acknowledge, close, or comment on a report.

    Raises RefusedError, PermissionDenied.
    """
    agency, report, done = _begin(report_id, act, account, sender)
    if done is not None:
        return done
    words = checked_text(text, needed=act in WORDS_NEEDED)
    return write_step(report, act, account, agency, state=STEPS[act].after, text=words, sender=sender)


@transaction.atomic
def hand_over(
    report_id: uuid.UUID, to_agency: Agency, account: Account, text: str = "", sender: Sender | None = None
) -> ReportStep:
    """Hand a report to another agency, which must acknowledge it in time and holds it from now on.

    Raises RefusedError, also when that agency no longer exists (its successor is named).
    """
    agency, report, done = _begin(report_id, Act.HAND_OVER, account, sender)
    if done is not None:
        return done
    receiver = receiving(to_agency, timezone.localdate())
    if receiver.pk == report.holder_id:
        raise RefusedError(_("%(agency)s đang giữ tin này: hãy chọn cơ quan khác.") % {"agency": receiver})
    words = checked_text(text, needed=False)
    report.holder = receiver
    step = write_step(
        report,
        Act.HAND_OVER,
        account,
        agency,
        state=STEPS[Act.HAND_OVER].after,
        text=words,
        to_agency=receiver,
        sender=sender,
        changed=("holder",),
    )
    tell(report, receiver, ReportShare.Why.HANDED, step)
    return step


@transaction.atomic
def share(
    report_id: uuid.UUID, with_agency: Agency, account: Account, text: str = "", sender: Sender | None = None
) -> ReportStep:
    """Let another agency see this one report. Raises RefusedError, PermissionDenied."""
    agency, report, done = _begin(report_id, Act.SHARE, account, sender)
    if done is not None:
        return done
    receiver = receiving(with_agency, timezone.localdate())
    if report.shares.filter(agency=receiver).exists():
        raise RefusedError(_("%(agency)s đã được xem tin này.") % {"agency": receiver})
    words = checked_text(text, needed=False)
    step = write_step(report, Act.SHARE, account, agency, text=words, to_agency=receiver, sender=sender)
    tell(report, receiver, ReportShare.Why.SHARED, step)
    return step


@transaction.atomic
def settle_place(
    report_id: uuid.UUID,
    account: Account,
    text: str,
    lon: float | None = None,
    lat: float | None = None,
    sender: Sender | None = None,
) -> ReportStep:
    """Answer the question about a doubtful place: right as it is, or this one instead (degrees, WGS 84).

    Raises RefusedError, PermissionDenied.
    """
    agency, report, done = _begin(report_id, Act.PLACE, account, sender)
    if done is not None:
        return done
    words = checked_text(text, needed=True)
    if lon is not None and lat is not None:
        if not (abs(lat) <= 90 and abs(lon) <= 180):
            raise RefusedError(_("Vị trí không đúng: hãy bấm lên bản đồ hoặc ghi lại tọa độ."))
        locate(report, Point(lon, lat, srid=SRID), Strip(timezone.localdate()))
        report.accuracy_m = None
        report.marks = marks.marks_of(report)
    report.place_settled = True
    changed = (*PLACE_FIELDS, "accuracy_m", "marks", "place_settled")
    return write_step(report, Act.PLACE, account, agency, text=words, sender=sender, changed=changed)


@transaction.atomic
def link_incident(report_id: uuid.UUID, source: str, ref: str, account: Account) -> ReportStep:
    """Link a report to an incident of the account's jurisdiction, by its source and reference.

    Raises RefusedError, PermissionDenied.
    """
    agency, report, _done = _begin(report_id, Act.INCIDENT, account, None)
    incident = restrict(Incident.objects.filter(source=source.strip(), ref=ref.strip()), account).first()
    if incident is None:
        raise RefusedError(
            _("Không có vụ việc nguồn “%(source)s”, mã “%(ref)s” trong địa bàn phụ trách: hãy xem lại mã.")
            % {"source": source.strip()[:80], "ref": ref.strip()[:80]}
        )
    if report.incident_links.filter(incident=incident).exists():
        raise RefusedError(_("Tin đã được gắn với vụ việc này."))
    step = write_step(report, Act.INCIDENT, account, agency, text=str(incident))
    ReportIncident.objects.create(report=report, incident=incident, step=step)
    return step


def offered(report: BorderReport, account: Account) -> list[Act]:
    """Return what the account could do with a report now, in the order of the table."""
    mine = own(account.agency_id)
    return [
        act
        for act, step in STEPS.items()
        if report.state in step.before
        and (report.same_as_id is None or act is Act.COMMENT)
        and _is_their_part(step.who, report, mine)
    ]


def _begin(
    report_id: uuid.UUID, act: Act, account: Account, sender: Sender | None
) -> tuple[Agency, BorderReport, ReportStep | None]:
    """Lock the report and check that the account may do this now; third, the step if it is done already."""
    agency = acting(account)
    report = lock(report_id).get(report_id)
    if report is None or not visible_to(account).filter(pk=report_id).exists():
        raise RefusedError(_("Không có tin này, hoặc đơn vị không được xem: hãy tải lại trang."))
    if sender is not None:
        known = ReportStep.objects.filter(pk=sender.step_id).first()
        if known is not None:
            return agency, report, _repeated(known, report, agency, sender)
    step = STEPS[act]
    if report.same_as_id is not None and act is not Act.COMMENT:
        raise RefusedError(_("Tin đã được gộp vào tin khác: hãy xử lý ở tin đó."))
    if report.state not in step.before:
        raise RefusedError(
            _(
                "Tin đang ở trạng thái “%(state)s” nên không thể %(act)s: "
                "hãy tải lại trang để xem ai vừa xử lý."
            )
            % {"state": report.get_state_display(), "act": act.label}
        )
    if not _is_their_part(step.who, report, own(agency.pk)):
        raise RefusedError(
            _("Tin đang do %(agency)s giữ: chỉ đơn vị đó được %(act)s.")
            % {"agency": report.holder, "act": act.label}
        )
    return agency, report, None


def _repeated(known: ReportStep, report: BorderReport, agency: Agency, sender: Sender) -> ReportStep:
    if (
        known.report_id == report.pk
        and known.agency_id in own(agency.pk)
        and known.fingerprint == sender.fingerprint
    ):
        return known
    raise RefusedError(_("Mã của bước này đã dùng cho việc khác: hãy gửi lại như một bước mới."))


def _is_their_part(who: Who, report: BorderReport, mine: frozenset[int]) -> bool:
    if who is Who.READER:
        return True
    if report.holder_id in mine:
        return True
    if who is Who.HOLDER:
        return False
    if who is Who.HOLDER_OR_ABOVE:
        return report.holder_id in below(mine)
    return report.shares.filter(agency__in=mine).exists()
