"""The border belt: the strip along the border that a decision of a province describes.

Not the border *area* (a list of communes): the belt is a polygon with the number of its decision, a width and
a length as the decision publishes them. Figures computed from the polygon are never shown as official.
"""

from __future__ import annotations

import datetime
from typing import Self

import pghistory
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from layers.models.fields import SRID, VIETNAMESE
from layers.models.imports import ImportBatch


class BorderBeltQuerySet(models.QuerySet["BorderBelt"]):
    """Questions about border belts."""

    def on(self, date: datetime.date) -> Self:
        """Return the belts in force on a date."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=date), valid_from__lte=date)


@pghistory.track(exclude=["geometry"])
class BorderBelt(models.Model):
    """A stretch of the border belt as one decision sets it."""

    name = models.CharField(_("tên"), max_length=200, db_collation=VIETNAMESE)
    decision = models.CharField(_("số quyết định"), max_length=200)
    geometry = models.MultiPolygonField(_("phạm vi"), srid=SRID)
    width_m = models.FloatField(_("chiều sâu theo quyết định (m)"), null=True, blank=True)
    published_length_km = models.FloatField(_("chiều dài công bố (km)"), null=True, blank=True)
    valid_from = models.DateField(_("có hiệu lực từ"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="border_belts")

    objects = BorderBeltQuerySet.as_manager()

    class Meta:
        verbose_name = _("vành đai biên giới")
        verbose_name_plural = _("vành đai biên giới")
        ordering = ["name", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "name"], name="border_belt_decision_name_unique"),
            models.CheckConstraint(condition=Q(geometry__isvalid=True), name="border_belt_geometry_valid"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
                name="border_belt_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.decision})"
