"""The act of handing a map over: read, make the page, leave a line in the log."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from gis_app.access.models import Account, AuditEntry
from gis_app.formats.numbers import date
from gis_app.maps.handover.making import make_page
from gis_app.plans.models import Plan
from gis_app.transformation.year_picture import EmptyTerritoryError, read_year


class ExportError(Exception):
    """No map can be made; the text says why and what to do."""


def export_map(plan: Plan, year: int, on: datetime.date, account: Account | None) -> bytes:
    """Return the file and log that it was made; raise ExportError with a sentence where it cannot be."""
    try:
        picture = read_year(plan, year, on, account)
    except EmptyTerritoryError:
        raise ExportError(
            _(
                "Không có đơn vị cấp xã nào của kế hoạch %(plan)s trong phạm vi được xem vào ngày %(day)s; "
                "hãy nhập ranh giới hoặc chọn ngày khác."
            )
            % {"plan": plan.pk, "day": date(on)}
        ) from None
    page = make_page(picture, account).encode()
    AuditEntry.write(
        AuditEntry.Act.EXPORT_MAP,
        f"{plan.pk} {year}",
        account,
        on=on.isoformat(),
        communes=len(picture.mapped),
        key_areas=len(picture.key_areas),
        bytes=len(page),
    )
    return page
