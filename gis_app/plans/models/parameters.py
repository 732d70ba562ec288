"""What a plan sets differently from the program's defaults."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_app.plans.models.plans import Plan


@pghistory.track()
class PlanParameter(models.Model):
    """A screening parameter that a plan sets differently from the program's default, with the reason.

    Bounds and unit are those of the criterion; `gis_app.screening.plan_parameters` checks them.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="parameters")
    criterion = models.CharField(_("tiêu chí"), max_length=60)
    key = models.CharField(_("tham số"), max_length=60)
    value = models.FloatField(_("giá trị"))
    source = models.CharField(_("căn cứ"), max_length=300)

    class Meta:
        verbose_name = _("tham số của kế hoạch")
        verbose_name_plural = _("tham số của kế hoạch")
        ordering = ["plan", "criterion", "key"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "criterion", "key"], name="plan_parameter_unique")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.criterion}.{self.key} = {self.value}"
