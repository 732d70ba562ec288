"""The box around communes, by which an index finds what may be in them."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from django.contrib.gis.db.models import Extent

from layers.models import AdminUnit


class Box(NamedTuple):
    """Degrees."""

    west: float
    south: float
    east: float
    north: float

    def wider(self, degrees: float) -> Box:
        """Return the box with so much more on every side."""
        return Box(self.west - degrees, self.south - degrees, self.east + degrees, self.north + degrees)


def box_of(unit_ids: Collection[int]) -> Box:
    """Return the box of units (primary keys)."""
    return Box(*AdminUnit.objects.filter(pk__in=unit_ids).aggregate(box=Extent("geometry"))["box"])
