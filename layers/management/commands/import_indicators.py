"""`manage.py import_indicators`: figures per commune from a CSV, XLSX or XLS table."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from layers.importing.command import ImportCommand, a_date, file_choices
from layers.importing.indicator_workbook import is_workbook, stage_workbook
from layers.importing.indicators import IndicatorOptions, commit, stage
from layers.importing.refusing import ImportRefused
from layers.saying import said


class Command(ImportCommand):
    """Reads, checks and, with --commit, stores figures."""

    help = _("Nhập số liệu theo xã (CSV, XLSX hoặc XLS); chạy thử trừ khi có --commit.")

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options of design section 6."""
        super().add_arguments(parser)
        parser.add_argument("--layer", help=_("trang tính cần đọc, khi có nhiều"))
        parser.add_argument("--encoding", help=_("bảng mã chữ của tệp"))
        parser.add_argument(
            "--communes-on",
            type=a_date,
            metavar="DATE",
            help=_("mã xã theo ranh giới ngày này, không theo ngày chốt của từng số liệu"),
        )
        parser.add_argument("--plan", metavar="ID", help=_("chỉ nhận bảng mẫu của kế hoạch này"))
        parser.add_argument("--period", metavar="P", help=_("chỉ nhận bảng mẫu của kỳ này"))
        self.add_mapping_argument(parser)
        self.add_problems_argument(parser)

    def run(self, options: dict[str, Any]) -> None:
        """Stage, tell, commit."""
        if is_workbook(options["file"]):
            staged = stage_workbook(options["file"], options["plan"], options["period"])
        elif options["plan"] or options["period"]:
            raise ImportRefused(
                said(
                    gettext_noop(
                        "Tệp này không phải bảng mẫu của phần mềm; hãy lập mẫu bằng lệnh indicator_template."
                    )
                )
            )
        else:
            wanted = IndicatorOptions(communes_on=options["communes_on"], file=file_choices(options))
            staged = stage(options["file"], wanted)
        if staged.already is not None:
            self.say_already(staged.already)
            return
        self.say_read(staged.origin, staged.rows_read)
        self.say_findings(staged.findings, options["problems"])
        if staged.refusal is not None:
            raise ImportRefused(staged.refusal)
        if not options["commit"]:
            self.say_dry_run()
            return
        self.say_outcome(commit(staged))
