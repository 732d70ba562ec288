"""A draft as the version that it would be: rules of other plans filled in."""

from __future__ import annotations

from typing import Any

from gis_app.plans.inheriting import filled_in, origins
from gis_app.plans.models import Plan, PlanDraft


def whole(draft: PlanDraft) -> dict[str, Any]:
    """Return the record that publishing the draft would store; rules are those of the plans' newest versions.

    Raises:
        KeyError: with the part that the plan named for it does not rule itself.
    """
    wanted = set(origins(draft.content).values())
    rules = {
        plan.pk: plan.current.record
        for plan in Plan.objects.filter(pk__in=wanted).exclude(pk=draft.content.get("id"))
    }
    return filled_in(draft.content, rules)
