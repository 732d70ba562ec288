"""The years of a plan, each under the version it was begun with."""

from __future__ import annotations

from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_app.plans.models import Plan, PlanVersion


@pghistory.track()
class PlanYear(models.Model):
    """One year of one plan, judged from beginning to end by one version of it.

    Cap, duration, targets and success rule are those of `version`, whatever is published later; outside of
    this package, `Plan.version_for(year)` answers the same. Whoever decides locks this row first, so that two
    people never overwrite each other. Once a year is closed (`gis_app.transformation.closing`) its list
    takes no further decision.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("năm"))
    version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="years", verbose_name=_("phiên bản kế hoạch")
    )
    closed_on = models.DateField(_("khép lại ngày"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closing_note = models.TextField(_("căn cứ khép lại hoặc mở lại"), blank=True)

    class Meta:
        verbose_name = _("năm kế hoạch")
        verbose_name_plural = _("năm kế hoạch")
        ordering = ["plan", "-year"]
        constraints = [models.UniqueConstraint(fields=["plan", "year"], name="plan_year_unique")]
        triggers = [
            pgtrigger.Trigger(
                name="goes_by_its_own_plan",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (SELECT FROM plans_planversion v
                                   WHERE v.id = NEW.version_id AND v.plan_id = NEW.plan_id) THEN
                        RAISE EXCEPTION 'a year goes by a version of its own plan';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="keeps_its_version",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("OLD.version_id IS DISTINCT FROM NEW.version_id"),
                func="""
                    IF EXISTS (SELECT FROM transformation_decision d WHERE d.plan_year_id = NEW.id) THEN
                        RAISE EXCEPTION 'a year with a decision keeps its version of the plan';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.year}"

    def save(self, *args: Any, **options: Any) -> None:
        """Store the year; a new one begins under the newest version of its plan."""
        if self.version_id is None:
            self.version = self.plan.current
        super().save(*args, **options)
