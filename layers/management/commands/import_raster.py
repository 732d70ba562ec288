"""`manage.py import_raster`: a grid of people, summed per commune."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from layers.importing.command import ImportCommand, a_date
from layers.importing.rasters import RasterOptions, commit, stage
from layers.importing.telling import grouped
from layers.models import Raster


class Command(ImportCommand):
    """Reads a GeoTIFF, sums it per commune and, with --commit, stores both."""

    help = _("Nhập lưới dân số (GeoTIFF) và cộng theo xã; chạy thử trừ khi có --commit.")

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
        self.say(
            _(
                "%(file)s: %(communes)s xã, phường, tổng %(people)s người; %(unknown)s nơi thiếu số liệu, "
                "%(outside)s nơi ngoài lưới."
            )
            % {
                "file": staged.origin.file_name,
                "communes": grouped(len(staged.sums)),
                "people": grouped(round(staged.total)),
                "unknown": grouped(staged.unknown),
                "outside": grouped(staged.outside),
            }
        )
        if not options["commit"]:
            self.say_dry_run()
            return
        self.say_outcome(commit(staged))
