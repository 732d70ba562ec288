"""Windows without roads: circles around crashes, as the crow flies. Pages label what is found so."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from gis_app.screening.black_spots.junctions import metres_per_degree, to_utm
from gis_app.screening.black_spots.lines import TOLERANCE_M, Floats, Ints
from gis_app.screening.black_spots.windows import join

#: Distances in the projection may be this much longer than on the ellipsoid.
_STRETCH = 1.02


class Circles:
    """A circle around the place of every crash, with all crashes in it; see `windows.Windows`.

    Crashes at one place (a commune's centre, for want of anything better) are looked at once.
    """

    def __init__(self, lonlat: Floats, radius_m: float) -> None:
        """Take the places (n, 2) of crashes in degrees and the radius of the circles in metres."""
        places, place = np.unique(lonlat, axis=0, return_inverse=True)
        self._place: Ints = place.ravel().astype(np.int64)
        one, other = _pairs(places, radius_m + TOLERANCE_M / 2)
        everywhere = np.arange(len(places))
        rows, columns = np.r_[one, other, everywhere], np.r_[other, one, everywhere]
        shape = (len(places), len(places))
        self._within = csr_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=shape)

    def counts(self, weights: Ints) -> Ints:
        """Return (w, k) the sums of the crashes' weights (n, k) in each circle."""
        at_place = np.zeros((self._within.shape[0], weights.shape[1]), dtype=np.int64)
        np.add.at(at_place, self._place, weights)
        return np.asarray(self._within @ at_place)

    def joined(self, chosen: NDArray[np.bool_], among: NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """Join chosen circles that share a crash; see `windows.Windows`."""
        circles = np.flatnonzero(chosen)
        inside = self._within[circles].tocoo()
        asked = np.zeros(len(chosen), dtype=bool)
        asked[self._place[among]] = True
        kept = asked[inside.col]
        of_place, of_circle = join(
            inside.col[kept].astype(np.int64), inside.row[kept].astype(np.int64), len(chosen), len(circles)
        )
        of_window = np.full(len(chosen), -1, dtype=np.int64)
        of_window[circles] = of_circle
        return np.where(among, of_place[self._place], -1), of_window


def _pairs(places: Floats, within_m: float) -> tuple[Ints, Ints]:
    """Return the pairs of places at most `within_m` apart, each once."""
    if len(places) < 2:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    pairs = cKDTree(to_utm(places)).query_pairs(_STRETCH * within_m, output_type="ndarray")
    one, other = places[pairs[:, 0]], places[pairs[:, 1]]
    scale = metres_per_degree((one[:, 1] + other[:, 1]) / 2)
    near = np.hypot(*((other - one) * scale).T) <= within_m
    return pairs[near, 0].astype(np.int64), pairs[near, 1].astype(np.int64)
