"""`manage.py import_incidents`: geotagged incidents from a table or a layer of points."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from layers.importing.command import PLACE_FORMATS, ImportCommand, file_choices
from layers.importing.incidents import IncidentOptions, bring_in, stage
from layers.importing.refusing import ImportRefused
from layers.importing.telling import grouped


class Command(ImportCommand):
    """Reads, checks and, with --commit, stores incidents."""

    help = (
        _("Nhập vụ việc có tọa độ hoặc lý trình trên đường đã nhập; chạy thử trừ khi có --commit.")
        + " "
        + PLACE_FORMATS
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options of design section 6."""
        super().add_arguments(parser)
        self.add_file_arguments(parser)
        self.add_mapping_argument(parser)
        parser.add_argument("--source", required=True, help=_("đơn vị hoặc sổ theo dõi cung cấp số liệu"))
        parser.add_argument("--skip-refused", action="store_true", help=_("vẫn lưu các dòng đúng"))
        self.add_problems_argument(parser)

    def run(self, options: dict[str, Any]) -> None:
        """Read, tell, and store where asked to."""
        wanted = IncidentOptions(options["source"], file=file_choices(options))
        skip_refused, outcome = options["skip_refused"], None
        if options["commit"]:
            staged, outcome = bring_in(options["file"], wanted, skip_refused=skip_refused)
        else:
            staged = stage(options["file"], wanted)
        if staged.already is not None:
            self.say_already(staged.already)
            return
        self.say_read(staged.origin, staged.rows_read)
        self.say(
            _("Dòng dùng được: %(sound)s, trong đó đã có từ trước: %(duplicate)s.")
            % {"sound": grouped(staged.rows_sound), "duplicate": grouped(staged.rows_duplicate)}
        )
        self.say_findings(staged.findings, options["problems"])
        if staged.refusal is not None and not skip_refused:
            raise ImportRefused(staged.refusal)
        if outcome is None:
            self.say_dry_run()
        else:
            self.say_outcome(outcome)
