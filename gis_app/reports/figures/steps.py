"""What was decided in a period: how many areas took which step, and the decisions behind them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.plans.models import Plan
from gis_app.screening.window import Window
from gis_app.transformation.models import Decision, KeyArea, Status, StatusChange


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps taken in a period, by the status that they led to, in the order of the cycle."""

    counts: dict[Status, int]
    decisions: tuple[tuple[Decision, int], ...]


def steps_in(plan: Plan, period: Window, account: Account | None) -> Steps:
    """Return the steps of all years of a plan in a period; each decision with its areas that are seen."""
    changes = StatusChange.objects.filter(
        area__in=restrict(KeyArea.objects.filter(plan_year__plan=plan), account),
        effective_on__gte=period.since,
        effective_on__lt=period.until,
    )
    counted = Counter(changes.values_list("to_status", flat=True))
    decided = (
        Decision.objects.filter(changes__in=changes)
        .distinct()
        .prefetch_related("amendments")
        .order_by("decided_on", "pk")
    )
    seen = Counter(changes.filter(decision__isnull=False).values_list("decision_id", flat=True))
    return Steps(
        {status: counted[status] for status in Status if counted[status]},
        tuple((decision, seen[decision.pk]) for decision in decided),
    )
