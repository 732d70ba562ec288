"""Administrative boundaries, valid on dates.

A `BoundarySet` is what one file brought: the communes of a territory as one decree made them. It is staged,
checked, then activated. Sets may overlap in space: the national reform of 1 July 2025 replaces the communes
before it, and the file of one province may replace that province's part of a wider set. So validity is kept
**per unit**: `AdminUnit.valid_from` and `valid_to` say on which days this unit, in this shape, is the one
that counts, and `AdminUnit.objects.on(date)` covers each place once. `layers.validity` computes both
whenever a set is activated.

The same code may stand for different ground in two sets, and one ground may change its code. Identity over
time is therefore never read from codes: it is `Succession`, with the share of area that went over.
"""

from __future__ import annotations

import datetime
from typing import Any, Self

import pghistory
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from layers.models.fields import SRID, VIETNAMESE
from layers.scope import Scope
from layers.wording import worded


class BoundarySetQuerySet(models.QuerySet["BoundarySet"]):
    """Questions about boundary sets."""

    def active(self) -> Self:
        """Return the sets that count in the program."""
        return self.filter(status=BoundarySet.Status.ACTIVE)

    def sample(self) -> Self:
        """Return the approximate sets that came with the software."""
        return self.filter(is_sample=True)

    def in_scope(self, scope: Scope) -> Self:
        """Return the sets with at least one unit that the scope may see."""
        if scope.everything:
            return self
        return self.filter(pk__in=AdminUnit.objects.in_scope(scope).values("boundary_set_id"))


@pghistory.track()
class BoundarySet(models.Model):
    """The units that one file brought, with where it came from and how it was read."""

    class Status(models.TextChoices):
        STAGED = "staged", _("chờ kiểm tra")
        ACTIVE = "active", _("đang dùng")
        RETIRED = "retired", _("ngừng dùng")

    name = models.CharField(_("tên"), max_length=200, unique=True)
    #: What a name that nobody gave is made of, see `layers.wording`; the name is its Vietnamese wording.
    name_figures = models.JSONField(_("số liệu của tên"), null=True, blank=True, editable=False)
    decree = models.CharField(_("văn bản"), max_length=200, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    valid_from = models.DateField(_("có hiệu lực từ"))
    valid_to = models.DateField(
        _("có hiệu lực đến"), null=True, blank=True, help_text=_("ngày đầu tiên không còn hiệu lực")
    )
    status = models.CharField(_("trạng thái"), max_length=10, choices=Status.choices, default=Status.STAGED)
    activated_at = models.DateTimeField(_("đưa vào dùng lúc"), null=True, blank=True)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    is_sample = models.BooleanField(_("dữ liệu mẫu, ranh giới gần đúng"), default=False)
    crs = models.CharField(_("hệ tọa độ của tệp"), max_length=60, blank=True)
    datum_operation = models.CharField(_("phép chuyển hệ tọa độ"), max_length=120, blank=True)
    coverage_report = models.JSONField(_("báo cáo phủ kín"), default=dict, blank=True)
    batch = models.ForeignKey(
        "layers.ImportBatch", models.PROTECT, null=True, blank=True, related_name="boundary_sets"
    )

    objects = BoundarySetQuerySet.as_manager()

    class Meta:
        verbose_name = _("bộ ranh giới")
        verbose_name_plural = _("bộ ranh giới")
        ordering = ["-valid_from", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
                name="boundary_set_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return the name as a page shows it: the one that was given, else in the language of the reader."""
        return self.name if self.name_figures is None else worded("", "", self.name_figures)

    @property
    def told(self) -> str | dict[str, Any]:
        """Return the name as a sentence takes it that is worded later."""
        return self.name if self.name_figures is None else self.name_figures


class AdminUnitQuerySet(models.QuerySet["AdminUnit"]):
    """Questions about administrative units."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the units that the scope may see."""
        return self if scope.everything else self.filter(pk__in=scope.unit_ids)

    def on(self, date: datetime.date) -> Self:
        """Return the units in force on a date, each place covered once per level."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=date),
            boundary_set__status=BoundarySet.Status.ACTIVE,
            valid_from__lte=date,
        )

    def communes(self) -> Self:
        """Return the units of the commune level."""
        return self.filter(level=AdminUnit.Level.COMMUNE)

    def provinces(self) -> Self:
        """Return the units of the province level."""
        return self.filter(level=AdminUnit.Level.PROVINCE)

    def of_province(self, code: str) -> Self:
        """Return the units that belong to the province with this code."""
        return self.filter(province_code=code)


@pghistory.track(exclude=["geometry", "display_geometry"])
class AdminUnit(models.Model):
    """One province, district or commune in the shape that one boundary set gives it."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("cấp tỉnh")
        DISTRICT = "district", _("cấp huyện")
        COMMUNE = "commune", _("cấp xã")

    class Kind(models.TextChoices):
        XA = "xa", _("xã")
        PHUONG = "phuong", _("phường")
        THI_TRAN = "thi_tran", _("thị trấn")
        DAC_KHU = "dac_khu", _("đặc khu")
        HUYEN = "huyen", _("huyện")
        QUAN = "quan", _("quận")
        THI_XA = "thi_xa", _("thị xã")
        THANH_PHO = "thanh_pho", _("thành phố")
        TINH = "tinh", _("tỉnh")
        UNKNOWN = "", _("chưa rõ loại")

    boundary_set = models.ForeignKey(BoundarySet, models.CASCADE, related_name="units")
    code = models.CharField(_("mã"), max_length=20)
    name = models.CharField(_("tên"), max_length=120, db_collation=VIETNAMESE)
    full_name = models.CharField(_("tên đầy đủ"), max_length=160, db_collation=VIETNAMESE)
    level = models.CharField(_("cấp"), max_length=10, choices=Level.choices)
    kind = models.CharField(_("loại"), max_length=12, choices=Kind.choices, blank=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    province_code = models.CharField(
        _("mã tỉnh"), max_length=20, blank=True, help_text=_("trống: chưa rõ thuộc tỉnh nào")
    )
    geometry = models.MultiPolygonField(_("ranh giới"), srid=SRID)
    display_geometry = models.MultiPolygonField(
        _("ranh giới đã giản lược"), srid=SRID, null=True, spatial_index=False
    )
    area_m2 = models.FloatField(_("diện tích trắc địa (m²)"))
    published_area_km2 = models.FloatField(_("diện tích công bố (km²)"), null=True, blank=True)
    population = models.PositiveIntegerField(_("dân số công bố"), null=True, blank=True)
    valid_from = models.DateField(_("tính từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)

    objects = AdminUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị hành chính")
        verbose_name_plural = _("đơn vị hành chính")
        ordering = ["name", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["boundary_set", "level", "code"], name="admin_unit_code_unique_in_set"
            ),
            models.CheckConstraint(condition=Q(geometry__isvalid=True), name="admin_unit_geometry_valid"),
        ]
        indexes = [
            models.Index(fields=["level", "valid_from", "valid_to"], name="admin_unit_validity"),
            models.Index(fields=["province_code"], name="admin_unit_province"),
        ]

    def __str__(self) -> str:
        return self.full_name


@pghistory.track()
class Succession(models.Model):
    """How much of an old unit's ground (and people) went to a new unit, and how that is known."""

    class KnownBy(models.TextChoices):
        DECREE = "decree", _("theo văn bản")
        OVERLAY = "overlay", _("theo chồng ghép ranh giới")
        SAMPLE = "sample", _("dữ liệu mẫu")

    old_unit = models.ForeignKey(AdminUnit, models.CASCADE, related_name="successions")
    new_unit = models.ForeignKey(AdminUnit, models.CASCADE, related_name="predecessions")
    area_share = models.FloatField(_("tỷ lệ diện tích"))
    population_share = models.FloatField(_("tỷ lệ dân số"), null=True, blank=True)
    known_by = models.CharField(_("căn cứ"), max_length=10, choices=KnownBy.choices)
    batch = models.ForeignKey(
        "layers.ImportBatch",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successions",
        help_text=_("bảng kèm văn bản; trống: tính từ ranh giới"),
    )

    class Meta:
        verbose_name = _("kế thừa đơn vị hành chính")
        verbose_name_plural = _("kế thừa đơn vị hành chính")
        constraints = [
            models.UniqueConstraint(fields=["old_unit", "new_unit"], name="succession_pair_unique"),
            models.CheckConstraint(
                condition=Q(area_share__gt=0, area_share__lte=1), name="succession_share_in_0_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_unit} → {self.new_unit}"


class UnitAdjacency(models.Model):
    """Two communes of one set that share a boundary, with its geodesic length; stored once per direction.

    Kept with the set because finding neighbours costs more than any question asked of them.
    """

    unit = models.ForeignKey(AdminUnit, models.CASCADE, related_name="adjacencies")
    neighbour = models.ForeignKey(AdminUnit, models.CASCADE, related_name="+")
    shared_m = models.FloatField(_("chiều dài ranh giới chung (m)"))

    class Meta:
        verbose_name = _("đơn vị liền kề")
        verbose_name_plural = _("đơn vị liền kề")
        constraints = [models.UniqueConstraint(fields=["unit", "neighbour"], name="adjacency_pair_unique")]

    def __str__(self) -> str:
        return f"{self.unit} – {self.neighbour}"
