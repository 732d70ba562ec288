"""A panel for the page of an area: `{% after_success area %}` tells what came after its success."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from gis_app.access.roles import Action, may
from gis_app.transformation.models import KeyArea, Status
from gis_app.transformation.relapse.presenting import shown_of_area

register = template.Library()


@register.inclusion_tag("transformation/parts/after_success.html", takes_context=True)
def after_success(context: template.Context, area: KeyArea) -> dict[str, Any]:
    """Show the watch over a transformed area and who is judged; nothing for an area in another status."""
    if area.status != Status.TRANSFORMED:
        return {"seen": None}
    account = context["request"].user
    return {
        "area": area,
        "seen": shown_of_area(area, account, timezone.localdate()),
        "may_answer": may(account, Action.PROPOSE),
    }
