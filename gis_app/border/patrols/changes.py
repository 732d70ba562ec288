"""What a correction changed: kept as keys and values, worded in the language of whoever reads."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.gis.geos import MultiLineString
from django.utils.translation import gettext as _

from gis_app.border.models import Patrol
from gis_app.border.patrols.lengths import length_m
from gis_app.formats.numbers import date as write_date
from gis_app.formats.numbers import number

#: What a correction may touch, in the order of the page.
FIELDS = ("lead", "agencies", "planned_on", "done_on", "planned_route", "route", "document", "note")
_DAYS = frozenset({"planned_on", "done_on"})
_ROUTES = frozenset({"planned_route", "route"})


def values_of(patrol: Patrol) -> dict[str, Any]:
    """Return the values that a correction can change, as they are."""
    values = {field: getattr(patrol, field) for field in FIELDS if field != "agencies"}
    return {**values, "agencies": sorted(patrol.agencies.all(), key=lambda agency: agency.name)}


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return for each field that differs what is kept of both values; of a route its metres."""
    return {
        field: [_kept(field, before[field]), _kept(field, after[field])]
        for field in FIELDS
        if not _same(before[field], after[field])
    }


def sentences(changes: Mapping[str, list[Any]]) -> list[str]:
    """Say each change, with the value before and after."""
    return [
        _("%(field)s: %(before)s → %(after)s")
        % {"field": _label(field), "before": _worded(field, before), "after": _worded(field, after)}
        for field, (before, after) in changes.items()
    ]


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, MultiLineString) and isinstance(after, MultiLineString):
        return before.wkb == after.wkb
    return bool(before == after)


def _kept(field: str, value: Any) -> Any:
    if value is None or value == "":
        return None
    if field in _DAYS:
        return value.isoformat()
    if field in _ROUTES:
        return round(length_m(value))
    if field == "agencies":
        return [str(agency) for agency in value]
    return str(value)


def _label(field: str) -> str:
    return str(Patrol._meta.get_field(field).verbose_name)


def _worded(field: str, kept: Any) -> str:
    if kept is None:
        return _("không có")
    if field in _DAYS:
        return write_date(datetime.date.fromisoformat(kept))
    if field in _ROUTES:
        return _("tuyến %(km)s km") % {"km": number(kept / 1000, 1)}
    return ", ".join(kept) if isinstance(kept, list) else str(kept)
