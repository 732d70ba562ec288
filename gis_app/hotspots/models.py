"""Statistics that were run: records with all that is needed to run them again. Finished ones never change.

`NeighbourTable` is no record but a store of derived figures: `gis_app.hotspots.neighbours` makes it again
whenever the communes are others.
"""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_app.hotspots.asked import Asked
from layers.scope import Scope


class NeighbourTable(models.Model):
    """Which communes are neighbours, for one list of communes in one shape (a boundary set, or a part of it).

    `starts` and `columns` are the arrays of `gis_app.statistics.neighbours.Neighbours.arrays`; positions are
    those of the communes in the order of their primary keys.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
    definition = models.CharField(max_length=60)
    starts = ArrayField(models.IntegerField())
    columns = ArrayField(models.IntegerField())
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("bảng xã liền kề")
        verbose_name_plural = _("bảng xã liền kề")

    def __str__(self) -> str:
        return f"{self.definition}: {len(self.starts) - 1}"


class RunQuerySet(models.QuerySet["Run"]):
    """Questions about statistics that were run."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the runs of which the scope may see every commune: a figure rests on all of them."""
        return self if scope.everything else self.filter(unit_ids__contained_by=sorted(scope.unit_ids))

    def under_way(self) -> Self:
        """Return the runs that wait for a worker, or say that one is at them."""
        return self.filter(state__in=[Run.State.WAITING, Run.State.RUNNING])


class Run(models.Model):
    """One statistic over the communes of one province, with its parameters and what came out.

    `asked` never changes. `result` is written once, with the state "done", and never changes afterwards;
    `fingerprint` is the hash of what came out, so that a repetition can be compared.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ đến lượt")
        RUNNING = "running", _("đang tính")
        DONE = "done", _("đã xong")
        REFUSED = "refused", _("không tính được")
        INTERRUPTED = "interrupted", _("bị ngắt, chạy lại được")

    method = models.CharField(_("phương pháp"), max_length=20)
    asked = models.JSONField(_("tham số"))
    territory = models.CharField(_("phạm vi"), max_length=160)
    unit_ids = ArrayField(models.BigIntegerField())
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người chạy")
    )
    asked_at = models.DateTimeField(_("yêu cầu lúc"), auto_now_add=True)
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repetitions", verbose_name=_("chạy lại")
    )
    state = models.CharField(_("trạng thái"), max_length=12, choices=State.choices, default=State.WAITING)
    sentence = models.TextField(_("lý do"), blank=True)
    result = models.JSONField(_("kết quả"), null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    data_cutoff = models.JSONField(_("dữ liệu đã dùng"), default=dict, blank=True)
    versions = models.JSONField(_("phiên bản phần mềm"), default=dict, blank=True)
    finished_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần tính thống kê")
        verbose_name_plural = _("lần tính thống kê")
        ordering = ["-pk"]
        indexes = [GinIndex(fields=["unit_ids"], name="hotspots_run_units")]
        triggers = [
            pgtrigger.Protect(
                name="finished_never_changes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="done"),
            ),
            pgtrigger.ReadOnly(
                name="asked_never_changes",
                fields=["method", "asked", "territory", "unit_ids", "asked_by", "asked_at", "repeats"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.territory} {self.get_state_display()}"

    @property
    def choices(self) -> Asked:
        """Return what was asked for."""
        return Asked.from_json(self.asked)

    @property
    def is_under_way(self) -> bool:
        """Say whether a worker is or will be at it."""
        return self.state in {Run.State.WAITING, Run.State.RUNNING}

    @property
    def same_as_before(self) -> bool | None:
        """Say whether a repetition gave the same; None where this is none, or either is not done."""
        if self.repeats is None or not (self.fingerprint and self.repeats.fingerprint):
            return None
        return self.fingerprint == self.repeats.fingerprint


class RunFile(models.Model):
    """A raster that a run made, kept with it: the surface as GeoTIFF, or the picture of it for the map."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="files")
    name = models.CharField(max_length=40)
    media_type = models.CharField(max_length=60)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("tệp của lần tính")
        verbose_name_plural = _("tệp của lần tính")
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="hotspots_run_file_once")]
        triggers = [
            pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.name}"
