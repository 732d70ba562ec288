"""The list of border communes against what the boundaries say.

"Có một phần địa giới hành chính trùng hợp với đường biên giới quốc gia" (Nghị định 34/2014/NĐ-CP, amended by
299/2025/NĐ-CP) makes a commune or ward a border one; the list in the decree's annex is what counts. The
boundaries check it: a listed commune that touches no line, and one that runs along it without being listed,
are told, with the length on the drawing. Nothing is corrected by itself.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Sum

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.border.models import ListedCommune
from gis_app.screening.frontiers import survey
from gis_app.screening.models import Frontier
from layers.models import AdminUnit

#: How far a drawn commune edge may lie from a drawn border line and still be on it. Ours, as in d.adjoining.
TOLERANCE_M = 200.0
#: A shorter contact is the corner of a neighbour. Ours.
SHORTEST_CONTACT_M = 100.0


@dataclass(frozen=True, slots=True)
class Membership:
    """One commune, whether it is listed on the day, and how many metres of its edge face a border line."""

    unit: AdminUnit
    listed: ListedCommune | None
    length_m: float

    @property
    def touches(self) -> bool:
        """Say whether its edge runs along the border."""
        return self.length_m >= SHORTEST_CONTACT_M

    @property
    def agrees(self) -> bool:
        """Say whether list and boundaries say the same."""
        return self.touches == (self.listed is not None)


def memberships(day: datetime.date, account: Account | None) -> list[Membership]:
    """Return every commune that is listed or runs along the border, longest contact first."""
    units = restrict(AdminUnit.objects.communes().on(day), account)
    made = survey(day, TOLERANCE_M)
    lengths = dict(
        Frontier.objects.filter(survey=made, faces=Frontier.Faces.BORDER)
        .order_by()
        .values_list("unit_id")
        .annotate(Sum("length_m"))
    )
    listed = {entry.unit_id: entry for entry in restrict(ListedCommune.objects.on(day), account)}
    concerned = units.filter(pk__in={*lengths, *listed}).defer("geometry", "display_geometry")
    found = [Membership(unit, listed.get(unit.pk), lengths.get(unit.pk, 0.0)) for unit in concerned]
    return sorted(
        (each for each in found if each.touches or each.listed),
        key=lambda each: (-each.length_m, each.unit.code),
    )
