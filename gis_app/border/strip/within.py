"""Which stretches of a border line lie beside a reader's communes: a line has no jurisdiction of its own."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely
from django.db.models.functions import Coalesce

from gis_app.access.models import Account
from gis_app.access.restricting import restrict, scope_of
from gis_app.border.strip.placing import Strip
from layers.models import AdminUnit, BorderLine

#: A stretch is looked at every so many metres.
_EVERY_M = 500.0
#: A drawn line and a drawn commune edge lie so far apart at most; about a kilometre. Ours.
_NEAR_DEGREES = 0.01


def is_beside(strip: Strip, line: BorderLine, from_m: float, to_m: float, account: Account | None) -> bool:
    """Say whether a stretch of a line runs beside a commune that the account may see."""
    if strip.measured is None:
        return False
    if scope_of(account).everything:
        return True
    mine = restrict(AdminUnit.objects.communes().on(strip.day), account).order_by("pk")
    communes = _communes(tuple(mine.values_list("pk", flat=True)))
    metres = np.append(np.arange(from_m, to_m, _EVERY_M), to_m)
    places = shapely.points(strip.measured.places(strip.index_of(line), metres))
    return bool(communes.query(places, predicate="dwithin", distance=_NEAR_DEGREES).size)


@lru_cache(maxsize=64)
def _communes(unit_ids: tuple[int, ...]) -> shapely.STRtree:
    """Return the shapes of communes as maps show them; those of a set in force never change."""
    shown = AdminUnit.objects.filter(pk__in=unit_ids).annotate(shape=Coalesce("display_geometry", "geometry"))
    shapes = [bytes(shape.wkb) for shape in shown.values_list("shape", flat=True)]
    return shapely.STRtree(shapely.from_wkb(shapes))
