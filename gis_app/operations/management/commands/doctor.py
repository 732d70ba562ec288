"""`manage.py doctor`: says whether everything that the program needs is here and right."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gis_app.operations.checks import Verdict, examine

_MARKS = {Verdict.GOOD: "✔", Verdict.WARNING: "!", Verdict.BAD: "✘"}


class Command(BaseCommand):
    """Examine versions, PostGIS, PROJ, the VN-2000 control point, fonts and disk."""

    help = "Kiểm tra phiên bản, PostGIS, PROJ, điểm kiểm tra VN-2000, phông chữ, đĩa."
    # The doctor must answer on a sick installation: Django's own checks would stop before it begins.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each diagnosis; fail when one of them is bad."""
        bad = 0
        for diagnosis in examine():
            bad += diagnosis.verdict is Verdict.BAD
            self.stdout.write(f"{_MARKS[diagnosis.verdict]} {diagnosis.subject}: {diagnosis.finding}.")
            if diagnosis.remedy:
                self.stdout.write(f"    → {diagnosis.remedy}")
        if bad:
            raise CommandError(f"Có {bad} lỗi cần xử lý trước khi dùng; xem các dòng đánh dấu ✘.")
        self.stdout.write("Mọi thứ cần thiết đều sẵn sàng.")
