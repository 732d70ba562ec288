"""How an area was judged: written judgements, and each computation as it came out. Neither ever changes."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gis_app.plans.models import PlanVersion
from gis_app.transformation.models.areas import KeyArea
from gis_app.transformation.models.decisions import Decision
from layers.scope import Scope

_NEVER_CHANGES = [pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]


class JudgingQuerySet(models.QuerySet[models.Model]):
    """Questions about judgements and evaluations."""

    def in_scope(self, scope: Scope) -> Self:
        """Return those of areas that the scope may see."""
        return self if scope.everything else self.filter(area__unit_id__in=scope.unit_ids)


class Judgement(models.Model):
    """A condition of the success rule as an office judged it in writing; the newest one stands.

    `holds` empty takes an earlier judgement back: the condition is then as computed, or unknown.
    """

    class Condition(models.TextChoices):
        BASIC_REDUCTION = "basic_reduction", _("giảm cơ bản tội phạm và tệ nạn xã hội")
        NO_EMERGING_COMPLEXITY = "no_emerging_complexity", _("không để phức tạp nổi lên")

    area = models.ForeignKey(KeyArea, models.PROTECT, related_name="judgements")
    condition = models.CharField(_("điều kiện"), max_length=22, choices=Condition.choices)
    holds = models.BooleanField(_("nhận định"), null=True)
    judged_on = models.DateField(_("ngày nhận định"))
    reason = models.CharField(_("lý do"), max_length=1000)
    document_number = models.CharField(_("số văn bản"), max_length=60, blank=True)
    document_date = models.DateField(_("ngày văn bản"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    objects = JudgingQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhận định")
        verbose_name_plural = _("nhận định")
        ordering = ["area", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="judgement_says_why"),
        ]
        triggers = _NEVER_CHANGES

    def __str__(self) -> str:
        return f"{self.area}: {self.condition}"


class Evaluation(models.Model):
    """One computation of the success rule, kept as it came out: the plan version, each step, the outcome."""

    class Outcome(models.TextChoices):
        TRANSFORMED = "transformed", _("chuyển hóa đạt")
        NOT_TRANSFORMED = "not_transformed", _("chưa đạt")
        CANNOT_SAY = "cannot_say", _("chưa kết luận được")

    area = models.ForeignKey(KeyArea, models.PROTECT, related_name="evaluations")
    plan_version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="+")
    on = models.DateField(_("số liệu đến ngày"))
    steps = models.JSONField(_("các bước"))
    outcome = models.CharField(_("kết quả tính"), max_length=15, choices=Outcome.choices)
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evaluations",
        help_text=_("quyết định mà lần tính này đứng cạnh; trống: lập trước khi quyết định"),
    )
    difference_reason = models.TextField(_("lý do quyết định khác kết quả tính"), blank=True)
    computed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    computed_at = models.DateTimeField(_("tính lúc"), auto_now_add=True)

    objects = JudgingQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần đánh giá")
        verbose_name_plural = _("lần đánh giá")
        ordering = ["area", "-id"]
        triggers = _NEVER_CHANGES

    def __str__(self) -> str:
        return f"{self.area}: {self.outcome} {self.on:%d/%m/%Y}"
