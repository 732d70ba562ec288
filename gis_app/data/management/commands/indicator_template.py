"""`manage.py indicator_template`: the workbook that communes fill in for a plan."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from gis_app.data.indicator_giving import write_template
from gis_app.plans.models import Plan
from layers.importing.refusing import ImportRefused
from layers.importing.telling import grouped


class Command(BaseCommand):
    """Writes an empty workbook: communes of the plan by the figures that its criteria count."""

    help = _("Lập bảng mẫu Excel để các xã, phường điền số liệu cho một kế hoạch.")
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--plan", required=True, metavar="ID")
        parser.add_argument("--period", required=True, metavar="P", help="2026, 2026-Q3, 2026-07")
        parser.add_argument("--out", required=True, metavar="FILE.xlsx")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file and say what is in it."""
        plan = Plan.objects.filter(pk=options["plan"]).first()
        if plan is None:
            known = ", ".join(Plan.objects.values_list("pk", flat=True))
            raise CommandError(
                _("Không có kế hoạch “%(plan)s”; các kế hoạch: %(known)s.")
                % {"plan": options["plan"], "known": known}
            )
        try:
            made = write_template(options["out"], plan.current, options["period"], None)
        except ImportRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            _("Đã lập %(file)s: %(communes)s xã, phường, %(indicators)s chỉ tiêu.")
            % {
                "file": options["out"],
                "communes": grouped(len(made.communes)),
                "indicators": grouped(len(made.indicators)),
            }
        )
