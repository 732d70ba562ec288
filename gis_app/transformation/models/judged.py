"""Which commune stands for an area whose own commune was merged or divided after its success."""

from __future__ import annotations

from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_app.transformation.models.areas import KeyArea
from layers.models import AdminUnit
from layers.scope import Scope


class JudgedSuccessorQuerySet(models.QuerySet["JudgedSuccessor"]):
    """Questions about the choices."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the choices about areas whose commune the scope may see."""
        return self if scope.everything else self.filter(area__unit_id__in=scope.unit_ids)


@pghistory.track()
class JudgedSuccessor(models.Model):
    """A choice on paper: from its day on, this unit is looked at to say whether the area stayed transformed.

    The plans do not say who is judged after a merger, so it is never guessed: see
    `gis_app.transformation.programme.judging`. A choice is never changed; a later one takes its place, and on
    every past day the one counts that had been made by then.
    """

    area = models.ForeignKey(KeyArea, models.PROTECT, related_name="judged_successors")
    unit = models.ForeignKey(
        AdminUnit, models.PROTECT, related_name="+", verbose_name=_("đơn vị được đánh giá")
    )
    number = models.CharField(_("số văn bản"), max_length=60)
    decided_on = models.DateField(_("ngày văn bản"))
    body = models.CharField(_("cơ quan quyết định"), max_length=200)
    reason = models.TextField(_("lý do"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    objects = JudgedSuccessorQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị được đánh giá sau sáp nhập")
        verbose_name_plural = _("đơn vị được đánh giá sau sáp nhập")
        ordering = ["decided_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="judged_successor_has_reason")
        ]
        indexes = [models.Index(fields=["area", "decided_on"], name="judged_successor_by_day")]
        triggers = [pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.area}: {self.unit}"
