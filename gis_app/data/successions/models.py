"""An overlay of two boundary sets that a person asked for: computed by the worker, stored when confirmed."""

from __future__ import annotations

from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gis_app.data.reasons import WithReason
from layers.models import BoundarySet
from layers.scope import Scope


class OverlayWorkQuerySet(models.QuerySet["OverlayWork"]):
    """Questions about overlays."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the overlays of sets that both have a unit in the scope."""
        sets = BoundarySet.objects.in_scope(scope).values("pk")
        return self.filter(old_set__in=sets, new_set__in=sets)


@pghistory.track(exclude=["result"])
class OverlayWork(WithReason):
    """One overlay; `result` is what was found, as `gis_app.data.successions.results` writes it.

    What is stored later is what was shown, not what a second computation would give: the shapes of a set do
    not change once it is there.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("đang tính")
        COMPUTED = "computed", _("đã tính, chưa lưu")
        STORED = "stored", _("đã lưu")
        REFUSED = "refused", _("không tính được")
        INTERRUPTED = "interrupted", _("bị ngắt, tính lại")

    old_set = models.ForeignKey(BoundarySet, models.CASCADE, related_name="+", verbose_name=_("bộ cũ"))
    new_set = models.ForeignKey(BoundarySet, models.CASCADE, related_name="+", verbose_name=_("bộ mới"))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người yêu cầu")
    )
    state = models.CharField(_("trạng thái"), max_length=12, choices=State.choices, default=State.WAITING)
    #: Of the queue; tells whether the work still waits for its turn.
    task_id = models.CharField(max_length=64, blank=True)
    result = models.JSONField(_("kết quả"), default=dict, blank=True)
    asked_at = models.DateTimeField(_("yêu cầu lúc"), auto_now_add=True)
    changed_at = models.DateTimeField(_("đổi lúc"), auto_now=True)

    objects = OverlayWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần chồng ghép ranh giới")
        verbose_name_plural = _("lần chồng ghép ranh giới")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["old_set", "new_set"],
                condition=Q(state__in=["waiting", "computed"]),
                name="overlay_one_open_per_pair",
            ),
            models.CheckConstraint(condition=~Q(old_set=F("new_set")), name="overlay_of_two_different_sets"),
        ]

    def __str__(self) -> str:
        return f"{self.old_set} → {self.new_set}"
