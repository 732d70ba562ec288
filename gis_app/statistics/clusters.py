"""Clusters of incidents of any shape, without a grid and without communes."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from gis_app.statistics.answers import Floats, Integers, Lacking, NotEnoughData, shortage
from gis_app.statistics.metric import to_metres
from gis_app.statistics.points import coordinates_m, different_places


@dataclass(frozen=True, slots=True)
class Clusters:
    """Which incidents lie together.

    Attributes:
        label: (n,) number of the cluster from 0, largest first; -1 for an incident in none.
        strength: (n,) how firmly an incident belongs to its cluster, from 0 to 1; 0 in none.
        outlines: one row per cluster, index is its label: ``incidents``, ``places`` (different ones),
            ``geometry`` (convex hull: a point or line where all incidents lie on one), in the projected
            system used.
        alone: share of incidents in no cluster.
        least_incidents: as asked for.
    """

    label: Integers
    strength: Floats
    outlines: gpd.GeoDataFrame
    alone: float
    least_incidents: int


def clusters(places: gpd.GeoSeries, *, least_incidents: int = 10) -> Clusters | NotEnoughData:
    """Find groups of incidents that are denser than their surroundings (HDBSCAN).

    Args:
        places: (n,) points with a coordinate system; distances are in metres.
        least_incidents: the smallest group that counts as a cluster.

    Question: which incidents lie together, whatever the shape (along a road, around a market), where density
    differs between town and country? No distance has to be chosen: clusters are those that persist over the
    widest range of distances (excess of mass).

    Minimum data:
        three times ``least_incidents``, and at least as many different places as one cluster needs incidents.

    What it does not mean:
        * It is no test: random points make clusters too. Look at the share in none and at the outlines.
        * "In none" is not "harmless".
        * Incidents placed at the office of their commune make a cluster at that office.

    References:
        Campello, R. J. G. B., Moulavi, D. and Sander, J. (2013). Density-based clustering based on
        hierarchical
            density estimates. PAKDD 2013, LNCS 7819, 160-172.

    Raises:
        ValueError: fewer than 2 incidents asked for, something is not a point, or no coordinate system.
    """
    if least_incidents < 2:
        raise ValueError("A cluster needs at least 2 incidents.")
    projected = to_metres(places)
    points = coordinates_m(projected)
    missing = shortage(
        (Lacking.INCIDENTS, len(points), 3 * least_incidents),
        (Lacking.PLACES, different_places(points), least_incidents),
    )
    if missing:
        return missing
    found, strength = _hdbscan(points, least_incidents)
    label = _largest_first(found)
    members = [points[label == each] for each in range(label.max() + 1)]
    outlines = gpd.GeoDataFrame(
        {
            "incidents": [len(each) for each in members],
            "places": [different_places(each) for each in members],
        },
        geometry=[shapely.convex_hull(shapely.multipoints(each)) for each in members],
        crs=projected.crs,
    )
    return Clusters(label, strength, outlines, float((label < 0).mean()), least_incidents)


def _hdbscan(points: Floats, least_incidents: int) -> tuple[Integers, Floats]:
    """Return scikit-learn's labels and strengths (n,)."""
    from sklearn.cluster import HDBSCAN

    # Coordinates from their centre: millions of metres from the origin would cost digits of the distances.
    model = HDBSCAN(min_cluster_size=least_incidents, copy=False).fit(points - points.mean(axis=0))
    return model.labels_.astype(np.int64), np.nan_to_num(model.probabilities_.astype(np.float64))


def _largest_first(labels: Integers) -> Integers:
    """Renumber clusters by size, the first by position where sizes are equal."""
    sizes = np.bincount(labels[labels >= 0])
    rank = np.empty(len(sizes), dtype=np.int64)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    result = np.full(len(labels), -1, dtype=np.int64)
    result[labels >= 0] = rank[labels[labels >= 0]]
    return result
