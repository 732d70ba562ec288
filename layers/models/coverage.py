"""Where a boundary set does not fit together, and what a repair changed about it."""

from __future__ import annotations

from typing import Self

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from layers.models.boundaries import AdminUnit, BoundarySet
from layers.models.fields import SRID
from layers.scope import Scope


class CoverageDefectQuerySet(models.QuerySet["CoverageDefect"]):
    """Questions about places where a set does not fit."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the places at which a unit meets that the scope may see."""
        if scope.everything:
            return self
        touching = CoverageDefect.units.through.objects.filter(adminunit_id__in=scope.unit_ids)
        return self.filter(pk__in=touching.values("coveragedefect_id"))


class CoverageDefect(models.Model):
    """One place that two units of a set both claim, that none of them does, or where a unit was mended.

    Of a mended unit the area is what its own changed by.

    The places follow from the shapes of the set, which do not change once it is stored; they are kept so that
    a page can list and draw them without comparing thousands of shapes again.
    """

    class Kind(models.TextChoices):
        OVERLAP = "overlap", _("chồng lấn")
        GAP = "gap", _("hở")
        OVERLAP_SLIVER = "overlap_sliver", _("dải hẹp chồng lấn")
        GAP_SLIVER = "gap_sliver", _("dải hẹp hở")
        INVALID = "invalid", _("hình không hợp lệ, đã dựng lại")

    boundary_set = models.ForeignKey(BoundarySet, models.CASCADE, related_name="defects")
    kind = models.CharField(_("loại"), max_length=16, choices=Kind.choices)
    area_m2 = models.FloatField(_("diện tích trắc địa (m²)"))
    width_m = models.FloatField(_("bề rộng trung bình (m)"))
    units = models.ManyToManyField(AdminUnit, related_name="+", verbose_name=_("các đơn vị liên quan"))
    geometry = models.GeometryField(_("vị trí"), srid=SRID)

    objects = CoverageDefectQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỗ ranh giới không khớp")
        verbose_name_plural = _("các chỗ ranh giới không khớp")
        ordering = ["-area_m2", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.area_m2:.0f} m²"


@pghistory.track()
class BoundaryRepair(models.Model):
    """The making of a set out of another one by fitting its units together; the other one stays as it is."""

    boundary_set = models.OneToOneField(BoundarySet, models.CASCADE, related_name="repair")
    original = models.ForeignKey(BoundarySet, models.SET_NULL, null=True, related_name="repairs")
    original_name = models.CharField(_("sửa từ bộ"), max_length=200)
    tolerance_m = models.FloatField(_("dung sai (m)"))
    defects_before = models.PositiveIntegerField(_("số chỗ không khớp trước khi sửa"))
    defects_after = models.PositiveIntegerField(_("số chỗ không khớp sau khi sửa"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("người sửa"),
        help_text=_("trống: dòng lệnh trên máy chủ"),
    )
    made_at = models.DateTimeField(_("sửa lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("lần sửa ranh giới")
        verbose_name_plural = _("lần sửa ranh giới")

    def __str__(self) -> str:
        return f"{self.original_name} → {self.boundary_set}"


class RepairedUnitQuerySet(models.QuerySet["RepairedUnit"]):
    """Questions about what repairs changed."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the changes of units that the scope may see."""
        return self if scope.everything else self.filter(unit_id__in=scope.unit_ids)


class RepairedUnit(models.Model):
    """What a repair changed about one unit; a unit without a row is exactly as it was."""

    repair = models.ForeignKey(BoundaryRepair, models.CASCADE, related_name="changes")
    unit = models.OneToOneField(AdminUnit, models.CASCADE, related_name="+")
    area_before_m2 = models.FloatField(_("diện tích trước (m²)"))
    area_after_m2 = models.FloatField(_("diện tích sau (m²)"))
    moved_m = models.FloatField(_("ranh giới dời xa nhất (m)"))
    overlaps_fixed = models.PositiveIntegerField(_("số chỗ chồng lấn đã hết"))

    objects = RepairedUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("thay đổi của đơn vị khi sửa")
        verbose_name_plural = _("thay đổi của các đơn vị khi sửa")
        ordering = ["-moved_m", "unit_id"]

    def __str__(self) -> str:
        return f"{self.unit}: {self.moved_m:.1f} m"

    @property
    def area_change_m2(self) -> float:
        """Return by how much the unit grew (negative: shrank)."""
        return self.area_after_m2 - self.area_before_m2
