"""Lines that many rules measure from: the state border and the roads."""

from __future__ import annotations

import pghistory
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from layers.models.fields import SRID, VIETNAMESE
from layers.models.imports import ImportBatch


@pghistory.track(exclude=["geometry"])
class BorderLine(models.Model):
    """A stretch of the land border with a neighbouring country.

    `published_length_km` is what a document says; published figures differ and a length computed from the
    geometry is never shown as official (domain facts, border section).
    """

    name = models.CharField(_("tên"), max_length=200, db_collation=VIETNAMESE)
    country = models.CharField(_("nước láng giềng"), max_length=80, default="Campuchia")
    geometry = models.MultiLineStringField(_("tuyến"), srid=SRID)
    published_length_km = models.FloatField(_("chiều dài công bố (km)"), null=True, blank=True)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    decision = models.CharField(_("văn bản"), max_length=200, blank=True)
    is_approximate = models.BooleanField(_("gần đúng"), default=False)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="border_lines")

    class Meta:
        verbose_name = _("đường biên giới")
        verbose_name_plural = _("đường biên giới")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


@pghistory.track(exclude=["geometry"])
class Road(models.Model):
    """A numbered road with the kilometre at the start of its line."""

    number = models.CharField(_("số hiệu"), max_length=40)
    name = models.CharField(_("tên"), max_length=200, blank=True, db_collation=VIETNAMESE)
    kind = models.CharField(_("loại đường"), max_length=40, blank=True)
    geometry = models.MultiLineStringField(_("tuyến"), srid=SRID)
    km_origin = models.FloatField(_("lý trình đầu tuyến (km)"), default=0)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="roads")

    class Meta:
        verbose_name = _("đường giao thông")
        verbose_name_plural = _("đường giao thông")
        ordering = ["number", "id"]

    def __str__(self) -> str:
        return self.number
