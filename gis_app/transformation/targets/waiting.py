"""What waits for somebody in the running areas: figures to enter, to mend, to renew, to confirm."""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.formats.numbers import date as write_date
from gis_app.plans.models import PlanVersion
from gis_app.transformation.models import KeyArea, Status
from gis_app.transformation.targets.progress import AreaProgress, progress_of_all
from gis_app.transformation.waiting import Waiting

_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def waiting_for(account: Account, today: datetime.date) -> list[Waiting]:
    """Return what the account can do for each running area, most pressing first."""
    running = restrict(KeyArea.objects.filter(status=Status.IN_TRANSFORMATION), account)
    areas = list(
        running.select_related("plan_year__plan", "plan_year__version", "unit").order_by(
            "ends_on", "unit__name"
        )
    )
    lines: list[Waiting] = []
    if may(account, Action.DECIDE):
        lines += _to_decide(areas, today)
    confirms, enters = may(account, Action.CONFIRM_TARGETS), may(account, Action.ENTER_TARGETS)
    if confirms or enters:
        for progress in progress_of_all(areas, today).values():
            lines += _to_confirm(progress) if confirms else _to_enter(progress, today)
    return lines


def stale_since(version: PlanVersion, today: datetime.date) -> datetime.date:
    """Return the day before which a figure is too old: one reporting period of the plan ago."""
    months = min((_MONTHS[rule.every] for rule in version.reporting_rules if rule.every), default=12)
    whole = today.year * 12 + today.month - 1 - months
    year, month = whole // 12, whole % 12 + 1
    return datetime.date(year, month, min(today.day, monthrange(year, month)[1]))


def _to_decide(areas: list[KeyArea], today: datetime.date) -> Iterator[Waiting]:
    for area in areas:
        if area.ends_on is not None and area.ends_on < today:
            sentence = _("%(unit)s: hết thời gian chuyển hóa từ %(day)s, chờ đánh giá và quyết định") % {
                "unit": area.unit,
                "day": write_date(area.ends_on),
            }
            yield Waiting(sentence, reverse("area_evaluation", args=[area.pk]), area.ends_on)


def _to_confirm(progress: AreaProgress) -> Iterator[Waiting]:
    waiting = sum(missing.why == "waiting" for missing in progress.missing)
    if waiting:
        sentence = _("%(unit)s: %(count)s số liệu chờ xác nhận")
        yield _line(progress, sentence % {"unit": progress.area.unit, "count": waiting}, "area")


def _to_enter(progress: AreaProgress, today: datetime.date) -> Iterator[Waiting]:
    oldest = stale_since(progress.version, today)
    counts = (
        (sum(m.why == "sent_back" for m in progress.missing), _("%(count)s số liệu bị gửi trả")),
        (sum(m.why == "none" for m in progress.missing), _("%(count)s chỉ tiêu chưa có số liệu")),
        (
            sum(row.newest is not None and row.newest.as_of < oldest for row in progress.rows),
            _("%(count)s số liệu tính đến trước %(day)s"),
        ),
    )
    told = [text % {"count": count, "day": write_date(oldest)} for count, text in counts if count]
    if told:
        sentence = _("%(unit)s: %(what)s") % {"unit": progress.area.unit, "what": ", ".join(told)}
        yield _line(progress, sentence, "area_enter")


def _line(progress: AreaProgress, sentence: str, page: str) -> Waiting:
    return Waiting(sentence, reverse(page, args=[progress.area.pk]), progress.area.ends_on)
