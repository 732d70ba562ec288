"""The act of printing: gather, draw, write the PDF, leave a line in the log."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gis_app.access.models import Account, AuditEntry
from gis_app.annexes.drawing import draw_map
from gis_app.annexes.errors import PrintingError
from gis_app.annexes.gathering import map_content, sheet_content
from gis_app.annexes.paper import Paper, SheetLayout, layouts
from gis_app.annexes.scale import Extent, Frame, TerritoryTooLargeError, fit
from gis_app.annexes.sheet import render
from gis_app.formats.numbers import date
from gis_app.plans.models import Plan
from gis_app.transformation.year_picture import EmptyTerritoryError, YearPicture, read_year

_ROMAN = re.compile(r"(?=[IVXLC])(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants printed: a year of a plan as it stood on a day, on which paper.

    `annex_number` is the Roman numeral after "Phụ lục" where a document has several annexes, otherwise empty.
    """

    plan: Plan
    year: int
    on: datetime.date
    paper: Paper = Paper.A4
    annex_number: str = ""

    def __post_init__(self) -> None:
        if self.annex_number and not _ROMAN.fullmatch(self.annex_number):
            raise PrintingError(_("Số phụ lục phải là chữ số La Mã viết hoa, ví dụ I, II, IV."))

    @property
    def file_name(self) -> str:
        """Return a name for the PDF in plain letters."""
        return f"phu-luc-{self.plan.pk}-{self.year}-{self.paper}.pdf"


def print_annex(order: Order, account: Account | None) -> bytes:
    """Return the PDF and log that it was made; raise PrintingError with a sentence where it cannot be."""
    picture = _picture(order, account)
    drawn, extent = map_content(picture, account)
    layout, frame = _fit(extent, order.paper)
    pdf = render(sheet_content(picture, drawn, order.annex_number), drawn, layout, frame)
    AuditEntry.write(
        AuditEntry.Act.PRINT_ANNEX,
        f"{order.plan.pk} {order.year}",
        account,
        paper=order.paper.value,
        on=order.on.isoformat(),
        scale=frame.denominator,
        communes=len(picture.communes),
        key_areas=len(picture.key_areas),
        **({"seal": picture.seal.sha256, "sealed": picture.seal.position} if picture.seal else {}),
    )
    return pdf


def preview_map(order: Order, account: Account | None) -> str:
    """Return the map of the sheet alone, as SVG for the page; raise PrintingError like `print_annex`."""
    drawn, extent = map_content(_picture(order, account), account)
    _layout, frame = _fit(extent, order.paper)
    return draw_map(drawn, frame)


def _picture(order: Order, account: Account | None) -> YearPicture:
    try:
        return read_year(order.plan, order.year, order.on, account)
    except EmptyTerritoryError:
        raise PrintingError(
            _(
                "Không có đơn vị cấp xã nào của kế hoạch %(plan)s trong phạm vi được xem vào ngày %(day)s; "
                "hãy nhập ranh giới hoặc chọn ngày khác."
            )
            % {"plan": order.plan.pk, "day": date(order.on)}
        ) from None


def _fit(extent: Extent, paper: Paper) -> tuple[SheetLayout, Frame]:
    try:
        return fit(extent, layouts(paper))
    except TerritoryTooLargeError:
        raise PrintingError(
            _("Địa bàn quá rộng so với khổ giấy %(paper)s; hãy chọn khổ giấy lớn hơn.") % {"paper": paper}
        ) from None
