"""How stable the ranking of a screening is: asked for once, computed by the worker, kept for good."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from layers.models import AdminUnit
from layers.scope import Scope


class Ranking(models.Model):
    """One request to move every parameter of a screening, and what it did to the ranking as a whole.

    `effects` holds for each variation `settings`, `key`, `was`, `value`, and how many communes `moved` and
    how many `crossed` the limit. `done` and `total` are told while the worker is at it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("đang tính")
        COMPUTED = "computed", _("đã tính")
        REFUSED = "refused", _("không tính được")
        INTERRUPTED = "interrupted", _("bị ngắt, tính lại")

    screening = models.OneToOneField("screening.Screening", models.PROTECT, related_name="ranking")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người yêu cầu")
    )
    language = models.CharField(_("ngôn ngữ"), max_length=5, default="vi")
    state = models.CharField(_("trạng thái"), max_length=12, choices=State.choices, default=State.WAITING)
    #: Of the queue; tells whether the work still waits for its turn.
    task_id = models.CharField(max_length=64, blank=True)
    sentence = models.TextField(_("lý do"), blank=True)
    done = models.PositiveIntegerField(_("số phương án xong"), default=0)
    total = models.PositiveIntegerField(_("tổng số phương án"), default=0)
    limit = models.PositiveIntegerField(_("số xã được chọn nhiều nhất"), null=True)
    effects = models.JSONField(_("tác động của từng tham số"), default=list, blank=True)
    asked_at = models.DateTimeField(_("yêu cầu lúc"), auto_now_add=True)
    changed_at = models.DateTimeField(_("đổi lúc"), auto_now=True)

    class Meta:
        verbose_name = _("độ ổn định của thứ tự")
        verbose_name_plural = _("độ ổn định của thứ tự")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.screening_id}: {self.get_state_display()}"


class RankedCommuneQuerySet(models.QuerySet["RankedCommune"]):
    """Questions about the stability of single communes."""

    def in_scope(self, scope: Scope) -> Self:
        """Return those of units that the scope may see."""
        return self if scope.everything else self.filter(unit_id__in=scope.unit_ids)


class RankedCommune(models.Model):
    """How stable the place of one commune is; see `gis_app.screening.ranking.stability.Stability`.

    `mover` is the number of the variation, in the order of `Ranking.effects`, that moves it farthest.
    """

    ranking = models.ForeignKey(Ranking, models.CASCADE, related_name="communes")
    unit = models.ForeignKey(AdminUnit, models.PROTECT, related_name="+")
    place = models.PositiveIntegerField(_("hạng"), null=True)
    shared = models.PositiveIntegerField(_("số xã đồng hạng"), null=True)
    highest = models.PositiveIntegerField(_("hạng cao nhất"))
    lowest = models.PositiveIntegerField(_("hạng thấp nhất"))
    unplaced = models.PositiveIntegerField(_("số phương án không có hạng"))
    within = models.PositiveIntegerField(_("số phương án trong số được chọn"))
    across = models.PositiveIntegerField(_("số phương án ngang vạch"))
    mover = models.PositiveIntegerField(_("phương án làm đổi hạng nhiều nhất"), null=True)
    moved_to = models.PositiveIntegerField(_("hạng khi đó"), null=True)

    objects = RankedCommuneQuerySet.as_manager()

    class Meta:
        verbose_name = _("độ ổn định của xã")
        verbose_name_plural = _("độ ổn định của xã")
        ordering = ["place", "unit_id"]
        constraints = [models.UniqueConstraint(fields=["ranking", "unit"], name="ranked_once_per_ranking")]
        triggers = [pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.place}"
