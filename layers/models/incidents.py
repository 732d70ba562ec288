"""Geotagged incidents: what happened, when, where. Nothing about persons, ever (design.md 5.1).

An incident is located once per boundary set (`IncidentLocation`), so that any year can be counted on the
communes before or after a reform, and the counts per commune, category and month are kept (`MonthlyCount`).
Both are written in the transaction of the import.
"""

from __future__ import annotations

import datetime
from typing import Self

import pghistory
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import BrinIndex
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from layers.models.boundaries import AdminUnit, BoundarySet
from layers.models.fields import SRID
from layers.models.imports import ImportBatch
from layers.models.labelled import Labelled
from layers.scope import Scope


class IncidentCategoryQuerySet(models.QuerySet["IncidentCategory"]):
    """Questions about categories."""

    def shown_as_points(self) -> Self:
        """Return the categories whose places may be shown exactly."""
        return self.filter(precision=IncidentCategory.Precision.POINT)

    def sensitive(self) -> Self:
        """Return the categories that are only ever shown per commune and year."""
        return self.filter(precision=IncidentCategory.Precision.COMMUNE_YEAR)


@pghistory.track()
class IncidentCategory(Labelled, models.Model):
    """A kind of incident, the criterion it serves, and how precisely it may be shown."""

    class Precision(models.TextChoices):
        POINT = "point", _("theo điểm")
        COMMUNE = "commune", _("theo xã")
        COMMUNE_YEAR = "commune_year", _("theo xã và năm, số nhỏ được che")

    key = models.SlugField(_("khóa"), primary_key=True, max_length=40)
    label = models.CharField(_("tên"), max_length=120)
    label_en = models.CharField(_("tên tiếng Anh"), max_length=120, blank=True)
    criterion = models.CharField(_("tiêu chí"), max_length=60, blank=True)
    precision = models.CharField(
        _("mức thể hiện"), max_length=12, choices=Precision.choices, default=Precision.POINT
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    objects = IncidentCategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("loại vụ việc")
        verbose_name_plural = _("loại vụ việc")
        ordering = ["position", "key"]


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Questions about incidents."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the incidents located in a unit that the scope may see; only those that count."""
        if scope.everything:
            return self.counted()
        return self.filter(
            pk__in=IncidentLocation.objects.filter(unit_id__in=scope.unit_ids).values("incident_id")
        )

    def counted(self) -> Self:
        """Return the incidents that count: no duplicates, none that was withdrawn."""
        return self.filter(duplicate_of=None, withdrawn_reason="")

    def withdrawn(self) -> Self:
        """Return the incidents that were withdrawn as entered in error."""
        return self.filter(~Q(withdrawn_reason=""))

    def duplicates(self) -> Self:
        """Return the incidents that a person declared the duplicate of another one."""
        return self.filter(duplicate_of__isnull=False)

    def at_points_of(self, communes: models.QuerySet[AdminUnit]) -> Self:
        """Return the incidents whose point touches one of the communes.

        For those that count nowhere: they have no `IncidentLocation`, their point alone says whose they are.
        """
        return self.filter(Exists(communes.filter(geometry__intersects=OuterRef("point"))))

    def between(self, since: datetime.date, until: datetime.date) -> Self:
        """Return the incidents of the local days `since` (included) to `until` (excluded)."""
        return self.filter(occurred_on__gte=since, occurred_on__lt=until)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Incident(models.Model):
    """One incident at one place and time.

    `occurred_on` is the Vietnamese calendar day of `occurred_at`; monthly counts and periods use it, so that
    a case at 00:30 on the first of a month is counted in that month.

    A case that a person declared the duplicate of another one (`duplicate_of`) is kept but counted nowhere:
    it has no `IncidentLocation`, so that whatever counts by commune passes it over. The same holds for a case
    that was withdrawn as entered in error (`withdrawn_reason`): nothing is deleted, nothing is counted. Only
    an import that is taken back as a whole takes its cases with it (`layers.importing.withdrawing`).
    """

    source = models.CharField(_("nguồn"), max_length=80)
    ref = models.CharField(_("mã vụ việc"), max_length=80)
    # References without a constraint are kept by triggers for whole statements; see migration
    # references_checked_per_statement.
    category = models.ForeignKey(
        IncidentCategory, models.PROTECT, verbose_name=_("loại"), db_constraint=False, db_index=False
    )
    occurred_at = models.DateTimeField(_("xảy ra lúc"))
    occurred_on = models.DateField(_("ngày"))
    point = models.PointField(_("vị trí"), srid=SRID)
    deaths = models.PositiveSmallIntegerField(_("số người chết"), null=True, blank=True)
    injuries = models.PositiveSmallIntegerField(_("số người bị thương"), null=True, blank=True)
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, related_name="incidents", db_constraint=False, db_index=False
    )
    duplicate_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name=_("trùng với vụ"),
        db_index=False,
        db_constraint=False,
    )
    withdrawn_reason = models.CharField(
        _("lý do rút"), max_length=300, blank=True, db_default="", help_text=_("trống: vụ việc còn hiệu lực")
    )

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("vụ việc")
        verbose_name_plural = _("vụ việc")
        # References before sources, of which there are few: words that are the same cost most to compare.
        constraints = [models.UniqueConstraint(fields=["ref", "source"], name="incident_source_ref_unique")]
        indexes = [
            # Days before categories: lists of all categories begin at the newest day, and days are compared
            # ten times as fast as words.
            models.Index(fields=["occurred_on", "category"], name="incident_day_category"),
            models.Index(
                fields=["duplicate_of"], name="incident_duplicates", condition=Q(duplicate_of__isnull=False)
            ),
            models.Index(
                fields=["occurred_on"], name="incident_withdrawn", condition=~Q(withdrawn_reason="")
            ),
            # The incidents of an import lie one behind the other.
            BrinIndex(fields=["batch"], name="incident_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.ref}"


class IncidentLocation(models.Model):
    """The commune an incident is in, within one boundary set.

    A point exactly on a boundary goes to the unit with the smaller code. The triggers that keep the
    references ask for a unit of this very set.
    """

    pk = models.CompositePrimaryKey("incident", "boundary_set")
    incident = models.ForeignKey(
        Incident, models.CASCADE, related_name="locations", db_constraint=False, db_index=False
    )
    boundary_set = models.ForeignKey(
        BoundarySet, models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    unit = models.ForeignKey(
        AdminUnit, models.CASCADE, related_name="incident_locations", db_constraint=False
    )

    class Meta:
        verbose_name = _("vị trí hành chính của vụ việc")
        verbose_name_plural = _("vị trí hành chính của vụ việc")

    def __str__(self) -> str:
        return f"{self.incident_id} ∈ {self.unit_id}"


class MonthlyCountQuerySet(models.QuerySet["MonthlyCount"]):
    """Questions about counts per commune and month."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the counts of units that the scope may see."""
        return self if scope.everything else self.filter(unit_id__in=scope.unit_ids)


class MonthlyCount(models.Model):
    """Incidents of one category in one commune in one month.

    A missing row is a zero **only** where `layers.reporting` says that the category was reported there in
    that time; otherwise it is unknown.
    """

    pk = models.CompositePrimaryKey("unit", "category", "month")
    unit = models.ForeignKey(
        AdminUnit, models.CASCADE, related_name="monthly_counts", db_constraint=False, db_index=False
    )
    category = models.ForeignKey(
        IncidentCategory, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    month = models.DateField(_("tháng"), help_text=_("ngày đầu tháng"))
    incidents = models.PositiveIntegerField(_("số vụ"))
    deaths = models.PositiveIntegerField(_("số người chết"), default=0)
    injuries = models.PositiveIntegerField(_("số người bị thương"), default=0)

    objects = MonthlyCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("số vụ theo tháng")
        verbose_name_plural = _("số vụ theo tháng")
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="monthly_count_first_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.category_id} {self.month:%m/%Y}: {self.incidents}"
