"""What an office adds to the calendar of a plan, what was delivered, calendar feeds and letter templates.

The obligations themselves are in the plan; rows here name one by its `rule` (`gis_app.reports.obligations`).
"""

from __future__ import annotations

import datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Agency
from gis_app.plans.models import Plan

_BY = {"on_delete": models.PROTECT, "null": True, "blank": True, "related_name": "+"}


@pghistory.track()
class ReportDate(models.Model):
    """The last day that an office set for a report whose plan names none; ours, not the document's.

    The row stays when the date is taken back (`month` and `day` empty): `revision` must only ever grow, it is
    part of the sequence number of the calendar feed.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="report_dates")
    rule = models.CharField(_("nghĩa vụ báo cáo"), max_length=16)
    position = models.PositiveSmallIntegerField(_("kỳ thứ"))
    month = models.PositiveSmallIntegerField(
        _("tháng"), null=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    day = models.PositiveSmallIntegerField(
        _("ngày"), null=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    following_year = models.BooleanField(_("hạn rơi vào năm sau"), default=False)
    source = models.CharField(_("văn bản đặt hạn"), max_length=300)
    revision = models.PositiveIntegerField(_("lần sửa"), default=1)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, **_BY)
    changed_at = models.DateTimeField(_("đặt lúc"), auto_now=True)

    class Meta:
        verbose_name = _("hạn báo cáo do cơ quan đặt")
        verbose_name_plural = _("hạn báo cáo do cơ quan đặt")
        ordering = ["plan", "rule", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "rule", "position"], name="report_date_once"),
            models.CheckConstraint(
                condition=Q(month__isnull=True, day__isnull=True) | Q(month__isnull=False, day__isnull=False),
                name="report_date_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.rule}/{self.position}: {self.day}/{self.month}"

    def in_year(self, year: int) -> datetime.date | None:
        """Return the last day for the report of a year, None where the date was taken back."""
        if self.month is None or self.day is None:
            return None
        return datetime.date(year + self.following_year, self.month, self.day)


@pghistory.track()
class ReportParty(models.Model):
    """One of "các sở, ban, ngành …" that owe a report; the list is the office's."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="report_parties")
    rule = models.CharField(_("nghĩa vụ báo cáo"), max_length=16)
    name = models.CharField(_("đơn vị phải gửi"), max_length=200)
    position = models.PositiveSmallIntegerField(_("thứ tự"))

    class Meta:
        verbose_name = _("đơn vị phải báo cáo")
        verbose_name_plural = _("đơn vị phải báo cáo")
        ordering = ["plan", "rule", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "rule", "name"], name="report_party_once")]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class ReportDelivery(models.Model):
    """A report that was sent: number, day, which office sent it.

    `due_on` is the last day as it stood when the delivery was recorded: a date that changes later makes no
    report late. What was recorded in error is withdrawn with a reason, never deleted.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="report_deliveries")
    rule = models.CharField(_("nghĩa vụ báo cáo"), max_length=16)
    year = models.PositiveSmallIntegerField(_("năm"))
    position = models.PositiveSmallIntegerField(_("kỳ thứ"))
    sender = models.CharField(_("đơn vị gửi"), max_length=200)
    number = models.CharField(_("số văn bản"), max_length=60)
    delivered_on = models.DateField(_("ngày gửi"))
    due_on = models.DateField(_("hạn"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("lý do bỏ"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, **_BY)
    recorded_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("báo cáo đã gửi")
        verbose_name_plural = _("báo cáo đã gửi")
        ordering = ["delivered_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "rule", "year", "position", "sender", "number"],
                condition=Q(withdrawn_reason=""),
                name="report_delivery_once",
            )
        ]
        indexes = [models.Index(fields=["plan", "year"], name="report_delivery_of_year")]

    def __str__(self) -> str:
        return f"{self.number} ({self.delivered_on:%d/%m/%Y})"

    @property
    def days_late(self) -> int | None:
        """Return by how many days it was late, 0 when in time, None where no day was set."""
        return None if self.due_on is None else max(0, (self.delivered_on - self.due_on).days)


class CalendarFeed(models.Model):
    """An address under which a calendar program fetches an account's deadlines; only its hash is kept."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds")
    label = models.CharField(_("dùng ở đâu"), max_length=80, blank=True)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)
    fetched_at = models.DateTimeField(_("lần đọc gần nhất"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("đường dẫn lịch")
        verbose_name_plural = _("đường dẫn lịch")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.account} {self.made_at:%d/%m/%Y}"


class LetterTemplate(models.Model):
    """The template of an agency's periodic reports; the newest one is in use, none is ever changed.

    Without content it says that the agency went back to the program's own template.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="letter_templates")
    content = models.BinaryField(null=True, blank=True)
    file_name = models.CharField(_("tên tệp"), max_length=200, blank=True)
    sha256 = models.CharField(_("mã băm"), max_length=64, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, **_BY)
    uploaded_at = models.DateTimeField(_("tải lên lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("mẫu báo cáo")
        verbose_name_plural = _("mẫu báo cáo")
        ordering = ["agency", "-pk"]
        triggers = [pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.file_name or str(_("mẫu của chương trình"))
