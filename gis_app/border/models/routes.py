"""Key routes and areas of one matter (trafficking, smuggling …), and the measures applied on them.

Plans ask that 100 % of the key routes and areas have measures: the list is a document's, the measures are
what agencies do there. Routes and areas of work, never places of persons: no victim's, no suspect's place.
"""

from __future__ import annotations

import datetime
from typing import Self

import pghistory
from django.contrib.gis.db import models
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Agency
from layers.models import AdminUnit, IncidentCategory
from layers.models.dated import Dated, DatedQuerySet
from layers.models.fields import SRID, VIETNAMESE
from layers.scope import Scope


class KeyRouteQuerySet(DatedQuerySet["KeyRoute"]):
    """Questions about key routes and areas."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the routes and areas that touch a unit which the scope may see."""
        if scope.everything:
            return self
        visible = AdminUnit.objects.filter(pk__in=scope.unit_ids, geometry__intersects=OuterRef("geometry"))
        return self.filter(Exists(visible))


@pghistory.track()
class KeyRoute(Dated):
    """A key route (line) or area (polygon) of one matter, as a document lists it."""

    name = models.CharField(_("tên tuyến, địa bàn"), max_length=200, db_collation=VIETNAMESE)
    category = models.ForeignKey(
        IncidentCategory, models.PROTECT, related_name="+", verbose_name=_("trọng điểm về")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="key_routes", verbose_name=_("cơ quan phụ trách")
    )
    geometry = models.GeometryField(_("hình"), srid=SRID)

    objects = KeyRouteQuerySet.as_manager()

    class Meta:
        verbose_name = _("tuyến, địa bàn trọng điểm")
        verbose_name_plural = _("tuyến, địa bàn trọng điểm")
        ordering = ["category__position", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(geometry__isvalid=True), name="key_route_geometry_valid"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="key_route_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_line(self) -> bool:
        """Say whether it is a route, not an area."""
        return "LineString" in self.geometry.geom_type


class RouteMeasureQuerySet(DatedQuerySet["RouteMeasure"]):
    """Questions about measures."""

    def in_force(self, date: datetime.date) -> Self:
        """Return the measures that are applied on a date: begun, not ended, not finished before."""
        return self.on(date).filter(Q(done_on__isnull=True) | Q(done_on__gte=date))


@pghistory.track()
class RouteMeasure(Dated):
    """What one agency does on a key route from a day on; `done_on` is the last day of what was finished."""

    route = models.ForeignKey(KeyRoute, models.PROTECT, related_name="measures", verbose_name=_("tuyến"))
    what = models.CharField(_("biện pháp"), max_length=500)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("cơ quan thực hiện"))
    done_on = models.DateField(
        _("hoàn thành ngày"), null=True, blank=True, help_text=_("trống: đang áp dụng")
    )
    result = models.CharField(_("kết quả"), max_length=500, blank=True)

    objects = RouteMeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("biện pháp trên tuyến, địa bàn trọng điểm")
        verbose_name_plural = _("biện pháp trên tuyến, địa bàn trọng điểm")
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="route_measure_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(done_on__gte=F("valid_from")),
                name="route_measure_done_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def clean(self) -> None:
        """Refuse a measure that was finished before it began."""
        super().clean()
        if self.done_on and self.valid_from and self.done_on < self.valid_from:
            raise ValidationError({"done_on": _now("Ngày hoàn thành đứng trước ngày bắt đầu: hãy sửa lại.")})

    def in_force_on(self, date: datetime.date) -> bool:
        """Say whether it is applied on a date."""
        return (
            self.valid_from <= date
            and (self.valid_to is None or date < self.valid_to)
            and (self.done_on is None or date <= self.done_on)
        )
