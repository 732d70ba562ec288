"""What was brought in, by whom, from which file, and what was wrong with it."""

from __future__ import annotations

from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from layers.models.problems import WordedProblem
from layers.scope import Scope


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Questions about imports."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the imports that brought something into the scope; lines and decrees belong to everybody."""
        if scope.everything:
            return self
        from layers.models import AdminUnit, ImportWithdrawal, Incident, IndicatorValue, Raster, Site

        mine = OuterRef("pk")
        units = AdminUnit.objects.filter(boundary_set__batch=mine).in_scope(scope)
        return self.filter(
            Q(layer__in=ImportBatch.SHARED_LAYERS)
            | Exists(units)
            | Exists(Incident.objects.filter(batch=mine).in_scope(scope))
            | Exists(Site.objects.filter(batch=mine).in_scope(scope))
            | Exists(IndicatorValue.objects.filter(batch=mine).in_scope(scope))
            | Exists(Raster.objects.images().filter(batch=mine).in_scope(scope))
            | Exists(ImportWithdrawal.objects.filter(batch=mine).in_scope(scope))
        )

    def standing(self) -> Self:
        """Return the imports whose rows were not taken back."""
        from layers.models import ImportWithdrawal

        return self.filter(~Exists(ImportWithdrawal.objects.done().filter(batch=OuterRef("pk"))))


@pghistory.track()
class ImportBatch(models.Model):
    """One committed import. It is written in the same transaction as its rows, or not at all."""

    class Layer(models.TextChoices):
        BOUNDARIES = "boundaries", _("ranh giới")
        INCIDENTS = "incidents", _("vụ việc")
        SITES = "sites", _("địa điểm")
        INDICATORS = "indicators", _("chỉ tiêu thống kê")
        BORDER_LINE = "border_line", _("đường biên giới")
        BORDER_BELT = "border_belt", _("vành đai biên giới")
        ROADS = "roads", _("đường giao thông")
        RASTER = "raster", _("dữ liệu dạng lưới")
        SUCCESSIONS = "successions", _("kế thừa đơn vị hành chính")

    #: Layers that belong to everybody.
    SHARED_LAYERS = (Layer.BORDER_LINE, Layer.BORDER_BELT, Layer.ROADS, Layer.SUCCESSIONS)

    layer = models.CharField(_("lớp"), max_length=12, choices=Layer.choices)
    file_name = models.CharField(_("tên tệp"), max_length=255)
    file_sha256 = models.CharField(_("mã băm của tệp"), max_length=64)
    kind = models.CharField(_("loại"), max_length=60, blank=True)
    source = models.CharField(_("nguồn"), max_length=200, blank=True)
    #: As `layers.reading.Source.encoding` writes it: one for the file, or each with its columns.
    encoding = models.TextField(_("bảng mã"), blank=True)
    crs = models.CharField(_("hệ tọa độ"), max_length=60, blank=True)
    datum_operation = models.CharField(_("phép chuyển hệ tọa độ"), max_length=120, blank=True)
    columns = models.JSONField(_("ghép cột"), default=dict, blank=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người nhập"),
        help_text=_("trống: nhập bằng dòng lệnh trên máy chủ"),
    )
    imported_at = models.DateTimeField(_("nhập lúc"), auto_now_add=True)
    is_sample = models.BooleanField(_("dữ liệu mẫu"), default=False)
    rows_read = models.PositiveIntegerField(_("số dòng đọc"), default=0)
    rows_accepted = models.PositiveIntegerField(_("số dòng nhận"), default=0)
    rows_duplicate = models.PositiveIntegerField(_("số dòng trùng"), default=0)
    rows_refused = models.PositiveIntegerField(_("số dòng từ chối"), default=0)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần nhập dữ liệu")
        verbose_name_plural = _("lần nhập dữ liệu")
        ordering = ["-imported_at"]
        indexes = [models.Index(fields=["layer", "file_sha256"], name="import_batch_file")]

    def __str__(self) -> str:
        return f"{self.get_layer_display()}: {self.file_name}"


class ImportProblemQuerySet(models.QuerySet["ImportProblem"]):
    """Questions about problems."""

    def in_scope(self, scope: Scope) -> Self:
        """Return the problems of the imports that brought rows into the scope and nowhere else.

        A problem tells of a row's place and values but belongs to no unit; what a file says of another
        jurisdiction must not be read from it.
        """
        if scope.everything:
            return self
        from layers.models import IncidentLocation

        elsewhere = IncidentLocation.objects.filter(incident__batch=OuterRef("batch")).exclude(
            unit_id__in=scope.unit_ids
        )
        return self.filter(~Exists(elsewhere), batch__in=ImportBatch.objects.in_scope(scope))

    def set_aside(self) -> Self:
        """Return the sound rows that lie where they cannot be counted, for a person to decide."""
        return self.filter(code__in=ImportProblem.OUTSIDE)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ImportProblem(WordedProblem):
    """A problem of one row that the import left out, or a warning about one that it took.

    A row that lies outside the communes, the jurisdiction or the country is set aside: it is never moved, and
    a person decides whether it is dropped or waits for boundaries that cover it. `record` keeps the checked
    values of such a row, so that it can be stored later.
    """

    class Decision(models.TextChoices):
        DROP = "drop", _("bỏ")
        WAIT = "wait", _("giữ lại chờ ranh giới")
        STORED = "stored", _("đã nhập khi có ranh giới")

    OUTSIDE = ("outside_communes", "outside_jurisdiction", "outside_vietnam")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="problems")
    record = models.JSONField(_("giá trị đã kiểm tra"), null=True, blank=True)
    decision = models.CharField(_("quyết định"), max_length=8, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, blank=True)

    objects = ImportProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("lỗi khi nhập")
        verbose_name_plural = _("lỗi khi nhập")
        ordering = ["row", "id"]
