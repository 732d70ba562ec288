"""What the frame of every page shows: the rail, the signed-in post, the warning about sample data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from gis_app.access.roles import Action, may
from layers.models import BoundarySet


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Return the values that `templates/base.html` needs on every page."""
    account = getattr(request, "user", None)
    if account is None or not account.is_authenticated:
        return {"sample_data": False, "allowed": {}}
    return {
        "sample_data": BoundarySet.objects.active().sample().exists(),
        "allowed": {action.value: may(account, action) for action in Action},
    }
