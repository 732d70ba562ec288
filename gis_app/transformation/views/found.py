"""The area that a page is about, if the account may see it, and what every page of an area shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from gis_app.access.restricting import restrict
from gis_app.transformation.models import KeyArea


def area_of(request: HttpRequest, area_id: int) -> KeyArea:
    """Return the area; 404 where there is none, or none that the account may see."""
    areas = KeyArea.objects.select_related("plan_year__plan", "plan_year__version", "unit", "screening")
    return get_object_or_404(restrict(areas, request.user), pk=area_id)


def frame(area: KeyArea, tab: str) -> dict[str, Any]:
    """Return what the head and the tabs of an area's pages need."""
    return {"area": area, "plan": area.plan_year.plan, "year": area.plan_year.year, "tab": tab}
