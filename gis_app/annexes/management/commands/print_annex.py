"""`manage.py print_annex`: the annex of a year of a plan as a PDF."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gis_app.annexes.errors import PrintingError
from gis_app.annexes.paper import Paper
from gis_app.annexes.printing import Order, print_annex
from gis_app.files import CannotWriteError, write_whole
from gis_app.transformation.asking import UnknownChoiceError, day_named, plan_named, year_named


class Command(BaseCommand):
    """Print the map and the table of a year of a plan."""

    help = (
        "Prints the map annex (true scale, VN-2000) and the table of communes of one year of a plan as PDF."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--plan", required=True, help="plan id, for instance dongnai-7488-2017")
        parser.add_argument("--year", required=True, help="year of the list")
        parser.add_argument("--paper", choices=[paper.value for paper in Paper], default=Paper.A4.value)
        parser.add_argument("--date", help="status at the end of this day, YYYY-MM-DD (default: today)")
        parser.add_argument("--annex", default="", help="Roman numeral after 'Phụ lục'")
        parser.add_argument("--out", required=True, type=Path, help="PDF file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print, or stop with one sentence."""
        try:
            plan, year = plan_named(options["plan"]), year_named(options["year"])
            order = Order(
                plan, year, day_named(options["date"], year), Paper(options["paper"]), options["annex"]
            )
            write_whole(options["out"], print_annex(order, None))
        except (UnknownChoiceError, PrintingError, CannotWriteError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(str(options["out"]))
