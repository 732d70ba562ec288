"""Key areas, and every change of their status.

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

from gis_app.screening.models import Screening
from gis_app.transformation.models.decisions import Decision
from gis_app.transformation.models.status import Status
from gis_app.transformation.models.years import PlanYear
from layers.models import AdminUnit
from layers.scope import Scope

_SHAPES = [
    f"{unit}__{shape}" for unit in ("unit", "unit__parent") for shape in ("geometry", "display_geometry")
]


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

    def with_district(self) -> Self:
        """Load the communes and what they belong to, without their shapes."""
        return self.select_related("unit__parent").defer(*_SHAPES)


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
    from_status = models.CharField(_("trạng thái trước"), max_length=18, choices=Status.choices, blank=True)
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
