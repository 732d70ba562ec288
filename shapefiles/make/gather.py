"""Brings scattered communes together.

A new commune is one piece of ground; approximate cells sometimes leave a neighbour between its
members. Those members are pulled towards the commune's published point and the cells are built
again, a few times over.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from cells import cells, seeds
from shapely.geometry.base import BaseGeometry

ROUNDS = 6
#: Part of the way to the commune's point that a stray member goes in one round.
PULL = 0.18


def _strays(pieces: gpd.GeoDataFrame) -> dict[str, str]:
    """Return old code -> new code of the pieces apart from the main body of their commune."""
    found = {}
    for code, group in pieces.groupby("new"):
        parts = shapely.get_parts(shapely.coverage_union_all(group.geometry.to_numpy()))
        if len(parts) == 1:
            continue
        body = parts[shapely.area(parts).argmax()]
        inner = shapely.point_on_surface(group.geometry.to_numpy())
        for old in group.old[~shapely.intersects(body, inner)]:
            found[old] = code
    return found


def gathered_cells(
    old: pd.DataFrame, new: pd.DataFrame, crosswalk: dict[str, list[str]], land: BaseGeometry
) -> gpd.GeoDataFrame:
    """Return the cells (see ``cells``) of the round that leaves the fewest members scattered."""
    old = old.copy()
    best, fewest = None, np.inf
    for _ in range(ROUNDS):
        pieces = cells(seeds(old, new, crosswalk), land)
        strays = _strays(pieces)
        if len(strays) < fewest:
            best, fewest = pieces, len(strays)
        if not strays:
            break
        for code, target in strays.items():
            goal = new.loc[target, ["x", "y"]].to_numpy(float)
            here = old.loc[code, ["x", "y"]].to_numpy(float)
            old.loc[code, ["x", "y"]] = here + PULL * (goal - here)
    return best
