"""Grids: what one GeoTIFF says of each cell. The file is kept; the database says what it is."""

from __future__ import annotations

import pghistory
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from layers.models.fields import SRID
from layers.models.imports import ImportBatch


@pghistory.track(exclude=["extent"])
class Raster(models.Model):
    """One GeoTIFF, kept in `VAR_DIR/rasters` under its hash.

    `nodata` empty means that the file marks no cell as unknown by a value; a cell without a value is never a
    zero.
    """

    class Kind(models.TextChoices):
        POPULATION = "population", _("dân số mỗi ô")

    kind = models.CharField(_("loại"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("tên tệp"), max_length=255)
    file_sha256 = models.CharField(_("mã băm của tệp"), max_length=64, unique=True)
    source = models.CharField(_("nguồn"), max_length=200)
    as_of = models.DateField(_("số liệu đến ngày"))
    crs = models.CharField(_("hệ tọa độ"), max_length=60)
    width = models.PositiveIntegerField(_("số cột"))
    height = models.PositiveIntegerField(_("số hàng"))
    resolution_x = models.FloatField(_("bề rộng ô (đơn vị của hệ tọa độ)"))
    resolution_y = models.FloatField(_("bề cao ô (đơn vị của hệ tọa độ)"))
    nodata = models.FloatField(_("giá trị của ô không có số liệu"), null=True, blank=True)
    extent = models.PolygonField(_("phạm vi"), srid=SRID)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="rasters")

    class Meta:
        verbose_name = _("dữ liệu dạng lưới")
        verbose_name_plural = _("dữ liệu dạng lưới")
        ordering = ["-as_of", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def stored_name(self) -> str:
        """Return the file's name within the folder of rasters."""
        return f"{self.file_sha256}.tif"
