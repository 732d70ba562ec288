"""What the frame of every page shows: the rail, the signed-in post, the warning about sample data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from gis_app.access.navigation import rail
from gis_app.access.roles import Action, may
from layers.models import BoundarySet


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Return the values that `templates/base.html` needs on every page.

    A part of a page that htmx asks for has no frame, so nothing is read for it but what is allowed.
    """
    account = getattr(request, "user", None)
    if account is None or not account.is_authenticated:
        return {"sample_data": False, "allowed": {}, "rail": []}
    allowed = {action.value: may(account, action) for action in Action}
    if getattr(request, "htmx", False):
        return {"sample_data": False, "allowed": allowed, "rail": []}
    return {
        "sample_data": BoundarySet.objects.active().sample().exists(),
        "allowed": allowed,
        "rail": rail(request),
    }
