"""Places that criteria look at: mines, markets, industrial zones, gates, posts … Places, never people."""

from __future__ import annotations

import datetime
from typing import Self

import pghistory
from django.contrib.gis.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from layers.models.boundaries import AdminUnit
from layers.models.fields import SRID, VIETNAMESE
from layers.models.imports import ImportBatch
from layers.models.labelled import Labelled
from layers.scope import Scope


@pghistory.track()
class SiteKind(Labelled, models.Model):
    """A kind of site and the criterion that asks for it."""

    key = models.SlugField(_("khóa"), primary_key=True, max_length=40)
    label = models.CharField(_("tên"), max_length=120)
    label_en = models.CharField(_("tên tiếng Anh"), max_length=120, blank=True)
    criterion = models.CharField(_("tiêu chí"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("loại địa điểm")
        verbose_name_plural = _("loại địa điểm")
        ordering = ["position", "key"]


class SiteQuerySet(models.QuerySet["Site"]):
    """Questions about sites."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the sites that touch a unit which the scope may see."""
        if scope.everything:
            return self
        visible = AdminUnit.objects.filter(pk__in=scope.unit_ids, geometry__intersects=OuterRef("geometry"))
        return self.filter(Exists(visible))

    def closed_by(self, date: datetime.date) -> Self:
        """Return the sites that are known to exist no more on a date."""
        return self.filter(valid_to__lte=date)

    def on(self, date: datetime.date) -> Self:
        """Return the sites that exist on a date, as far as their validity is known."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=date),
            Q(valid_to__isnull=True) | Q(valid_to__gt=date),
        )


@pghistory.track()
class Site(models.Model):
    """One place of a kind, as a point, line or polygon, with attributes that depend on the kind."""

    kind = models.ForeignKey(SiteKind, models.PROTECT, verbose_name=_("loại"), related_name="sites")
    source = models.CharField(_("nguồn"), max_length=80)
    ref = models.CharField(_("mã"), max_length=80)
    name = models.CharField(_("tên"), max_length=200, blank=True, db_collation=VIETNAMESE)
    geometry = models.GeometryField(_("hình"), srid=SRID)
    attributes = models.JSONField(_("thuộc tính"), default=dict, blank=True)
    valid_from = models.DateField(_("có từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="sites")

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("địa điểm")
        verbose_name_plural = _("địa điểm")
        ordering = ["kind", "name", "ref"]
        # Lists are read by name, page after page.
        indexes = [models.Index(fields=["name", "id"], name="site_name")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "source", "ref"], name="site_kind_source_ref_unique"),
            models.CheckConstraint(condition=Q(geometry__isvalid=True), name="site_geometry_valid"),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.kind_id} {self.ref}"
