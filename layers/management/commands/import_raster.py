"""`manage.py import_raster`: a grid of people or of heights, told per commune; a picture from the air."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from layers.importing.command import ImportCommand, a_date
from layers.importing.rasters import RasterOptions, commit, stage
from layers.importing.rasters.telling import lines
from layers.models import Raster


class Command(ImportCommand):
    """Reads a GeoTIFF, finds out what it says and, with --commit, stores it."""

    help = _(
        "Nhập lưới dân số, lưới độ cao hoặc ảnh bay chụp (GeoTIFF); chạy thử trừ khi có --commit. "
        "Ảnh nhận ra được người hoặc biển số thì không được nhập."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        super().add_arguments(parser)
        parser.add_argument("--kind", required=True, choices=Raster.Kind.values, help=_("loại lưới"))
        parser.add_argument("--source", required=True, help=_("cơ quan hoặc bộ dữ liệu công bố"))
        parser.add_argument(
            "--as-of",
            type=a_date,
            metavar="DATE",
            help=_("ngày của số liệu và của ranh giới; mặc định hôm nay"),
        )
        parser.add_argument("--crs", metavar="EPSG:N", help=_("hệ tọa độ, khi tệp không ghi"))

    def run(self, options: dict[str, Any]) -> None:
        """Stage, tell, commit."""
        as_of = options["as_of"] or timezone.localdate()
        wanted = RasterOptions(Raster.Kind(options["kind"]), options["source"], as_of, options["crs"])
        staged = stage(options["file"], wanted)
        if staged.already is not None:
            self.say_already(staged.already)
            return
        for line in lines(staged):
            self.say(line)
        if not options["commit"]:
            self.say_dry_run()
            return
        self.say_outcome(commit(staged))
