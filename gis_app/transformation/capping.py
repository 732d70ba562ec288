"""What a selection does to the caps: which groups it adds to, which of them it exceeds, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gis_app.plans.cap_groups import CapGroup, Caps
from gis_app.transformation.cap_use import count_by_group
from gis_app.transformation.cycle import COUNTED
from gis_app.transformation.models import DecidedCap, KeyArea, PlanYear
from gis_app.transformation.refusing import RefusedError


@dataclass(frozen=True, slots=True)
class CapBreach:
    """A selection that exceeds a cap: how many communes of the group there would be."""

    group: CapGroup
    selected: int

    def sentence(self) -> str:
        """Write the arithmetic and what to do."""
        return _(
            "Vượt trần (%(group)s): %(arithmetic)s; quyết định này nâng số địa bàn được chọn lên "
            "%(selected)s, "
            "vượt %(excess)s. Hãy bớt địa bàn hoặc ghi lý do vượt trần."
        ) % {
            "group": self.group.name,
            "arithmetic": self.group.cap.sentence(),
            "selected": self.selected,
            "excess": self.group.cap.excess(self.selected),
        }


def caps_met(
    plan_year: PlanYear, caps: Caps, chosen: Collection[KeyArea], reason: str, reasons: Mapping[str, str]
) -> list[DecidedCap]:
    """Return the caps of the groups that a selection adds to, each with how many count against it then.

    Args:
        plan_year: locked, so that the count cannot change meanwhile.
        caps: those of the day of the decision.
        chosen: the areas that are selected now, with their districts.
        reason: why caps are exceeded, for each group without a reason of its own.
        reasons: reasons of single groups, by key.

    Raises RefusedError with the arithmetic for the first group that is exceeded without a reason.
    """
    before = count_by_group(
        caps, KeyArea.objects.filter(plan_year=plan_year, status__in=COUNTED).with_district()
    )
    met = []
    for key, added in sorted(count_by_group(caps, chosen).items()):
        group = caps.group(key)
        total = before[key] + added
        breach = group.cap.excess(total) > 0
        why = (reasons.get(key, "").strip() or reason) if breach else ""
        if breach and not why:
            raise RefusedError(CapBreach(group, total).sentence())
        met.append(DecidedCap(key, group.proper_name, group.cap, total, why))
    return met
