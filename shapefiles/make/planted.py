"""What is planted beside the rest, so that each page of statistics and each rule has something to find.

In each province one ward with its neighbours is a hot spot of thefts that grew in the last year, and one
other ward has a crowd of conditional businesses with violations.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from places import Ground, kept_inside, stream, to_degrees
from shapely.geometry import Point

KINDS = ("karaoke", "guesthouse", "restaurant", "pawnshop", "massage", "hotel")
CROWD = 14
VIOLATIONS = 24
#: Thefts of one commune of a hot spot in each year from 1/11 on; elsewhere it is about one.
THEFTS = {"2023-11-01": 6, "2024-11-01": 10, "2025-11-01": 26}
_MINUTES = 365 * 24 * 60


def _wards(ground: Ground) -> pd.DataFrame:
    """Return the wards, those with most people first."""
    rows = ground.communes
    return rows[rows.kind == "phuong"].sort_values(["population", "name"], ascending=[False, True])


def hot_communes(ground: Ground) -> list[str]:
    """Return the codes of the second largest ward of each province and of what touches it there."""
    middles = _wards(ground).groupby("prov_code").nth(1)
    rows = ground.communes
    return [
        code
        for province, middle in zip(middles.prov_code, middles.geometry, strict=True)
        for code in rows.index[(rows.prov_code == province) & shapely.intersects(rows.geometry, middle)]
    ]


def _inside(ground: Ground, commune: str, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return places around the middle of a commune, (count, 2), half a side about it."""
    shape = ground.communes.geometry[commune]
    centre = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
    reach = np.sqrt(shape.area) / 6
    return kept_inside(ground, count, lambda n: centre + rng.normal(0, reach, (n, 2)))


def planted_crowds(ground: Ground) -> list[tuple[str, np.ndarray]]:
    """Return kind and place (2,) of the businesses that crowd in the largest ward of each province."""
    rng = stream("planted crowds")
    return [
        (KINDS[n % len(KINDS)], centre + rng.normal(0, 80, 2))
        for centre in _crowd_centres(ground)
        for n in range(CROWD)
    ]


def _crowd_centres(ground: Ground) -> np.ndarray:
    shapes = _wards(ground).groupby("prov_code").nth(0).geometry
    return shapely.get_coordinates(shapely.point_on_surface(shapes.to_numpy()))


def planted_sites(ground: Ground) -> list[dict[str, object]]:
    """Return these businesses as rows of `further-sites.geojson`."""
    return [
        {"ref": f"MAU-C{n:03d}", "kind": kind, "name": f"Cơ sở tập trung mẫu {n}", "geometry": Point(place)}
        for n, (kind, place) in enumerate(planted_crowds(ground), start=1)
    ]


def planted_incidents(ground: Ground) -> pd.DataFrame:
    """Return violations at the crowds and thefts in the hot spots, as in `incidents.csv`."""
    rng = stream("planted incidents")
    frames = []
    for centre in _crowd_centres(ground):
        points = centre + rng.normal(0, 110, (VIOLATIONS, 2))
        frames.append(_rows("business_violation", points, "2024-11-01", 2 * _MINUTES, rng))
    for commune in hot_communes(ground):
        for first, count in THEFTS.items():
            points = _inside(ground, commune, count, rng)
            frames.append(_rows("theft", points, first, _MINUTES, rng))
    table = pd.concat(frames, ignore_index=True)
    table.insert(0, "ref", [f"MAU-H{n:04d}" for n in range(1, len(table) + 1)])
    return table


def _rows(
    category: str, points: np.ndarray, first: str, minutes: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Return a row for each place (n, 2), at moments of the minutes from a first day on."""
    moments = np.datetime64(f"{first}T00:00") + rng.integers(0, minutes, len(points)).astype("timedelta64[m]")
    degrees: gpd.GeoSeries = to_degrees(shapely.points(points))
    return pd.DataFrame(
        {
            "category": category,
            "occurred_at": [f"{moment}:00+07:00" for moment in moments],
            "lon": degrees.x.round(6),
            "lat": degrees.y.round(6),
            "deaths": 0,
            "injuries": 0,
        }
    )
