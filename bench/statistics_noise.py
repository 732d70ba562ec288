"""How often hot spots are found where there are none.

Counts of the same mean in every unit of a warped chessboard, 1,000 times; a run is false when any unit is
called a hot or cold spot under the false discovery rate of 0.05. Where all are false, that share is the
false discovery rate, so it must not be above 0.05 but for chance; the limit here is 0.06 (1.45 standard
errors at 1,000 runs).

    python bench/statistics_noise.py [--units 95] [--runs 1000] [--mean 12]
"""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

LIMIT = 0.06


def main() -> int:
    """Print the share of false runs of Gi* and local Moran; fail where one is above 6 %."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--units", type=int, default=95)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--mean", type=float, default=12.0)
    parser.add_argument("--permutations", type=int, help="9,999 or more unless given")
    arguments = parser.parse_args()

    import geopandas as gpd

    from bench.boundary_set import rough_coverage
    from gis_app.statistics.hot_spots import hot_spots
    from gis_app.statistics.local_moran import local_moran
    from gis_app.statistics.neighbours import queen

    neighbours = queen(gpd.GeoSeries(rough_coverage(arguments.units, arguments.units * 20), crs=4326))
    false = {"Gi*": 0, "local Moran": 0, "Gi*, p <= 0.05 without correction": 0}
    for run in range(arguments.runs):
        values = np.random.default_rng([run, arguments.units]).poisson(arguments.mean, arguments.units)
        options = {"permutations": arguments.permutations, "seed": run}
        spots = hot_spots(values, neighbours, **options)
        false["Gi*"] += bool(spots.kind.any())
        false["Gi*, p <= 0.05 without correction"] += bool((spots.p <= 0.05).any())
        false["local Moran"] += bool(local_moran(values, neighbours, **options).kind.any())
    print(f"{arguments.units} units, mean {arguments.mean:g}, {arguments.runs} runs")
    for name, count in false.items():
        share = count / arguments.runs
        error = math.sqrt(share * (1 - share) / arguments.runs)
        print(f"{name}: {100 * share:.1f} % of runs (standard error {100 * error:.1f})")
    return 0 if max(false["Gi*"], false["local Moran"]) <= LIMIT * arguments.runs else 1


if __name__ == "__main__":
    raise SystemExit(main())
