"""Patrols, planned and done: when, by which agencies, along which route. No names of who walked."""

from __future__ import annotations

import datetime
from typing import Self

import pghistory
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


@pghistory.track(exclude=["planned_route", "route"])
class Patrol(models.Model):
    """One patrol. A joint one has at least two agencies; the lead agency is one of them.

    `planned_route` is what was planned, `route` what was walked: drawn on the map, or the track of a device.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("đã lên kế hoạch")
        DONE = "done", _("đã thực hiện")
        CANCELLED = "cancelled", _("không thực hiện")

    class Origin(models.TextChoices):
        DRAWN = "drawn", _("vẽ trên bản đồ")
        GPX = "gpx", _("tệp GPX của thiết bị")

    lead = models.ForeignKey(
        Agency, models.PROTECT, related_name="led_patrols", verbose_name=_("cơ quan chủ trì")
    )
    agencies = models.ManyToManyField(Agency, related_name="patrols", verbose_name=_("cơ quan tham gia"))
    state = models.CharField(_("tình trạng"), max_length=10, choices=State.choices, default=State.PLANNED)
    planned_on = models.DateField(_("ngày dự kiến"), null=True, blank=True)
    done_on = models.DateField(_("ngày thực hiện"), null=True, blank=True)
    planned_route = models.MultiLineStringField(_("tuyến dự kiến"), srid=SRID, null=True, blank=True)
    route = models.MultiLineStringField(_("tuyến đã đi"), srid=SRID, null=True, blank=True)
    route_origin = models.CharField(_("nguồn của tuyến"), max_length=6, choices=Origin.choices, blank=True)
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
        indexes = [models.Index(fields=["done_on"], name="patrol_done_on")]
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
