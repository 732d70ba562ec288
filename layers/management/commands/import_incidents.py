"""`manage.py import_incidents`: geotagged incidents from a table or a layer of points."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from layers.importing.command import PLACE_FORMATS, ImportCommand, file_choices
from layers.importing.incidents import IncidentOptions, commit, stage
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
        """Stage, tell, commit."""
        staged = stage(options["file"], IncidentOptions(options["source"], file=file_choices(options)))
        if staged.already is not None:
            self.say_already(staged.already)
            return
        self.say_read(staged.origin, staged.rows_read)
        self.say(
            _("Dòng dùng được: %(sound)s, trong đó đã có từ trước: %(duplicate)s.")
            % {"sound": grouped(staged.rows_sound), "duplicate": grouped(staged.rows_duplicate)}
        )
        self.say_findings(staged.findings, options["problems"])
        if staged.refusal is not None and not options["skip_refused"]:
            raise ImportRefused(staged.refusal)
        if not options["commit"]:
            self.say_dry_run()
            return
        outcome = commit(staged, skip_refused=options["skip_refused"])
        self.say_outcome(outcome)
