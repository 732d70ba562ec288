"""The form of a decision as pages show it: what the plan offers, and what was written last time."""

from __future__ import annotations

import datetime

from django.http import QueryDict

from gis_app.plans.cap_groups import caps_for
from gis_app.plans.models import Plan
from gis_app.transformation.forms import DecisionForm
from gis_app.transformation.models import Decision, KeyAreaQuerySet


def decision_form(
    plan: Plan,
    year: int,
    on: datetime.date,
    areas: KeyAreaQuerySet,
    acts: list[Decision.Act] | None = None,
    data: QueryDict | None = None,
) -> DecisionForm:
    """Return the form for the areas of a list, with the caps of a day; `acts` None offers all of them."""
    version = plan.version_for(year)
    decisions = Decision.objects.recorded().filter(plan_year__plan=plan)
    newest = decisions.order_by("-plan_year__year", "-recorded_at").first()
    first = version.deciders[0].name
    initial = {
        "decider": newest.decider or ("" if newest.decider_reason else first) if newest else first,
        "body": newest.body if newest else first,
        "decider_reason": newest.decider_reason if newest else "",
        "proposed_by": newest.proposed_by if newest else "",
        "signer_title": newest.signer_title if newest else "",
    }
    return DecisionForm(
        data, areas=areas, version=version, groups=caps_for(version, on).groups, acts=acts, initial=initial
    )
