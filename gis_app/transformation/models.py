"""Key areas of a year, the decisions about them, and every change of their status.

The status of an area is never set by hand: `gis_app.transformation.deciding` writes a `StatusChange` for each
step, with the decision (or the reason) behind it, and the map of any past day is read from those rows.
"""

from __future__ import annotations

import datetime
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from gis_app.plans.models import Plan
from gis_app.screening.models import Screening
from layers.models import AdminUnit
from layers.scope import Scope


class Status(models.TextChoices):
    """Where a key area stands; the order is that of the cycle."""

    PROPOSED = "proposed", _("đề xuất")
    SELECTED = "selected", _("đã lựa chọn")
    IN_TRANSFORMATION = "in_transformation", _("đang chuyển hóa")
    TRANSFORMED = "transformed", _("chuyển hóa đạt")
    NOT_TRANSFORMED = "not_transformed", _("chưa đạt")
    RELAPSED = "relapsed", _("tái phức tạp")
    WITHDRAWN = "withdrawn", _("rút khỏi danh sách")


class PlanYear(models.Model):
    """One year of one plan.

    Whoever decides locks this row first, so that two people never overwrite each other.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("năm"))

    class Meta:
        verbose_name = _("năm kế hoạch")
        verbose_name_plural = _("năm kế hoạch")
        ordering = ["plan", "-year"]
        constraints = [models.UniqueConstraint(fields=["plan", "year"], name="plan_year_unique")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.year}"


@pghistory.track()
class Decision(models.Model):
    """What a body decided about key areas of a year: number, date, body, and the act."""

    class Act(models.TextChoices):
        SELECT = "select", _("lựa chọn địa bàn")
        START = "start", _("bắt đầu chuyển hóa")
        RECOGNISE = "recognise", _("công nhận chuyển hóa đạt")
        NOT_TRANSFORMED = "not_transformed", _("kết luận chưa đạt")
        RELAPSE = "relapse", _("xác định tái phức tạp")
        WITHDRAW = "withdraw", _("rút khỏi danh sách")

    plan_year = models.ForeignKey(PlanYear, models.PROTECT, related_name="decisions")
    act = models.CharField(_("nội dung"), max_length=16, choices=Act.choices)
    number = models.CharField(_("số"), max_length=60)
    decided_on = models.DateField(_("ngày"))
    body = models.CharField(_("cơ quan quyết định"), max_length=200)
    cap_count = models.PositiveIntegerField(_("số đơn vị tính trần"), null=True, blank=True)
    cap_allowed = models.PositiveIntegerField(_("số được chọn tối đa"), null=True, blank=True)
    cap_breach_reason = models.TextField(_("lý do vượt trần"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("quyết định")
        verbose_name_plural = _("quyết định")
        ordering = ["decided_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_year", "act", "number", "decided_on"], name="decision_recorded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.decided_on:%d/%m/%Y})"


class KeyAreaQuerySet(models.QuerySet["KeyArea"]):
    """Questions about key areas."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the areas whose commune the scope may see."""
        return self if scope.everything else self.filter(unit_id__in=scope.unit_ids)

    def with_status_on(self, date: datetime.date) -> Self:
        """Annotate `status_on`: the status that was in force at the end of a day, None before the first."""
        changes = StatusChange.objects.filter(area_id=OuterRef("pk"), effective_on__lte=date).order_by(
            "-effective_on", "-id"
        )
        return self.annotate(status_on=Subquery(changes.values("to_status")[:1]))


@pghistory.track()
class KeyArea(models.Model):
    """A commune proposed or selected for one year of a plan; `status` repeats its newest change."""

    plan_year = models.ForeignKey(PlanYear, models.PROTECT, related_name="areas")
    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="key_areas")
    status = models.CharField(_("trạng thái"), max_length=18, choices=Status.choices)
    screening = models.ForeignKey(
        Screening,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("lần rà soát làm căn cứ đề xuất; trống: đề xuất trực tiếp"),
    )
    proposal_reason = models.TextField(_("lý do đề xuất"), blank=True)
    starts_on = models.DateField(_("bắt đầu chuyển hóa"), null=True, blank=True)
    ends_on = models.DateField(_("kết thúc chuyển hóa"), null=True, blank=True)

    objects = KeyAreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("địa bàn trọng điểm, phức tạp")
        verbose_name_plural = _("địa bàn trọng điểm, phức tạp")
        ordering = ["plan_year", "unit__name"]
        constraints = [
            models.UniqueConstraint(fields=["plan_year", "unit"], name="key_area_once_per_plan_year")
        ]

    def __str__(self) -> str:
        return f"{self.unit} ({self.plan_year.year})"


class StatusChange(models.Model):
    """One step of a key area: from, to, when, by which decision or for which reason. Never changed."""

    area = models.ForeignKey(KeyArea, models.PROTECT, related_name="changes")
    from_status = models.CharField(max_length=18, choices=Status.choices, blank=True)
    to_status = models.CharField(_("trạng thái"), max_length=18, choices=Status.choices)
    effective_on = models.DateField(_("từ ngày"))
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="changes")
    reason = models.TextField(_("lý do"), blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("thay đổi trạng thái")
        verbose_name_plural = _("thay đổi trạng thái")
        ordering = ["effective_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision__isnull=False) | ~models.Q(reason=""),
                name="status_change_has_decision_or_reason",
            )
        ]
        indexes = [models.Index(fields=["area", "effective_on"], name="status_change_by_day")]
        triggers = [pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.area}: {self.to_status} {self.effective_on:%d/%m/%Y}"
