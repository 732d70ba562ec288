"""Template filters for numbers; built in everywhere, so that no template needs `{% load %}` for a comma."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from gis_app.formats import numbers

register = template.Library()


@register.filter(name="number")
def number_filter(value: float | int | None, decimals: int = 0) -> str:
    """Write a number in the page's language; an unknown value is an em dash, never a zero."""
    return "—" if value is None else numbers.number(value, decimals, get_language() or "vi")


@register.filter(name="percent")
def percent_filter(share: float | None, decimals: int = 1) -> str:
    """Write a share (0 to 1) as a percentage in the page's language; unknown is an em dash."""
    return "—" if share is None else numbers.percent(share, decimals, get_language() or "vi")
