"""`manage.py export_map`: the map of a year of a plan as one HTML file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gis_app.files import CannotWriteError, write_whole
from gis_app.maps.handover.exporting import ExportError, export_map
from gis_app.transformation.asking import UnknownChoiceError, day_named, plan_named, year_named


class Command(BaseCommand):
    """Write the map to hand over."""

    help = "Writes the map of one year of a plan as one HTML file that opens with no network."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--plan", required=True, help="plan id, for instance dongnai-7488-2017")
        parser.add_argument("--year", required=True, help="year of the list")
        parser.add_argument("--date", help="status at the end of this day, YYYY-MM-DD (default: today)")
        parser.add_argument("--out", required=True, type=Path, help="HTML file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Export, or stop with one sentence."""
        try:
            plan, year = plan_named(options["plan"]), year_named(options["year"])
            page = export_map(plan, year, day_named(options["date"], year), None)
            write_whole(options["out"], page)
        except (UnknownChoiceError, ExportError, CannotWriteError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(str(options["out"]))
