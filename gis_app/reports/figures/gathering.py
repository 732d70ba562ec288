"""All figures of one report, for one reader, on one cut-off day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.formats.numbers import date as write_date
from gis_app.plans.models import Plan
from gis_app.plans.territory import communes_of
from gis_app.reports.figures.incidents import IncidentFigures, incident_figures
from gis_app.reports.figures.spans import Compared, compared
from gis_app.reports.figures.steps import Steps, steps_in
from gis_app.reports.figures.victims import VictimYears, victim_years
from gis_app.screening.window import Window
from gis_app.transformation.programme.kpis import kpis_of
from gis_app.transformation.programme.standing import KpiStanding
from gis_app.transformation.refusing import RefusedError
from gis_app.transformation.year_picture import EmptyTerritoryError, YearPicture, read_year
from layers.models import AdminUnit


@dataclass(frozen=True, slots=True)
class Figures:
    """What a report says in numbers.

    Attributes:
        picture: the year of the plan as it stood at the end of the cut-off day.
        periods: the period and what it is compared with.
        whole: whether the reader sees the whole territory; a report of a part says so.
        victims: whole years only, see `gis_app.reports.figures.victims`.
        gathered_at: when the figures were read: the cut-off of what was known.
    """

    picture: YearPicture
    periods: Compared
    whole: bool
    steps: Steps
    kpis: tuple[KpiStanding, ...]
    incidents: IncidentFigures
    victims: tuple[VictimYears, ...]
    gathered_at: datetime.datetime


@transaction.atomic
def gather(plan: Plan, year: int, period: Window, account: Account | None) -> Figures:
    """Read the figures of a report; all of one moment.

    Raises RefusedError for a period that is not over, is none, or has no communes that the account sees.
    """
    today, cut_off = timezone.localdate(), period.last_day
    _check(period, today)
    try:
        picture = read_year(plan, year, cut_off, account)
    except EmptyTerritoryError:
        raise RefusedError(
            _(
                "Ngày %(day)s không có xã, phường nào của kế hoạch thuộc địa bàn phụ trách: "
                "hãy nhập ranh giới hoặc chọn kỳ khác."
            )
            % {"day": write_date(cut_off)}
        ) from None
    whole = communes_of(picture.version, cut_off)
    seen = set(restrict(whole, account).values_list("pk", flat=True))
    provinces = set(whole.order_by().values_list("province_code", flat=True))
    communes = AdminUnit.objects.communes()
    together = communes.on(cut_off).filter(province_code__in=provinces)
    periods = compared(period)
    return Figures(
        picture=picture,
        periods=periods,
        whole=len(seen) == whole.count(),
        steps=steps_in(plan, period, account),
        kpis=tuple(kpis_of(plan, year, cut_off, account)),
        incidents=incident_figures(seen, set(together.values_list("pk", flat=True)), periods),
        victims=tuple(_victims(min(cut_off.year, today.year), picture, account, today)),
        gathered_at=timezone.now(),
    )


def _victims(
    year: int, picture: YearPicture, account: Account | None, today: datetime.date
) -> list[VictimYears]:
    """Return the newest whole years before the year of the cut-off, on the communes of today."""
    whole = communes_of(picture.version, today)
    provinces = whole.order_by().values("province_code")
    units = AdminUnit.objects.communes().on(today).filter(province_code__in=provinces)
    seen = set(restrict(units, account).values_list("pk", flat=True))
    return victim_years(year - 1, seen, list(units.order_by("code").only("pk", "province_code")))


def _check(period: Window, today: datetime.date) -> None:
    if period.since >= period.until:
        raise RefusedError(
            _("Kỳ báo cáo từ %(since)s đến %(until)s không có ngày nào: hãy xem lại hai ngày.")
            % {"since": write_date(period.since), "until": write_date(period.last_day)}
        )
    if period.last_day > today:
        raise RefusedError(
            _("Ngày chốt số liệu %(day)s chưa đến: hãy chọn ngày không sau hôm nay.")
            % {"day": write_date(period.last_day)}
        )
    if (period.until - period.since).days > 5 * 366:
        raise RefusedError(_("Kỳ báo cáo dài quá 5 năm: hãy xem lại hai ngày."))
