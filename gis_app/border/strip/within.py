"""Which stretches of a border line lie beside a reader's communes: a line has no jurisdiction of its own."""

from __future__ import annotations

import numpy as np
from django.contrib.gis.geos import MultiPoint, Point

from gis_app.access.models import Account
from gis_app.access.restricting import restrict, scope_of
from gis_app.border.strip.placing import Strip
from layers.models import AdminUnit, BorderLine
from layers.models.fields import SRID

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
    metres = np.append(np.arange(from_m, to_m, _EVERY_M), to_m)
    places = strip.measured.places(strip.index_of(line), metres)
    points = MultiPoint([Point(*place) for place in places.tolist()], srid=SRID)
    mine = restrict(AdminUnit.objects.communes().on(strip.day), account)
    return mine.filter(geometry__dwithin=(points, _NEAR_DEGREES)).exists()
