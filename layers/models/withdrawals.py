"""Imports that were taken back as a whole: the wrong file, the wrong coordinate system, the wrong source."""

from __future__ import annotations

from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from layers.models.boundaries import AdminUnit
from layers.models.imports import ImportBatch
from layers.scope import Scope


class ImportWithdrawalQuerySet(models.QuerySet["ImportWithdrawal"]):
    """Questions about withdrawals."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the withdrawals of rows that lay in the scope."""
        if scope.everything:
            return self
        mine = ImportWithdrawal.units.through.objects.filter(adminunit__in=scope.unit_ids)
        return self.filter(pk__in=mine.values("importwithdrawal_id"))

    def done(self) -> Self:
        """Return the withdrawals that took place."""
        return self.filter(state=ImportWithdrawal.State.DONE)


@pghistory.track()
class ImportWithdrawal(models.Model):
    """One import that a person takes back, why, and how far the worker is with it.

    Its rows leave their table and every count in one transaction; the history keeps each of them as it was
    last. The record of the import stays, and the same file may be brought again. `units` are the communes
    that had rows of it: the record is theirs also when no row is left.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ đến lượt")
        RUNNING = "running", _("đang rút")
        DONE = "done", _("đã rút")
        INTERRUPTED = "interrupted", _("bị ngắt, chưa đổi gì")

    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, related_name="withdrawals", verbose_name=_("lần nhập")
    )
    reason = models.CharField(_("lý do"), max_length=300)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người rút")
    )
    state = models.CharField(_("trạng thái"), max_length=12, choices=State.choices, default=State.WAITING)
    rows = models.PositiveIntegerField(_("số dòng đã rút"), default=0)
    units = models.ManyToManyField(AdminUnit, related_name="+", verbose_name=_("đơn vị hành chính"))
    asked_at = models.DateTimeField(_("yêu cầu lúc"), auto_now_add=True)
    done_at = models.DateTimeField(_("rút lúc"), null=True, blank=True)

    objects = ImportWithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc rút lần nhập")
        verbose_name_plural = _("việc rút lần nhập")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch"],
                condition=Q(state__in=["waiting", "running", "done"]),
                name="import_withdrawn_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="import_withdrawal_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.batch}: {self.reason}"

    @property
    def is_under_way(self) -> bool:
        """Say whether a worker is or will be at it."""
        return self.state in {ImportWithdrawal.State.WAITING, ImportWithdrawal.State.RUNNING}
