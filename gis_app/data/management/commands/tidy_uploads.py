"""`manage.py tidy_uploads`: removes files that have served, in and out, and finds interrupted jobs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from gis_app.data import running
from gis_app.data.boundary_sets import working as sets_working
from gis_app.data.exports import working as exports_working
from gis_app.data.exports.tidying import tidy_exports
from gis_app.data.tidying import tidy, tidy_rasters
from gis_app.data.withdrawing import working as withdrawing


class Command(BaseCommand):
    """Run by script/server before it starts the worker, and by hand or by a timer on an office server."""

    help = _("Xóa tệp tải lên, tệp xuất đã quá hạn và tìm các việc bị ngắt.")

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the age."""
        parser.add_argument("--days", type=int, help=_("xóa tệp của các việc cũ hơn số ngày này"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Tidy and tell."""
        days = options["days"]
        if days is not None and days < 0:
            raise CommandError(_("--days phải là số từ 0 trở lên."))
        cut_off = sum(kind.interrupted() for kind in (running, sets_working, exports_working, withdrawing))
        removed = tidy(days) + tidy_exports() + tidy_rasters()
        if options["verbosity"] and (cut_off or removed):
            self.stdout.write(
                _("Việc bị ngắt: %(cut_off)s; thư mục tệp đã xóa: %(removed)s.")
                % {"cut_off": cut_off, "removed": removed}
            )
