"""The ground to be divided: Natural Earth land, with the estuaries it cuts away put back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
import shapely.affinity
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry
from sources import Sources

#: Inlets narrower than twice this (m) are closed: river mouths belong to communes.
CLOSING = 2_500.0
#: A coastal unit whose ellipse is on land by less than this share gets its ellipse as land.
ENOUGH_LAND = 0.72


def _blob(x: float, y: float, half_x: float, half_y: float, seed: int) -> Polygon:
    """Return an irregular ellipse (metres): a drawn coast, not a ruler's."""
    rng = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    radius = np.ones_like(angle)
    for wave in range(2, 9):
        radius += rng.normal(0, 0.14 / wave**0.8) * np.cos(wave * angle + rng.uniform(0, 6.28))
    return Polygon(
        np.column_stack([x + half_x * radius * np.cos(angle), y + half_y * radius * np.sin(angle)])
    )


def mended_land(sources: Sources, old: pd.DataFrame) -> BaseGeometry:
    """Return Vietnam in METRIC_CRS around the units of ``old``, estuaries and islands mended.

    Cambodia is cut out exactly, so the state border stays the one of Natural Earth.
    """
    region = shapely.box(
        old.x.min() - 60_000, old.y.min() - 60_000, old.x.max() + 60_000, old.y.max() + 60_000
    )
    coarse = shapely.intersection(sources.vietnam, region)
    abroad = shapely.intersection(sources.cambodia, region)
    land = coarse.buffer(CLOSING).buffer(-CLOSING).union(coarse)
    shapely.prepare(land)
    additions = []
    for code in sources.crosswalk:
        row = old.loc[code]
        ellipse = shapely.affinity.scale(
            Point(row.x, row.y).buffer(1.0, quad_segs=16), row.half_x, row.half_y
        )
        seawards = ellipse.difference(abroad)
        if seawards.intersection(land).area < ENOUGH_LAND * seawards.area:
            additions.append(_blob(row.x, row.y, row.half_x * 0.9, row.half_y * 0.9, int(code)))
    land = shapely.union_all([land, *additions])
    # A bank of mud between an added unit and the coast is a river arm: close it as well.
    land = land.buffer(CLOSING / 2).buffer(-CLOSING / 2).union(land)
    return shapely.difference(land, abroad)
