"""`manage.py import_sites`: sites of any kind, border lines, the border belt and roads."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from layers.importing import belts, lines, sites
from layers.importing.command import PLACE_FORMATS, ImportCommand, file_choices
from layers.importing.refusing import ImportRefused
from layers.models import ImportBatch

_LINES = {"border_line": ImportBatch.Layer.BORDER_LINE, "road": ImportBatch.Layer.ROADS}


class Command(ImportCommand):
    """Reads, checks and, with --commit, stores places and lines."""

    help = (
        _("Nhập địa điểm, đường và vành đai biên giới hoặc đường giao thông; chạy thử trừ khi có --commit.")
        + " "
        + PLACE_FORMATS
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options of design section 6."""
        super().add_arguments(parser)
        self.add_file_arguments(parser)
        self.add_mapping_argument(parser)
        parser.add_argument(
            "--kind",
            required=True,
            help=_(
                "khóa loại địa điểm; any: theo cột kind của tệp; border_line: biên giới; "
                "border_belt: vành đai biên giới; road: đường"
            ),
        )
        parser.add_argument("--source", default="", help=_("nguồn của danh sách"))
        parser.add_argument("--country", default="Campuchia", help=_("nước láng giềng của đường biên giới"))
        parser.add_argument("--approximate", action="store_true", help=_("đường biên giới gần đúng"))
        self.add_problems_argument(parser)

    def run(self, options: dict[str, Any]) -> None:
        """Stage, tell, commit."""
        file, source = file_choices(options), options["source"]
        if options["kind"] in _LINES:
            what, importer = _LINES[options["kind"]], lines
            wanted = lines.LineOptions(what, options["country"], options["approximate"], source, file=file)
        elif options["kind"] == ImportBatch.Layer.BORDER_BELT:
            importer, wanted = belts, belts.BeltOptions(source, file=file)
        else:
            importer = sites
            wanted = sites.SiteOptions(options["kind"], source, file=file)
        staged = importer.stage(options["file"], wanted)
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
        self.say_outcome(importer.commit(staged))
