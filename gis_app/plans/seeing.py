"""Which plans an account sees, and which of them it may change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.plans.models import Plan, PlanDraft
from gis_app.plans.territory import communes_in, communes_of


def plans_for(account: Account | AnonymousUser | None) -> list[Plan]:
    """Return the plans whose present territory holds a commune that the account may see."""
    today = timezone.localdate()
    return [
        plan
        for plan in Plan.objects.prefetch_related("versions")
        if restrict(communes_of(plan.current, today), account).exists()
    ]


def drafts_for(account: Account | AnonymousUser | None) -> list[PlanDraft]:
    """Return the drafts in the making that the account may change; nobody else sees a draft."""
    drafts = PlanDraft.objects.in_the_making().select_related("base__plan", "changed_by")
    return [draft for draft in drafts if may_change(account, draft.base.record["territory"])]


def may_change(
    account: Account | AnonymousUser | None,
    territory: Mapping[str, Any],
    action: Action = Action.EDIT_PLANS,
) -> bool:
    """Say whether the account may change a plan of this territory.

    A plan is about a whole province: its role must allow it, and its jurisdiction must hold every commune in
    force in the territory today. None stands for the command line on the server.
    """
    if account is None:
        return True
    if not may(account, action):
        return False
    whole = communes_in(territory, timezone.localdate())
    there = whole.count()
    if not there:
        return bool(getattr(account, "whole_country", False))
    return restrict(whole, account).count() == there
