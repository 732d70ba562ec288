"""Patrols, planned and done: when, by which agencies, along which route. No names of who walked."""

from __future__ import annotations

import datetime
import uuid
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Agency
from layers.models.fields import SRID
from layers.scope import Scope


class PatrolQuerySet(models.QuerySet["Patrol"]):
    """Questions about patrols."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the patrols in which an agency takes part that answers for a commune of the scope."""
        if scope.everything:
            return self
        return self.filter(agencies__communes__unit_id__in=scope.unit_ids).distinct()

    def done_between(self, first: datetime.date, last: datetime.date) -> Self:
        """Return the patrols that took place from one day to another, both included."""
        return self.filter(state=Patrol.State.DONE, done_on__gte=first, done_on__lte=last)

    def overdue(self, today: datetime.date) -> Self:
        """Return the planned patrols whose day has passed without anybody saying what became of them."""
        return self.filter(state=Patrol.State.PLANNED, planned_on__lt=today)

    def with_parties(self) -> Self:
        """Return the patrols with their agencies."""
        return self.select_related("lead").prefetch_related("agencies")


@pghistory.track()
class Patrol(models.Model):
    """One patrol. A joint one has at least two agencies; the lead agency is one of them.

    `planned_route` is what was planned, `route` what was walked: drawn on the map, or the track of a device,
    thinned to within 5 m (`layers.reading.thinning`). `device_from` and `device_to` are the days that the
    device's clock told; `done_on` is what the person said.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("đã lên kế hoạch")
        DONE = "done", _("đã thực hiện")
        CANCELLED = "cancelled", _("không thực hiện")

    class Origin(models.TextChoices):
        DRAWN = "drawn", _("vẽ trên bản đồ")
        GPX = "gpx", _("tệp GPX của thiết bị")
        PLANNED = "planned", _("theo tuyến dự kiến")

    lead = models.ForeignKey(
        Agency, models.PROTECT, related_name="led_patrols", verbose_name=_("cơ quan chủ trì")
    )
    agencies = models.ManyToManyField(Agency, related_name="patrols", verbose_name=_("cơ quan tham gia"))
    state = models.CharField(_("tình trạng"), max_length=10, choices=State.choices, default=State.PLANNED)
    planned_on = models.DateField(_("ngày dự kiến"), null=True, blank=True)
    done_on = models.DateField(_("ngày thực hiện"), null=True, blank=True)
    planned_route = models.MultiLineStringField(_("tuyến dự kiến"), srid=SRID, null=True, blank=True)
    route = models.MultiLineStringField(_("tuyến đã đi"), srid=SRID, null=True, blank=True)
    route_origin = models.CharField(_("nguồn của tuyến"), max_length=8, choices=Origin.choices, blank=True)
    device_from = models.DateField(_("từ ngày theo đồng hồ thiết bị"), null=True, blank=True)
    device_to = models.DateField(_("đến ngày theo đồng hồ thiết bị"), null=True, blank=True)
    document = models.CharField(_("kế hoạch, văn bản"), max_length=200, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    cancel_reason = models.CharField(_("lý do không thực hiện"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    objects = PatrolQuerySet.as_manager()

    class Meta:
        verbose_name = _("tuần tra")
        verbose_name_plural = _("tuần tra")
        ordering = [F("done_on").desc(nulls_first=True), "-planned_on", "-id"]
        indexes = [
            models.Index(fields=["done_on"], name="patrol_done_on"),
            models.Index(fields=["state", "planned_on"], name="patrol_planned_on"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False, route__isnull=False),
                name="patrol_done_has_day_and_route",
            ),
            models.CheckConstraint(
                condition=~Q(state="planned") | Q(planned_on__isnull=False), name="patrol_planned_has_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""), name="patrol_cancelled_has_reason"
            ),
        ]

    def __str__(self) -> str:
        day = self.done_on or self.planned_on
        return f"{self.lead} {day:%d/%m/%Y}" if day else str(self.lead)

    @property
    def day(self) -> datetime.date | None:
        """Return the day it took place, else the day it is planned for."""
        return self.done_on or self.planned_on

    @property
    def clock_differs(self) -> bool:
        """Say whether the device's clock tells days among which the day that was entered is not."""
        if self.done_on is None or self.device_from is None or self.device_to is None:
            return False
        return not self.device_from <= self.done_on <= self.device_to


class PatrolStep(models.Model):
    """One thing done with a patrol. Never changed, never deleted.

    The id is made by the form that was sent, so that whatever arrives twice is known. `changes` holds for
    each corrected field its value before and after, worded on reading (`gis_app.border.patrols.changes`).
    """

    class Act(models.TextChoices):
        PLAN = "plan", _("lên kế hoạch")
        DONE = "done", _("ghi đã thực hiện")
        CANCEL = "cancel", _("ghi không thực hiện")
        CORRECT = "correct", _("sửa")
        REOPEN = "reopen", _("đưa về kế hoạch")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patrol = models.ForeignKey(Patrol, models.PROTECT, related_name="steps")
    act = models.CharField(_("việc"), max_length=8, choices=Act.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", verbose_name=_("đơn vị"))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("lúc"), auto_now_add=True)
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    changes = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("bước ghi tuần tra")
        verbose_name_plural = _("bước ghi tuần tra")
        ordering = ["at", "id"]
        triggers = [pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.patrol}: {self.get_act_display()}"
