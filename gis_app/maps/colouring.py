"""What colours a commune on the map: its status in a year of a plan, or what a screening found."""

from __future__ import annotations

import datetime
from collections import Counter

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.maps.choosing import Choice
from gis_app.maps.shapes import communes_on
from gis_app.plans.territory import communes_of
from gis_app.screening.models import Finding, Screening
from gis_app.transformation.models import KeyArea, KeyAreaQuerySet
from gis_app.transformation.palette import NOT_IN_PROGRAMME, StatusStyle
from gis_app.transformation.same_ground import same_ground

# A commune with a criterion met stands out; one without data is hatched, never the lightest class.
FINDING_STYLES: tuple[StatusStyle, ...] = (
    StatusStyle("met", _("có ít nhất một tiêu chí đạt"), "#D55E00", "none"),
    StatusStyle("no_data", _("không tiêu chí nào đạt, có tiêu chí thiếu dữ liệu"), "#E0E0E0", "diagonal"),
    StatusStyle("not_met", _("không tiêu chí nào đạt"), "#FFFFFF", "none"),
    StatusStyle("none", _("không được rà soát"), "#F2F2F2", "none"),
)


def style_records(styles: tuple[StatusStyle, ...]) -> list[dict[str, str | Promise]]:
    """Return the styles as plain records for the scripts of the page."""
    return [{"key": s.key, "label": s.label, "colour": s.colour, "hatch": s.hatch} for s in styles]


def statuses(choice: Choice, account: Account) -> dict[str, object]:
    """Return the status of each commune in the programme on the choice's day, and how many have which.

    `units` maps primary keys of the communes in force on that day to a status; `counts` are over the
    communes of the plan's territory that the account sees; `elsewhere` counts areas whose commune was
    divided or merged since, which no present commune can stand for.
    """
    if choice.version is None:
        return _coloured({}, set(), choice.on)
    territory = set(communes_of(choice.version, choice.on).values_list("pk", flat=True))
    seen = set(communes_on(choice.on, account).filter(pk__in=territory).values_list("pk", flat=True))
    areas = dict(
        restrict(_areas(choice), account)
        .with_status_on(choice.on)
        .exclude(status_on=None)
        .order_by("plan_year__year")  # a commune of several years shows its newest
        .values_list("unit_id", "status_on")
    )
    later = same_ground(set(areas) - seen)
    units = {unit: status for unit, status in areas.items() if unit in seen}
    elsewhere = 0
    for unit in areas.keys() - seen:
        present = next(iter(later.get(unit, frozenset()) & seen), None)
        if present is None:
            elsewhere += 1
        else:
            units.setdefault(present, areas[unit])
    return {**_coloured(units, seen, choice.on), "elsewhere": elsewhere}


def _areas(choice: Choice) -> KeyAreaQuerySet:
    areas = KeyArea.objects.filter(plan_year__plan_id=choice.version.plan_id)
    return areas if choice.year is None else areas.filter(plan_year__year=choice.year)


def outcomes(screening: Screening, on: datetime.date, account: Account) -> dict[str, object]:
    """Return what a screening found per commune: met if any criterion was, else no data if any lacked it."""
    found: dict[int, set[str]] = {}
    rows = restrict(Finding.objects.filter(screening=screening), account).order_by()
    for unit, outcome in rows.values_list("unit_id", "outcome").distinct():
        found.setdefault(unit, set()).add(outcome)
    units = {
        unit: next(outcome for outcome in ("met", "no_data", "not_met") if outcome in outcomes)
        for unit, outcomes in found.items()
    }
    return _coloured(units, set(communes_on(on, account).values_list("pk", flat=True)), on)


def _coloured(units: dict[int, str], all_units: set[int], on: datetime.date) -> dict[str, object]:
    counts = Counter(units.values())
    counts[NOT_IN_PROGRAMME.key] = len(all_units - set(units))
    return {"date": on.isoformat(), "units": units, "counts": counts, "elsewhere": 0}
