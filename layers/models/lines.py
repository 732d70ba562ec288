"""Lines that many rules measure from: the state border and the roads."""

from __future__ import annotations

import datetime
from typing import Self

import pghistory
from django.contrib.gis.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _

from layers.models.dated import Dated, DatedQuerySet
from layers.models.fields import SRID, VIETNAMESE
from layers.models.imports import ImportBatch
from layers.scope import Scope


class BorderLineQuerySet(models.QuerySet["BorderLine"]):
    """Questions about drawings of the border."""

    def on(self, date: datetime.date) -> Self:
        """Return the drawings in use on a date.

        One that another replaced is in use until that day; one that came in its place is from that day on, so
        that what was asked of an earlier day is answered as before. A drawing that no record names always is.
        """
        records = SupersededLine.objects.filter(Q(line=OuterRef("pk")) | Q(by=OuterRef("pk")))
        told = records.annotate(began=Case(When(by=OuterRef("pk"), then="valid_from")))
        first = told.order_by("valid_from", "began").values("began")[:1]
        begun = self.alias(began=Subquery(first)).filter(Q(began__isnull=True) | Q(began__lte=date))
        return begun.not_replaced_on(date)

    def not_replaced_on(self, date: datetime.date) -> Self:
        """Return the drawings in use on a date, and those that take over later.

        What is recorded ahead lies along the latter.
        """
        return self.exclude(Exists(SupersededLine.objects.on(date).filter(line=OuterRef("pk"))))


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

    objects = BorderLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("đường biên giới")
        verbose_name_plural = _("đường biên giới")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class SupersededLineQuerySet(DatedQuerySet["SupersededLine"]):
    """Questions about drawings that are no longer used."""

    def in_scope(self, scope: Scope) -> Self:
        """Return all for whoever sees anything: which drawing is in use is no secret of a province."""
        return self.all() if scope.everything or scope.unit_ids else self.none()


@pghistory.track()
class SupersededLine(Dated):
    """A drawing of the border that a better one has replaced from a day on.

    Both stay: what was measured before that day was measured along the old one. Sections are recorded anew
    along the new drawing, because metres along two drawings are not the same.
    """

    line = models.ForeignKey(
        BorderLine, models.PROTECT, related_name="superseded", verbose_name=_("đường thôi dùng")
    )
    by = models.ForeignKey(BorderLine, models.PROTECT, related_name="+", verbose_name=_("đường thay thế"))

    objects = SupersededLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("đường biên giới đã thay")
        verbose_name_plural = _("đường biên giới đã thay")
        ordering = ["-valid_from", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(line=F("by")), name="line_superseded_by_another"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="superseded_line_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} → {self.by}"


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
