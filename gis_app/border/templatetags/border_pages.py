"""What the border pages have in common: `{% border_nav %}` at the top of each."""

from __future__ import annotations

from typing import Any

from django import template

from gis_app.border.navigation import tabs

register = template.Library()


@register.inclusion_tag("border/nav.html", takes_context=True)
def border_nav(context: template.Context) -> dict[str, Any]:
    """Show the pages of the border that the account may open."""
    return {"tabs": tabs(context["request"])}
