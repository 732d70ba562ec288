"""What the import commands share: their options, their tone, and how a refusal ends."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from layers.importing.batches import Outcome
from layers.importing.findings import Finding, refusing
from layers.importing.opening import FileChoices, Origin
from layers.importing.refusing import ImportRefused
from layers.importing.telling import grouped, summary, write_problems
from layers.models import ImportBatch
from layers.reading.columns import parse_mapping

#: Said in the help of every command that takes places.
LAYER_FORMATS = _(
    "Đọc được: shapefile (kể cả nén zip), GeoPackage, GeoJSON, KML, KMZ, MapInfo TAB, MIF; "
    "bảng mã chữ và hệ tọa độ được nhận ra từ tệp, chỗ nào không chắc sẽ hỏi."
)
#: The same, for what may be a table as well.
PLACE_FORMATS = _(
    "Đọc được: shapefile (kể cả nén zip), GeoPackage, GeoJSON, KML, KMZ, MapInfo TAB, MIF, CSV, XLSX, XLS; "
    "bảng mã chữ và hệ tọa độ được nhận ra từ tệp, chỗ nào không chắc sẽ hỏi."
)


class ImportCommand(BaseCommand):
    """A command that reads one file and, unless told to commit, only reports on it."""

    # The checks of pages and settings say nothing about a file, and their warnings would drown its report.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what every import understands."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--commit", action="store_true", help=_("lưu vào cơ sở dữ liệu"))

    def add_file_arguments(self, parser: CommandParser) -> None:
        """Declare what a file with coordinates may need."""
        parser.add_argument("--layer", help=_("lớp (trang tính, tệp trong zip) cần đọc, khi có nhiều"))
        parser.add_argument("--crs", metavar="EPSG:N", help=_("hệ tọa độ của tệp"))
        parser.add_argument("--encoding", help=_("bảng mã chữ của tệp"))
        parser.add_argument(
            "--trust-place",
            action="store_true",
            help=_("vẫn nhận hệ tọa độ đã chọn dù vị trí lệch đều khỏi xã, phường ghi trong tệp"),
        )

    def add_mapping_argument(self, parser: CommandParser) -> None:
        """Declare how columns are named."""
        parser.add_argument("--map", metavar="cột=trường", nargs="+", action="extend", default=[])

    def add_problems_argument(self, parser: CommandParser) -> None:
        """Declare where all problems are written."""
        parser.add_argument("--problems", metavar="OUT.xlsx", help=_("ghi mọi lỗi vào bảng tính"))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the import and end a refusal with its sentence on standard error."""
        try:
            self.run(options)
        except ImportRefused as refused:
            raise CommandError(str(refused)) from refused

    def run(self, options: dict[str, Any]) -> None:
        """Do the work of the command."""
        raise NotImplementedError

    def say(self, sentence: str) -> None:
        """Write a line of the report."""
        self.stdout.write(sentence)

    def say_findings(self, findings: Sequence[Finding], workbook: str | None = None) -> None:
        """Write the problems by kind, and all of them to the workbook that was asked for."""
        for line in summary(findings):
            self.say(line)
        if workbook and findings:
            write_problems(workbook, findings)
            self.say(
                _("Đã ghi %(count)s lỗi vào %(file)s.") % {"count": grouped(len(findings)), "file": workbook}
            )

    def say_read(self, origin: Origin, rows: int) -> None:
        """Tell what was read and how."""
        self.say(_("Đọc %(count)s dòng từ %(file)s.") % {"count": grouped(rows), "file": origin.file_name})
        if origin.crs:
            shown = {"crs": origin.crs, "operation": origin.datum_operation or _("không cần chuyển")}
            self.say(_("Hệ tọa độ %(crs)s; phép chuyển: %(operation)s.") % shown)
        if origin.encoding:
            self.say(_("Bảng mã: %(encoding)s.") % {"encoding": origin.encoding})

    def say_outcome(self, outcome: Outcome[ImportBatch]) -> None:
        """Tell what was stored."""
        batch = outcome.record
        if outcome.already:
            self.say_already(batch)
            return
        self.say(
            _("Đã lưu %(accepted)s dòng; trùng %(duplicate)s, từ chối %(refused)s.")
            % {
                "accepted": grouped(batch.rows_accepted),
                "duplicate": grouped(batch.rows_duplicate),
                "refused": grouped(batch.rows_refused),
            }
        )

    def say_already(self, what: object) -> None:
        """Tell that the same file had been imported and nothing changed."""
        self.say(_("Tệp này đã được nhập trước đây (%(what)s); không thay đổi gì.") % {"what": what})

    def say_dry_run(self) -> None:
        """Tell that nothing was stored, and how it would be."""
        self.say(_("Chạy thử, chưa lưu gì; thêm --commit để lưu."))


def file_choices(options: dict[str, Any], columns: dict[str, str] | None = None) -> FileChoices:
    """Return what the options say about the file.

    Raises:
        ImportRefused: for a --map that is not column=field.
    """
    with refusing():
        mapping = parse_mapping(options.get("map") or [])
    return FileChoices(
        layer=options.get("layer"),
        crs=options.get("crs"),
        encoding=options.get("encoding"),
        columns={**mapping, **(columns or {})},
        trust_place=options.get("trust_place", False),
    )


def a_date(text: str) -> datetime.date:
    """Return the date in 2026-04-30 or 30/04/2026, for argparse."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007 (a day, no time)
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(
        _("“%(text)s” không phải ngày; hãy viết 2026-04-30 hoặc 30/04/2026") % {"text": text}
    )
