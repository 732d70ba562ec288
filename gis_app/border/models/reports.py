"""Reports from either force, every step that was taken with them, and who is told of each.

Nothing about persons: place, time, kind, urgency and a text that is checked before it is stored. A report
and a step bear an id that their sender made, so that whatever arrives twice is known.
"""

from __future__ import annotations

import datetime
import uuid
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Agency
from gis_app.border.models.kinds import ReportKind, State, Urgency
from gis_app.border.models.strip import BorderSection
from layers.models import AdminUnit
from layers.models.fields import SRID
from layers.scope import Scope

_BY = {"on_delete": models.PROTECT, "null": True, "blank": True, "related_name": "+"}
#: Nobody types more on a telephone; what is longer belongs into a file of its own.
LONGEST_TEXT = 2000


class BorderReportQuerySet(models.QuerySet["BorderReport"]):
    """Questions about reports; who sees which is `gis_app.border.board.seeing`."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the reports from a commune that the scope may see."""
        return self if scope.everything else self.filter(unit_id__in=scope.unit_ids)

    def open(self) -> Self:
        """Return the reports that somebody still has to act on."""
        return self.exclude(state=State.CLOSED).filter(same_as=None)

    def waiting_too_long(self, now: datetime.datetime | None = None) -> Self:
        """Return the open reports whose time is over."""
        return self.open().filter(due_at__lt=now or timezone.now())

    def for_list(self) -> Self:
        """Return the reports with what a line about each needs."""
        return self.select_related("kind__category", "author_agency", "holder", "unit", "section__agency")


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class BorderReport(models.Model):
    """What somebody saw at the border, and where it stands.

    `occurred_at` and `sent_at` are what the sender's clock said, also where that clock was wrong;
    `received_at` is the server's. Where the point stands (commune, section, marker, distance) is kept as it
    was told at that time. `marks` names what is doubtful about it (`gis_app.border.board.marks`).
    `last_number` is the number of the newest step: pages ask for what has a higher one than they have seen.
    """

    class Mark(models.TextChoices):
        CLOCK = "clock", _("đồng hồ máy gửi sai")
        FUTURE = "future", _("giờ xảy ra ở tương lai")
        COARSE = "coarse", _("vị trí kém chính xác")
        BEYOND = "beyond", _("nằm ngoài đường biên giới")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    kind = models.ForeignKey(ReportKind, models.PROTECT, related_name="reports", verbose_name=_("loại tin"))
    urgency = models.CharField(_("độ khẩn"), max_length=8, choices=Urgency.choices)
    state = models.CharField(_("trạng thái"), max_length=12, choices=State.choices, default=State.NEW)
    text = models.TextField(_("nội dung"), max_length=LONGEST_TEXT)
    point = models.PointField(_("vị trí"), srid=SRID)
    accuracy_m = models.FloatField(_("sai số vị trí (m)"), null=True, blank=True)
    occurred_at = models.DateTimeField(_("xảy ra lúc"))
    sent_at = models.DateTimeField(_("gửi lúc (đồng hồ máy gửi)"))
    received_at = models.DateTimeField(_("nhận lúc"))
    author_agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("đơn vị báo tin")
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("tài khoản báo tin"), **_BY)
    holder = models.ForeignKey(
        Agency, models.PROTECT, related_name="held_reports", verbose_name=_("đơn vị đang giữ")
    )
    due_at = models.DateTimeField(_("hạn xử lý"), null=True, blank=True)
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="joined", verbose_name=_("đã gộp vào")
    )
    last_number = models.BigIntegerField(editable=False)

    unit = models.ForeignKey(
        AdminUnit, models.PROTECT, null=True, related_name="+", verbose_name=_("xã, phường")
    )
    section = models.ForeignKey(
        BorderSection, models.PROTECT, null=True, related_name="+", verbose_name=_("đoạn biên giới")
    )
    line_name = models.CharField(_("đường biên giới"), max_length=200, blank=True)
    distance_m = models.FloatField(_("cách đường biên giới (m)"), null=True)
    inside = models.BooleanField(_("phía trong đường biên giới"), null=True)
    marker = models.CharField(_("mốc"), max_length=80, blank=True)
    from_marker_m = models.FloatField(_("cách mốc dọc đường biên giới (m)"), null=True)
    marks = ArrayField(models.CharField(max_length=8, choices=Mark.choices), default=list, blank=True)
    place_settled = models.BooleanField(_("vị trí đã được trả lời"), default=False)

    objects = BorderReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("tin báo biên giới")
        verbose_name_plural = _("tin báo biên giới")
        ordering = ["-received_at", "id"]
        indexes = [
            models.Index(fields=["last_number"], name="border_report_number"),
            models.Index(fields=["-received_at"], name="border_report_received"),
            models.Index(
                fields=["holder", "due_at"],
                name="border_report_open",
                condition=~Q(state=State.CLOSED),
            ),
            models.Index(fields=["occurred_at"], name="border_report_occurred"),
            models.Index(fields=["author_agency", "kind"], name="border_report_author"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {timezone.localtime(self.occurred_at):%d/%m/%Y %H:%M}"


class ReportStep(models.Model):
    """One thing done with a report. Never changed, never deleted.

    `number` runs through all reports without a gap, in the order in which transactions become visible
    (`gis_app.border.board.recording`): whoever has seen a number has seen all before it. `until` is when the
    state that the step began must have ended.
    """

    class Act(models.TextChoices):
        REPORT = "report", _("báo tin")
        VERIFY = "verify", _("bắt đầu xác minh")
        CONFIRM = "confirm", _("xác nhận")
        REFUTE = "refute", _("kết luận không đúng")
        REOPEN = "reopen", _("mở lại để xác minh")
        HAND_OVER = "hand_over", _("bàn giao")
        ACKNOWLEDGE = "acknowledge", _("tiếp nhận")
        CLOSE = "close", _("kết thúc")
        COMMENT = "comment", _("ý kiến")
        SHARE = "share", _("chia sẻ")
        JOIN = "join", _("gộp với tin khác")
        KEEP_APART = "keep_apart", _("xác định là hai tin khác nhau")
        PLACE = "place", _("trả lời về vị trí")
        INCIDENT = "incident", _("gắn với vụ việc")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False, blank=True)
    number = models.BigIntegerField(_("số"), unique=True)
    report = models.ForeignKey(BorderReport, models.PROTECT, related_name="steps")
    act = models.CharField(_("việc"), max_length=12, choices=Act.choices)
    state = models.CharField(_("trạng thái sau đó"), max_length=12, choices=State.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    account = models.ForeignKey(settings.AUTH_USER_MODEL, **_BY)
    to_agency = models.ForeignKey(Agency, verbose_name=_("đến đơn vị"), **_BY)
    text = models.TextField(_("nội dung"), max_length=LONGEST_TEXT, blank=True)
    at = models.DateTimeField(_("lúc"))
    told_at = models.DateTimeField(_("lúc (đồng hồ máy gửi)"), null=True, blank=True)
    until = models.DateTimeField(_("hạn"), null=True, blank=True)

    class Meta:
        verbose_name = _("bước xử lý tin")
        verbose_name_plural = _("bước xử lý tin")
        ordering = ["number"]
        indexes = [models.Index(fields=["report", "number"], name="report_step_of_report")]
        triggers = [pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_act_display()}"


class ReportShare(models.Model):
    """An agency is told of a report, whatever its jurisdiction. Never taken back: what was seen was seen."""

    class Why(models.TextChoices):
        AUTHOR = "author", _("đơn vị báo tin")
        HANDED = "handed", _("được bàn giao")
        SHARED = "shared", _("được chia sẻ")
        JOINED = "joined", _("có tin gộp vào")

    report = models.ForeignKey(BorderReport, models.PROTECT, related_name="shares")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    why = models.CharField(_("vì"), max_length=8, choices=Why.choices)
    step = models.ForeignKey(ReportStep, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("chia sẻ tin")
        verbose_name_plural = _("chia sẻ tin")
        ordering = ["step__number", "id"]
        constraints = [models.UniqueConstraint(fields=["report", "agency"], name="report_shared_once")]
        indexes = [models.Index(fields=["agency", "report"], name="report_share_of_agency")]
        triggers = [pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_why_display()}"


class BoardClock(models.Model):
    """The number of the newest step; its one row is locked by whoever writes a step, until they commit."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_board_clock")]

    def __str__(self) -> str:
        return str(self.last)


class SameProposal(models.Model):
    """Two reports of different agencies that may be one. Proposed by the program, decided by a person."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("chờ quyết định")
        JOINED = "joined", _("đã gộp")
        APART = "apart", _("hai tin khác nhau")

    earlier = models.ForeignKey(BorderReport, models.PROTECT, related_name="proposed_with_later")
    later = models.ForeignKey(BorderReport, models.PROTECT, related_name="proposed_with_earlier")
    distance_m = models.FloatField(_("cách nhau (m)"))
    minutes = models.FloatField(_("cách nhau (phút)"))
    outcome = models.CharField(_("kết quả"), max_length=8, choices=Outcome.choices, default=Outcome.OPEN)

    class Meta:
        verbose_name = _("tin có thể trùng")
        verbose_name_plural = _("tin có thể trùng")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="same_proposed_once"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="same_proposed_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id} = {self.later_id}"


class ReportIncident(models.Model):
    """A report led to, or belongs to, an incident of the incident layer."""

    report = models.ForeignKey(BorderReport, models.PROTECT, related_name="incident_links")
    # Imports empty and fill the incident table at a stroke; a link must not stand in their way.
    incident = models.ForeignKey(
        "layers.Incident", models.DO_NOTHING, related_name="+", db_constraint=False, verbose_name=_("vụ việc")
    )
    step = models.ForeignKey(ReportStep, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("vụ việc của tin")
        verbose_name_plural = _("vụ việc của tin")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["report", "incident"], name="report_incident_once")]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.incident_id}"
