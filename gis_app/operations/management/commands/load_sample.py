"""`manage.py load_sample`: the sample area with synthetic incidents, accounts and past cycles."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from gis_app.formats.numbers import number
from gis_app.operations.sample.accounts import make_accounts
from gis_app.operations.sample.border import make_border
from gis_app.operations.sample.boundaries import load_boundaries
from gis_app.operations.sample.cycle import LAST_DAY, run_cycles
from gis_app.operations.sample.decisions import amend_and_close
from gis_app.operations.sample.exchange import make_exchange
from gis_app.operations.sample.layers import load_layers
from gis_app.operations.sample.patrols import make_patrols
from gis_app.operations.sample.plans import begin_draft
from gis_app.operations.sample.programme import run_programme
from gis_app.operations.sample.reports import send_reports
from layers.importing.refusing import ImportRefused
from layers.models import BoundarySet

STEPS: tuple[tuple[str, Callable[[], None]], ...] = (
    ("Ranh giới trước và sau sắp xếp", load_boundaries),
    ("Vụ việc, địa điểm, đường, biên giới, số liệu", load_layers),
    ("Rà soát, đề xuất và quyết định", run_cycles),
    ("Chương trình trước sắp xếp, theo dõi sau chuyển hóa", run_programme),
    ("Dự thảo sửa kế hoạch", begin_draft),
    ("Đính chính, năm đã khép lại", amend_and_close),
    ("Báo cáo đã gửi, hạn do cơ quan đặt", send_reports),
    ("Tài khoản", make_accounts),
    ("Biên giới: đồn, đoạn phụ trách, tin báo", make_border),
    ("Tuần tra biên giới", make_patrols),
    ("Gói trao đổi với bên kia biên giới", make_exchange),
)


class Command(BaseCommand):
    """Load the sample area; a second call changes nothing."""

    help = "Nạp vùng mẫu: ranh giới gần đúng, vụ việc tổng hợp. Chạy lại không đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare --if-empty."""
        parser.add_argument(
            "--if-empty", action="store_true", help="chỉ nạp khi cơ sở dữ liệu chưa có bộ ranh giới nào"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load each part that is missing, all in one transaction."""
        if options["if_empty"] and BoundarySet.objects.exists():
            self.stdout.write("Cơ sở dữ liệu đã có ranh giới: không nạp dữ liệu mẫu.")
            return
        if timezone.localdate() < LAST_DAY:
            raise CommandError(
                f"Đồng hồ máy này chỉ ngày {timezone.localdate():%d/%m/%Y}, trước ngày cuối của dữ liệu mẫu "
                f"({LAST_DAY:%d/%m/%Y}): hãy chỉnh đồng hồ rồi chạy lại."
            )
        try:
            with transaction.atomic():
                for what, step in STEPS:
                    started = time.monotonic()
                    step()
                    self.stdout.write(f"{what}: xong sau {number(time.monotonic() - started, 1)} giây.")
        except ImportRefused as refused:
            raise CommandError(f"Không nạp được dữ liệu mẫu: {refused}") from refused
        self.stdout.write("Dữ liệu mẫu đã sẵn sàng (ranh giới gần đúng, mọi thứ khác là tổng hợp).")
