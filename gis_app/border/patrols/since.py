"""When a stretch of the line was last passed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely
from django.db import connection

from gis_app.border.patrols.coverage import PIECE_M
from gis_app.border.strip.placing import Strip

_SINCE = (Path(__file__).parent / "since.sql").read_text(encoding="utf-8")


def last_passed(
    strip: Strip,
    stretches: Sequence[tuple[int, float, float]],
    before: datetime.date,
    reach_m: float,
) -> list[datetime.date | None]:
    """Return for each stretch (line, from and to metres) the last day before a day on which it was passed.

    Passed is what `coverage.parts` calls covered, of any piece of the stretch: the middle of the piece lies
    within the reach of the route. None where that was never recorded.
    """
    if strip.measured is None or not stretches:
        return []
    middles = [
        shapely.multipoints(strip.measured.places(line, _middles(from_m, to_m)))
        for line, from_m, to_m in stretches
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, {"middles": list(shapely.to_wkb(middles)), "before": before, "reach": reach_m})
        return [row[0] for row in cursor.fetchall()]


def _middles(from_m: float, to_m: float) -> np.ndarray:
    count = max(1, int(np.ceil((to_m - from_m) / PIECE_M)))
    ends = np.linspace(from_m, to_m, count + 1)
    middles: np.ndarray = (ends[:-1] + ends[1:]) / 2
    return middles
