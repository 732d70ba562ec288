"""Grids: what one GeoTIFF says of each cell. The file is kept; the database says what it is."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from layers.models.boundaries import AdminUnit
from layers.models.fields import SRID
from layers.models.imports import ImportBatch
from layers.scope import Scope


def rasters_dir() -> Path:
    """Return the folder of the files, made where it is not there yet."""
    folder = Path(settings.VAR_DIR) / "rasters"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class RasterQuerySet(models.QuerySet["Raster"]):
    """Questions about grids."""

    def images(self) -> Self:
        """Return the grids that are pictures of the ground."""
        return self.filter(kind=Raster.Kind.DRONE)

    def in_scope(self, scope: Scope) -> Self:
        """Return the grids that touch a unit which the scope may see, pictures by where they show something.

        Only that they are there: what a picture shows outside the scope is cut off when it is drawn.
        """
        if scope.everything:
            return self
        visible = AdminUnit.objects.filter(pk__in=scope.unit_ids)
        ground = Coalesce("footprint", "extent", output_field=models.GeometryField(srid=SRID))
        return self.annotate(ground=ground).filter(
            Exists(visible.filter(geometry__intersects=OuterRef("ground")))
        )


@pghistory.track(exclude=["extent", "footprint"])
class Raster(models.Model):
    """One GeoTIFF, kept in `VAR_DIR/rasters` under the hash of the file that was brought.

    Grids of figures are kept as they came. Of a picture only the coarser one made of it is kept
    (`layers.importing.rasters.imagery`); `footprint` and `kept_m` are told of pictures alone.
    `nodata` empty means that the file marks no cell as unknown by a value; a cell without a value is never a
    zero.
    """

    class Kind(models.TextChoices):
        POPULATION = "population", _("dân số mỗi ô")
        TERRAIN = "terrain", _("độ cao mặt đất mỗi ô (m)")
        DRONE = "drone", _("ảnh bay chụp (drone)")

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
    footprint = models.MultiPolygonField(_("phần có hình ảnh"), srid=SRID, null=True, blank=True)
    kept_m = models.FloatField(_("cỡ điểm ảnh lưu giữ (m)"), null=True, blank=True)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="rasters")

    objects = RasterQuerySet.as_manager()

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

    @property
    def path(self) -> Path:
        """Return where the file lies."""
        return rasters_dir() / self.stored_name
