"""The years of a plan."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_app.plans.models import Plan


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
