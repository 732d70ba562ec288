"""Gi* with 9,999 permutations beside esda called directly, in interleaved pairs.

The map is a warped chessboard of 3,321 units with their queen neighbours, which both sides are given: here
as the sparse matrix that is kept with a boundary set, there as a libpysal Graph with itself on the
diagonal, as esda wants it. Both run on one core. Counts are Poisson with a planted hot spot.

    python bench/statistics_speed.py [--units 3321] [--pairs 7]

The first call of each side in the process is reported apart: there numba, where it is installed, compiles
for 20 s.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    """Print both sides and how many times quicker ours is; fail where it is slower."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--units", type=int, default=3321)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--permutations", type=int, default=9999)
    arguments = parser.parse_args()

    import geopandas as gpd

    from bench.boundary_set import rough_coverage
    from gis_app.statistics.hot_spots import hot_spots
    from gis_app.statistics.neighbours import Neighbours, queen

    shapes = gpd.GeoSeries(rough_coverage(arguments.units, arguments.units * 20), crs=4326)
    found = queen(shapes)
    stored = found.arrays()
    values = np.random.default_rng(1).poisson(20, arguments.units).astype(float)
    values[found.matrix[[arguments.units // 2]].indices] += 20

    def ours() -> None:
        hot_spots(values, Neighbours.from_arrays(*stored, "stored"), permutations=arguments.permutations)

    first = {"ours": seconds(ours)}
    import esda

    graph = found.graph(with_self=True)

    def theirs() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            esda.G_Local(
                values,
                graph,
                transform="B",
                star=None,
                permutations=arguments.permutations,
                keep_simulations=False,
                n_jobs=1,
                seed=1,
            )

    first["esda"] = seconds(theirs)
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(arguments.pairs)]
    here, there = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratios = sorted(theirs_s / ours_s for ours_s, theirs_s in pairs)
    print(f"{arguments.units} units, {arguments.permutations} permutations, {arguments.pairs} pairs")
    print(f"first call: ours {first['ours']:.2f} s (with the import of esda), esda {first['esda']:.2f} s")
    alone = seconds(lambda: hot_spots(values, found))
    print(f"ours with as many permutations as let one unit pass: {alone * 1000:.0f} ms (once)")
    print(f"medians: ours {here * 1000:.0f} ms, esda {there * 1000:.0f} ms")
    print(
        f"esda takes {statistics.median(ratios):.1f} times as long (from {ratios[0]:.1f} to {ratios[-1]:.1f})"
    )
    return 0 if here <= there else 1


if __name__ == "__main__":
    raise SystemExit(main())
