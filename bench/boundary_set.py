"""How long a boundary set of the whole country takes to stage, store and put into force.

The set is made here: a warped grid of 3,321 units whose edges are roughened by midpoint displacement, so that
neighbours share every vertex, with at least 2 million vertices in all. Run it against a database of its own:

    DATABASE_URL=postgis://…/bench python bench/boundary_set.py [--units 3321] [--vertices 2000000]
"""

from __future__ import annotations

import argparse
import datetime
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
WEST, SOUTH, EAST, NORTH = 102.3, 8.6, 109.4, 23.3
ROUGHNESS = 0.08


def rough_line(
    start: NDArray[np.float64], end: NDArray[np.float64], levels: int, random: np.random.Generator
) -> NDArray[np.float64]:
    """Return (2**levels + 1, 2) points from start to end, displaced sideways at each halving."""
    points = np.array([start, end])
    for _level in range(levels):
        first, second = points[:-1], points[1:]
        along = second - first
        aside = np.column_stack([-along[:, 1], along[:, 0]])
        middle = (first + second) / 2 + aside * random.uniform(-ROUGHNESS, ROUGHNESS, (len(along), 1))
        doubled = np.empty((len(points) + len(middle), 2))
        doubled[0::2], doubled[1::2] = points, middle
        points = doubled
    return points


def rough_coverage(units: int, vertices: int, seed: int = 1) -> NDArray[np.object_]:
    """Return polygons (units,) that share every vertex of their common edges, in WGS 84 degrees."""
    random = np.random.default_rng(seed)
    columns = int(np.ceil(np.sqrt(units / 2)))
    rows = int(np.ceil(units / columns))
    levels = max(1, int(np.log2(vertices / units / 4)))
    # Every other edge gets twice the vertices, so that there are at least as many as asked for.
    longer = levels + (4 * units * 2**levels < vertices)
    step = np.array([(EAST - WEST) / columns, (NORTH - SOUTH) / rows])
    grid = np.stack(np.meshgrid(np.arange(columns + 1), np.arange(rows + 1), indexing="ij"), axis=-1)
    nodes = np.array([WEST, SOUTH]) + (grid + random.uniform(-0.15, 0.15, grid.shape)) * step
    across = {
        (i, j): rough_line(nodes[i, j], nodes[i + 1, j], longer, random)
        for i in range(columns)
        for j in range(rows + 1)
    }
    upward = {
        (i, j): rough_line(nodes[i, j], nodes[i, j + 1], levels, random)
        for i in range(columns + 1)
        for j in range(rows)
    }
    cells = [(i, j) for j in range(rows) for i in range(columns)][:units]
    rings = [
        np.vstack([across[i, j][:-1], upward[i + 1, j][:-1], across[i, j + 1][:0:-1], upward[i, j][:0:-1]])
        for i, j in cells
    ]
    return shapely.polygons([shapely.linearrings(ring) for ring in rings])


@contextmanager
def timed(what: str, times: dict[str, float]) -> Iterator[None]:
    """Print and keep how long a part took and how much memory the process needed so far."""
    began = time.perf_counter()
    yield
    times[what] = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:<28}{times[what]:8.1f} s   peak memory {peak:7.0f} MB", flush=True)


def main() -> None:
    """Make the file, take it through, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=3321)
    parser.add_argument("--vertices", type=int, default=2_000_000)
    parser.add_argument("--keep", action="store_true", help="leave the set in the database")
    choices = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_app.settings")
    django.setup()
    from layers.boundary_sets.activating import activate, retire
    from layers.importing.boundaries import BoundaryOptions, stage, store

    times: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "country.gpkg"
        with timed("make the file", times):
            shapes = rough_coverage(choices.units, choices.vertices)
            frame = {"code": [f"{n:05d}" for n in range(len(shapes))]}
            frame["full_name"] = [f"Xã Số {n}" for n in range(len(shapes))]
            gpd.GeoDataFrame(frame, geometry=shapes, crs=4326).to_file(path)
        print(f"{len(shapes)} units, {shapely.get_num_coordinates(shapes).sum():,} vertices")
        options = BoundaryOptions(
            "commune", datetime.date(2025, 7, 1), name=f"bench {time.time()}", province="00"
        )
        with timed("stage (read, check, report)", times):
            staged = stage(path, options)
        with timed("store", times):
            boundary_set = store(staged).record
        with timed("activate", times):
            activate(boundary_set)
    total = sum(seconds for what, seconds in times.items() if what != "make the file")
    print(f"{'stage, store, activate':<28}{total:8.1f} s   (limit 120 s)")
    print(f"report: {len(staged.coverage.overlaps)} overlaps, {len(staged.coverage.gaps)} gaps")
    if not choices.keep:
        retire(boundary_set)
        boundary_set.delete()


if __name__ == "__main__":
    main()
