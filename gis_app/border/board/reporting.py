"""A report comes in: checked, placed, marked, stored once, compared with others."""

from __future__ import annotations

import datetime
import math
import uuid
from dataclasses import dataclass, field

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.border.board import marks
from gis_app.border.board.agencies import acting, own
from gis_app.border.board.fingerprints import fingerprint
from gis_app.border.board.locating import locate
from gis_app.border.board.persons import check_text
from gis_app.border.board.recording import Sender, tell, write_step
from gis_app.border.board.refusing import RefusedError
from gis_app.border.board.same import propose_same
from gis_app.border.models import BorderReport, ReportKind, ReportShare, ReportStep, State, Urgency
from gis_app.border.models.reports import LONGEST_TEXT
from gis_app.border.strip.placing import Strip
from layers.models.fields import SRID

#: No clock of a telephone in use says less; the database could not keep some of what one may say.
_EARLIEST = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_LATEST = datetime.datetime(2200, 1, 1, tzinfo=datetime.UTC)
#: Half the way round the earth: no receiver says more.
_WORST_ACCURACY_M = 20_000_000.0


@dataclass(frozen=True, slots=True)
class Told:
    """What the sender says. Degrees in WGS 84; times aware, by the sender's clock."""

    kind: str
    urgency: str
    text: str
    lon: float
    lat: float
    occurred_at: datetime.datetime
    sent_at: datetime.datetime
    accuracy_m: float | None = None
    report_id: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def fingerprint(self) -> str:
        """Return a hash of what was said; when it was sent does not belong to it."""
        at = self.occurred_at.astimezone(datetime.UTC).isoformat(timespec="seconds")
        place = (round(self.lon, 6), round(self.lat, 6), self.accuracy_m)
        return fingerprint(self.kind, self.urgency, self.text.strip(), *place, at)


def stored_before(told: Told, account: Account) -> BorderReport | None:
    """Return the report that this is a repetition of, None where it is new.

    Raises RefusedError where its id belongs to another report: nothing of that one is told.
    """
    report = BorderReport.objects.filter(pk=told.report_id).first()
    if report is None:
        return None
    if report.author_agency_id not in own(account.agency_id) or report.fingerprint != told.fingerprint:
        raise RefusedError(
            _(
                "Mã của tin này đã dùng cho một tin khác: hãy gửi lại như một tin mới, nội dung vẫn "
                "còn trên máy."
            )
        )
    return report


def report(told: Told, account: Account, strip: Strip | None = None) -> BorderReport:
    """Store a report, once: the same one again changes nothing and returns what is stored.

    Raises RefusedError with the sentence to show when something is missing or impossible, or the text names a
    person; PermissionDenied for a role that may not report.
    """
    agency = acting(account)
    if (known := stored_before(told, account)) is not None:
        return known
    text, kind = _checked(told)
    now = timezone.now()
    made = BorderReport(
        id=told.report_id,
        fingerprint=told.fingerprint,
        kind=kind,
        urgency=told.urgency,
        text=text,
        accuracy_m=told.accuracy_m,
        occurred_at=told.occurred_at,
        sent_at=told.sent_at,
        received_at=now,
        author_agency=agency,
        author=account,
        holder=agency,
    )
    locate(made, Point(told.lon, told.lat, srid=SRID), strip or Strip(timezone.localdate(now)))
    made.marks = marks.marks_of(made)
    try:
        with transaction.atomic():
            sender = Sender(told_at=told.sent_at)
            step = write_step(made, ReportStep.Act.REPORT, account, agency, state=State.NEW, sender=sender)
            tell(made, agency, ReportShare.Why.AUTHOR, step)
            propose_same(made)
    except IntegrityError:
        # The same delivery came twice at once; the other one was first.
        if (known := stored_before(told, account)) is None:
            raise
        return known
    return made


def _checked(told: Told) -> tuple[str, ReportKind]:
    kind = ReportKind.objects.select_related("category").filter(pk=told.kind).first()
    if kind is None:
        raise RefusedError(_("Loại tin này không có: hãy chọn một loại trong danh sách."))
    if told.urgency not in Urgency.values:
        raise RefusedError(_("Độ khẩn này không có: hãy chọn thường, khẩn hoặc hỏa tốc."))
    if not (abs(told.lat) <= 90 and abs(told.lon) <= 180):
        raise RefusedError(_("Vị trí không đúng: hãy bấm lên bản đồ hoặc ghi lại tọa độ."))
    for moment in (told.occurred_at, told.sent_at):
        if not _EARLIEST <= moment <= _LATEST:
            raise RefusedError(_("Thời gian không đúng: hãy ghi như 31/12/2026 08:30."))
    accuracy = told.accuracy_m
    if accuracy is not None and not (math.isfinite(accuracy) and 0 <= accuracy <= _WORST_ACCURACY_M):
        raise RefusedError(_("Sai số vị trí không đúng: hãy để trống hoặc ghi số mét."))
    return checked_text(told.text, needed=True), kind


def checked_text(text: str, *, needed: bool) -> str:
    """Return a text as it is stored. Raises RefusedError when it is missing, too long or names a person."""
    if needed and not text.strip():
        raise RefusedError(_("Chưa có nội dung: hãy ghi điều đã thấy, không ghi tên người."))
    if len(text) > LONGEST_TEXT:
        raise RefusedError(
            _("Nội dung dài quá %(most)s ký tự: hãy rút gọn.")
            % {"most": f"{LONGEST_TEXT:,}".replace(",", ".")}
        )
    if not is_storable(text):
        raise RefusedError(_("Nội dung có ký tự không đọc được: hãy ghi lại."))
    return check_text(text)


def is_storable(text: str) -> bool:
    """Say whether the database can keep it: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
