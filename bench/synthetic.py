"""Synthetic communes and incidents for measurements: seeded, as large as a large data set, no real place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

Points = NDArray[np.float64]

SEED = 20_260_101
#: West, south, east, north of the communes, in degrees: about the size of the South-East region.
BOX = (106.0, 10.0, 110.0, 12.5)
COMMUNES = (40, 25)
#: Vertices along one side; four sides make a ring of 404.
_SIDE = 101
_CLUSTERS = 300
_CATEGORIES = ("theft", "robbery", "assault", "fraud", "drug", "fire", "traffic_crash", "public_disorder")
_FIRST_MINUTE = np.datetime64("2021-01-01T00:00")
_MINUTES = 5 * 365 * 24 * 60
_ROWS_AT_A_TIME = 500_000


def write_communes(path: Path, grid: tuple[int, int] = COMMUNES) -> int:
    """Write communes without gaps or overlaps as GeoJSON; return the number of their vertices.

    There are columns times rows of them, 1,000 by default: a grid whose sides are bent at random; neighbours
    share the very same vertices.
    """
    rng = np.random.default_rng(SEED)
    columns, rows = grid
    west, south, east, north = BOX
    width, height = (east - west) / columns, (north - south) / rows
    x, y = np.meshgrid(np.linspace(west, east, columns + 1), np.linspace(south, north, rows + 1))
    corners = np.dstack([x, y])
    inner = (slice(1, -1), slice(1, -1))
    corners[inner] += rng.uniform(-0.2, 0.2, corners[inner].shape) * (width, height)
    sideways = [[_side(rng, a, b) for a, b in pairwise(row)] for row in corners]
    upright = [
        [_side(rng, corners[r, c], corners[r + 1, c]) for c in range(columns + 1)] for r in range(rows)
    ]
    features = []
    for r in range(rows):
        for c in range(columns):
            while not shapely.Polygon(_ring(sideways, upright, r, c)).is_valid:
                for side, at in (
                    (sideways[r], c),
                    (sideways[r + 1], c),
                    (upright[r], c),
                    (upright[r], c + 1),
                ):
                    side[at] = _straighter(side[at])
    for r in range(rows):
        for c in range(columns):
            ring = _ring(sideways, upright, r, c)
            code = f"{r * columns + c + 10_000:05d}"
            features.append(
                {
                    "type": "Feature",
                    "properties": {"code": code, "full_name": f"Xã Số {code}"},
                    "geometry": {"type": "Polygon", "coordinates": [ring.tolist()]},
                }
            )
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), encoding="utf-8"
    )
    return sum(len(f["geometry"]["coordinates"][0]) - 1 for f in features)


def _ring(sideways: list[list[Points]], upright: list[list[Points]], r: int, c: int) -> Points:
    """Return the sides of a commune one after the other, closed."""
    return np.concatenate(
        [sideways[r][c][:-1], upright[r][c + 1][:-1], sideways[r + 1][c][:0:-1], upright[r][c][::-1]]
    )


def _straighter(side: Points) -> Points:
    """Return a side that is bent half as much: where two sides meet at a sharp angle, bent ones may cross."""
    chord = side[0] + (side[-1] - side[0]) * np.linspace(0, 1, len(side))[:, None]
    return ((side + chord) / 2).round(6)


def _side(rng: np.random.Generator, start: Points, end: Points) -> Points:
    """Return a bent line (n, 2) from corner to corner, to six decimals."""
    along = np.linspace(0, 1, _SIDE)[:, None]
    line = start + (end - start) * along
    waves = sum(rng.normal(0, 0.035 / k) * np.sin(np.pi * k * along) for k in (1, 2, 3, 5, 8, 13, 21))
    across = np.array([-(end - start)[1], (end - start)[0]])
    return (line + waves * across).round(6)


def write_incidents(
    path: Path, rows: int, first_ref: int = 0, categories: Sequence[str] = _CATEGORIES
) -> None:
    """Write a table of incidents in clusters, as an office would: dd/mm/yyyy hh:mm, longitude, latitude.

    References are numbered from ``first_ref`` on; so is the seed, so that a second table is another one.
    """
    rng = np.random.default_rng(SEED + first_ref)
    west, south, east, north = BOX
    centres = np.column_stack([rng.uniform(west, east, _CLUSTERS), rng.uniform(south, north, _CLUSTERS)])
    for first in range(0, rows, _ROWS_AT_A_TIME):
        n = min(_ROWS_AT_A_TIME, rows - first)
        places = centres[rng.integers(0, _CLUSTERS, n)] + rng.normal(0, 0.05, (n, 2))
        times = _FIRST_MINUTE + rng.integers(0, _MINUTES, n).astype("timedelta64[m]")
        pd.DataFrame(
            {
                "ref": [f"VA-{first_ref + number:08d}" for number in range(first, first + n)],
                "category": np.array(categories)[rng.integers(0, len(categories), n)],
                "occurred_at": pd.Series(times).dt.strftime("%d/%m/%Y %H:%M"),
                # A little inside the outermost communes, whose sides are bent as well.
                "lon": np.clip(places[:, 0], west + 0.02, east - 0.02).round(6),
                "lat": np.clip(places[:, 1], south + 0.02, north - 0.02).round(6),
                "deaths": (rng.random(n) < 0.01).astype(int),
                "injuries": rng.poisson(0.2, n),
            }
        ).to_csv(path, index=False, header=first == 0, mode="w" if first == 0 else "a")
