"""How one commune stood on every past day: spans of days for the slider of its page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.transformation.models import KeyArea, StatusChange
from gis_app.transformation.palette import NOT_IN_PROGRAMME
from gis_app.transformation.same_ground import same_ground
from layers.models import AdminUnit


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` on, until the next span: a status, why, and what the commune was called."""

    since: datetime.date
    status: str
    label: str
    basis: str
    unit: str

    def record(self) -> dict[str, str]:
        """Return it as plain data for the script of the page."""
        return {
            "since": self.since.isoformat(),
            "status": self.status,
            "label": self.label,
            "basis": self.basis,
            "unit": self.unit,
        }


def timeline(area: KeyArea) -> list[Span]:
    """Return the spans of an area until today, oldest first; the first one is before anything was decided."""
    today = timezone.localdate()
    changes = list(
        area.changes.filter(effective_on__lte=today)
        .select_related("decision")
        .prefetch_related("decision__amendments")
        .order_by("effective_on", "id")
    )
    # Of several changes on one day the last one holds from that day on.
    by_day: dict[datetime.date, StatusChange] = {change.effective_on: change for change in changes}
    names = _names(area)
    if not by_day:
        return []
    before = min(by_day) - datetime.timedelta(days=365)
    days = sorted({before, *by_day, *(since for since, _name in names if before < since <= today)})
    spans, current = [], None
    for day in days:
        current = by_day.get(day, current)
        unit = next((name for since, name in reversed(names) if since <= day), names[0][1] if names else "")
        if current is None:
            label, basis = str(NOT_IN_PROGRAMME.label), _("trước khi được đề xuất")
            spans.append(Span(day, NOT_IN_PROGRAMME.key, label, basis, unit))
        else:
            spans.append(Span(day, current.to_status, current.get_to_status_display(), _basis(current), unit))
    return spans


def _basis(change: StatusChange) -> str:
    if change.decision is None:
        return change.reason.partition("\n")[0]
    paper = change.decision.paper
    return _("Quyết định số %(number)s ngày %(day)s, %(body)s") % {
        "number": paper.number,
        "day": f"{paper.decided_on:%d/%m/%Y}",
        "body": paper.body,
    }


def _names(area: KeyArea) -> list[tuple[datetime.date, str]]:
    """Return from which day on the commune was called what, through the boundary sets."""
    units = AdminUnit.objects.filter(
        pk__in=same_ground([area.unit_id]).get(area.unit_id, ()), boundary_set__status="active"
    )
    return list(units.order_by("valid_from").values_list("valid_from", "full_name"))
