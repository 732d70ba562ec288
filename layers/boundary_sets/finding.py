"""Finds a boundary set by what a person types."""

from __future__ import annotations

from layers.importing.refusing import ImportRefused
from layers.models import BoundarySet
from layers.saying import said as _


def find_set(text: str) -> BoundarySet:
    """Return the set with this name or number.

    Raises:
        ImportRefused: when there is none.
    """
    found = BoundarySet.objects.filter(name=text).first()
    if found is None and text.isascii() and text.isdigit() and len(text) < 10:
        found = BoundarySet.objects.filter(pk=int(text)).first()
    if found is None:
        raise ImportRefused(
            _("Không có bộ ranh giới “%(set)s”; hãy xem các bộ bằng lệnh boundary_sets list.") % {"set": text}
        )
    return found
