"""Which communes are neighbours: found from geometries, or given, and kept as a sparse matrix.

Finding neighbours costs more than any statistic on them, so it is done once per boundary set. Three
definitions: `queen` (a common boundary or corner), `nearest` (the k nearest centres) and `within` (centres
within a distance). Which one is right is a choice, not a finding: `gis_app.statistics.hot_spots.stability`
shows how much hangs on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import ArrayLike
from scipy.sparse import csr_array, eye_array
from scipy.spatial import KDTree

from gis_app.statistics.answers import Flags, Integers
from gis_app.statistics.metric import to_metres

if TYPE_CHECKING:
    from libpysal.graph import Graph

#: Boundaries this near are taken to meet: the rounding of coordinates with seven decimals of a degree.
TOUCHING_M = 0.01


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Who is a neighbour of whom, all neighbours counting the same.

    Attributes:
        matrix: (n, n) scipy ``csr_array`` of 1.0 where the unit of the column is a neighbour of the unit of
            the row; the diagonal is empty. Symmetric for `queen` and `within`, not for `nearest`.
        definition: how they were found, for the record of a run.
    """

    matrix: Any
    definition: str

    @classmethod
    def from_pairs(cls, size: int, pairs: ArrayLike, definition: str = "given") -> Neighbours:
        """Make neighbours of known pairs, for instance the stored adjacencies of a boundary set.

        Args:
            size: number of units n.
            pairs: (m, 2) positions of units from 0 to n - 1; one direction is enough, both do no harm, a
                pair of a unit with itself is left out.
            definition: what makes two units a pair.

        Raises:
            ValueError: a position outside 0 … n - 1.

        >>> Neighbours.from_pairs(4, [(0, 1), (1, 2)]).islands
        array([3])
        """
        array = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
        if array.size and (array.min() < 0 or array.max() >= size):
            raise ValueError(f"Pairs must lie between 0 and {size - 1}.")
        return cls(_matrix(size, np.vstack([array, array[:, ::-1]])), definition)

    @classmethod
    def from_arrays(cls, indptr: ArrayLike, indices: ArrayLike, definition: str) -> Neighbours:
        """Make neighbours of the two arrays that `arrays` gave to be stored."""
        starts = np.asarray(indptr, dtype=np.int64)
        columns = np.asarray(indices, dtype=np.int64)
        size = len(starts) - 1
        rows = np.repeat(np.arange(size), np.diff(starts))
        return cls(_matrix(size, np.column_stack([rows, columns])), definition)

    def arrays(self) -> tuple[Integers, Integers]:
        """Return (indptr, indices) of the matrix: all there is to store."""
        return self.matrix.indptr.astype(np.int64), self.matrix.indices.astype(np.int64)

    @property
    def size(self) -> int:
        """Number of units n."""
        return int(self.matrix.shape[0])

    @property
    def counts(self) -> Integers:
        """Number of neighbours of each unit (n,)."""
        starts: Integers = np.asarray(self.matrix.indptr, dtype=np.int64)
        return starts[1:] - starts[:-1]

    @property
    def islands(self) -> Integers:
        """Positions of units without any neighbour."""
        return np.flatnonzero(self.counts == 0)

    def among(self, kept: Flags) -> Neighbours:
        """Return the neighbours among the kept units only (n,), renumbered; the others are as if absent."""
        if kept.all():
            return self
        return Neighbours(csr_array(self.matrix[kept][:, kept]), self.definition)

    def graph(self, *, with_self: bool = False) -> Graph:
        """Return them as a libpysal Graph for esda, each unit its own neighbour where asked."""
        from libpysal.graph import Graph

        matrix = self.matrix + eye_array(self.size, format="csr") if with_self else self.matrix
        return Graph.from_sparse(matrix)


def queen(areas: gpd.GeoSeries, tolerance_m: float = TOUCHING_M) -> Neighbours:
    """Units that share a boundary or a corner, overlap, or come within a tolerance of each other.

    Args:
        areas: (n,) polygons with a coordinate system.
        tolerance_m: metres. The default only bridges the rounding of coordinates; boundaries that were
            simplified one by one leave gaps, and then tens of metres are right.

    Unlike contiguity from common vertices, a corner that lies in the middle of the other's edge counts.
    An empty or missing polygon has no neighbours.
    """
    if tolerance_m < 0:
        raise ValueError("The tolerance must not be negative.")
    shapes = to_metres(areas).to_numpy()
    near = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=tolerance_m)
    # A corner in the middle of a long straight edge leaves it when both are projected: look before that too.
    given = areas.to_numpy()
    touching = shapely.STRtree(given).query(given, predicate="intersects")
    pairs = np.hstack([near, touching]).T
    return Neighbours(_matrix(len(shapes), pairs), f"queen, {tolerance_m:g} m")


def nearest(areas: gpd.GeoSeries, k: int) -> Neighbours:
    """Return the k units whose centroids are nearest to the unit's own; nobody is an island.

    Raises:
        ValueError: fewer than k + 1 units, or one without a shape.
    """
    centres = _centres(areas)
    if not 1 <= k < len(centres):
        raise ValueError(f"k must lie between 1 and {len(centres) - 1}.")
    # One more is asked for because the unit itself is found too, not always first where centres coincide.
    found = KDTree(centres).query(centres, k=k + 1)[1]
    own = found == np.arange(len(centres))[:, None]
    own[~own.any(axis=1), -1] = True
    pairs = np.column_stack([np.repeat(np.arange(len(centres)), k), found[~own]])
    return Neighbours(_matrix(len(centres), pairs), f"{k} nearest")


def within(areas: gpd.GeoSeries, metres: float) -> Neighbours:
    """Units whose centroids lie at most so many metres apart; remote units become islands.

    Raises:
        ValueError: the distance is not above 0, or a unit has no shape.
    """
    if not metres > 0:
        raise ValueError("The distance must be above 0 m.")
    centres = _centres(areas)
    pairs = KDTree(centres).query_pairs(metres, output_type="ndarray")
    return Neighbours.from_pairs(len(centres), pairs, f"within {metres:g} m")


def _centres(areas: gpd.GeoSeries) -> Any:
    """Return centroids (n, 2) in metres."""
    centres = shapely.get_coordinates(shapely.centroid(to_metres(areas).to_numpy()))
    if len(centres) != len(areas):
        raise ValueError("A unit has no shape, so that its centre is unknown.")
    return centres


def _matrix(size: int, pairs: Iterable[Any]) -> Any:
    """Return the 0/1 matrix of directed pairs (m, 2), without the diagonal, columns in order."""
    array = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    array = np.unique(array[array[:, 0] != array[:, 1]], axis=0)
    rows, columns = array.T
    return csr_array((np.ones(len(array)), (rows, columns)), shape=(size, size))
