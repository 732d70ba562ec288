"""What a planner answered when the watch told that a transformed area may become complex again."""

from __future__ import annotations

from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_app.screening.models import Screening
from gis_app.transformation.models.areas import KeyArea
from layers.scope import Scope


class SignalAnswerQuerySet(models.QuerySet["SignalAnswer"]):
    """Questions about the answers."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the answers about areas whose commune the scope may see."""
        return self if scope.everything else self.filter(area__unit_id__in=scope.unit_ids)


@pghistory.track()
class SignalAnswer(models.Model):
    """An answer to the signal of one screening. Never changed: whoever thinks again answers again.

    It changes no status: only the board's decision does, whatever the answer. `criteria` are the keys of the
    criteria that were met when the answer was given.
    """

    class Answer(models.TextChoices):
        DISMISSED = "dismissed", _("không phải tái phức tạp")
        TO_BOARD = "to_board", _("trình Ban Chỉ đạo")

    area = models.ForeignKey(KeyArea, models.PROTECT, related_name="signal_answers")
    screening = models.ForeignKey(Screening, models.PROTECT, related_name="+")
    criteria = models.JSONField(_("tiêu chí đạt"), default=list)
    answer = models.CharField(_("trả lời"), max_length=10, choices=Answer.choices)
    reason = models.TextField(_("lý do"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    objects = SignalAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("trả lời dấu hiệu tái phức tạp")
        verbose_name_plural = _("trả lời dấu hiệu tái phức tạp")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="signal_answer_has_reason")
        ]
        triggers = [pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.area}: {self.get_answer_display()}"
