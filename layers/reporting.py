"""Whether data were reported at all, so that "no rows" can be told from "none happened".

The rule, per province:

* incidents of some categories are *reported* in a window when committed imports brought at least one incident
  of one of these categories, located in that province, on a day of the window;
* sites of some kinds are *known* on a date when at least one site of one of these kinds, valid on that date,
  touches a commune of that province in force on that date.

Where the answer is no, a missing row is unknown and a rule answers *no data*; where it is yes, it is a zero.

The limits: a province is the unit, because registers are kept by the provincial police, so a commune that
alone failed to report counts as zero when its neighbours reported. A category of which truly nothing happened
in the whole province in the window reads as unknown: the program cannot tell silence from peace, and the
careful answer is the unknown one. Units whose province is not known (`province_code` empty) are one group of
their own, under the key "".
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from django.db import connection
from django.db.models import Exists, OuterRef

from layers.models import AdminUnit, IncidentLocation, Site

_REPORTED = (Path(__file__).parent / "reported.sql").read_text(encoding="utf-8")


def reported(
    categories: Collection[str], units: Iterable[AdminUnit], since: datetime.date, until: datetime.date
) -> dict[str, bool]:
    """Say for each province of the units whether incidents of the categories were reported there.

    Args:
        categories: keys; one that was reported is enough.
        units: communes of the territory that is asked about; only these are looked at.
        since: first day.
        until: first day after the window.

    Returns:
        Province code to answer.
    """
    return {
        province: IncidentLocation.objects.filter(
            unit__in=members,
            incident__category__in=categories,
            incident__occurred_on__gte=since,
            incident__occurred_on__lt=until,
        ).exists()
        for province, members in _by_province(units).items()
    }


def reported_each(
    categories: Collection[str], unit_ids: Collection[int], since: datetime.date, until: datetime.date
) -> dict[str, frozenset[str]]:
    """Say which of the categories each province reported: what `reported` says of each, with one statement.

    Args:
        categories: keys.
        unit_ids: primary keys of the communes of the territory that is asked about.
        since: first day.
        until: first day after the window.

    Returns:
        Province code to the categories reported there; provinces that reported none of them are left out.
    """
    values = {"categories": list(categories), "units": list(unit_ids), "since": since, "until": until}
    with connection.cursor() as cursor:
        cursor.execute(_REPORTED, values)
        rows = cursor.fetchall()
    found: dict[str, set[str]] = {}
    for province, category in rows:
        found.setdefault(province, set()).add(category)
    return {province: frozenset(keys) for province, keys in found.items()}


def sites_known(kinds: Collection[str], provinces: Iterable[str], date: datetime.date) -> dict[str, bool]:
    """Say for each province whether sites of the kinds are known there on the date.

    Args:
        kinds: keys; one that is known is enough.
        provinces: province codes.
        date: day on which communes are in force and sites exist.

    Returns:
        Province code to answer.
    """
    sites = Site.objects.on(date).filter(kind__in=kinds, geometry__intersects=OuterRef("geometry"))
    communes = AdminUnit.objects.communes().on(date)
    return {
        province: communes.of_province(province).filter(Exists(sites)).exists() for province in set(provinces)
    }


def _by_province(units: Iterable[AdminUnit]) -> Mapping[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for unit in units:
        groups.setdefault(unit.province_code, []).append(unit.pk)
    return groups
