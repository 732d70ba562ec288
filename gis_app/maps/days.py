"""The days that the map can be shown on: from when, where something changed, what a day has no data for."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from dataclasses import dataclass

from django.db.models import Max, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.formats.numbers import date as write_date
from gis_app.maps.choosing import Choice
from gis_app.plans.territory import territory_codes
from gis_app.transformation.models import KeyArea, KeyAreaQuerySet, Status, StatusChange
from layers.models import AdminUnit


@dataclass(frozen=True, slots=True)
class DayStep:
    """A day on which the map changes, and what changes on it."""

    day: datetime.date
    text: str


def steps(choice: Choice, account: Account) -> list[DayStep]:
    """Return the days until today on which a status of the account's areas or the boundaries changed."""
    if choice.version is None:
        return []
    changed: dict[datetime.date, Counter[str]] = {}
    for day, status in _changes(choice, account).values_list("effective_on", "to_status"):
        changed.setdefault(day, Counter())[status] += 1
    boundaries = _boundary_days(choice, account, min(changed, default=None))
    return [
        DayStep(day, _told(changed.get(day, Counter()), new_boundaries=day in boundaries))
        for day in sorted({*changed, *boundaries})
    ]


def first_day(choice: Choice, found: list[DayStep]) -> datetime.date:
    """Return the first day to ask for: the first change, or the beginning of the plan if that is earlier."""
    start = choice.version.record["period"].get("start") if choice.version else None
    days = [step.day for step in found[:1]]
    if start:
        days.append(datetime.date.fromisoformat(start))
    return min(days, default=timezone.localdate() - datetime.timedelta(days=365))


def note(choice: Choice, account: Account, *, has_communes: bool) -> str:
    """Say what is not known about the choice's day, or return an empty text."""
    if not has_communes:
        return _("Không có ranh giới xã, phường nào của ngày %(day)s.") % {"day": write_date(choice.on)}
    if choice.version is None:
        return ""
    first = _changes(choice, account).aggregate(first=Min("effective_on"))["first"]
    if first is None:
        return _("Chưa có trạng thái nào được ghi.")
    if choice.on < first:
        return _("Chưa có trạng thái nào được ghi cho ngày này: thay đổi đầu tiên là từ %(first)s.") % {
            "first": write_date(first)
        }
    if choice.on > timezone.localdate():
        return _("Ngày ở tương lai: tình trạng theo những gì đã ghi đến hôm nay.")
    return ""


def status_tag(choice: Choice, shapes: str, border: str, language: str) -> str:
    """Return a text that changes whenever the statuses of the choice or what they are shown on do.

    Changes of status are only ever added, so the newest one's key tells; `shapes` is the fingerprint of the
    communes that the account sees, `border` names the border lines.
    """
    plan = choice.version.plan_id if choice.version else ""
    newest = StatusChange.objects.filter(area__plan_year__plan=plan).aggregate(newest=Max("pk"))["newest"]
    today = timezone.localdate()
    told = (plan, choice.year, choice.on, newest, shapes, border, language, choice.on > today)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def _areas(choice: Choice) -> KeyAreaQuerySet:
    areas = KeyArea.objects.filter(plan_year__plan=choice.version.plan_id if choice.version else None)
    return areas if choice.year is None else areas.filter(plan_year__year=choice.year)


def _changes(choice: Choice, account: Account) -> QuerySet[StatusChange]:
    return StatusChange.objects.filter(area__in=restrict(_areas(choice), account)).order_by()


def _boundary_days(choice: Choice, account: Account, since: datetime.date | None) -> frozenset[datetime.date]:
    """Return the days on which other communes of the territory came into force, after the first change."""
    if choice.version is None or since is None:
        return frozenset()
    units = restrict(AdminUnit.objects.communes(), account).filter(
        province_code__in=territory_codes(choice.version),
        valid_from__gt=since,
        valid_from__lte=timezone.localdate(),
        boundary_set__status="active",
    )
    return frozenset(units.order_by().values_list("valid_from", flat=True).distinct())


def _told(statuses: Counter[str], *, new_boundaries: bool) -> str:
    parts = [f"{statuses[status]} {status.label}" for status in Status if statuses[status]]
    if new_boundaries:
        parts.append(_("ranh giới xã, phường mới"))
    return ", ".join(parts)
