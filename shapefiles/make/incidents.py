"""Synthetic incidents over three years: clustered where such things happen, with planted patterns.

Planted on purpose, so that every rule and statistic has something true to find: traffic black
spots active in the last twelve months, spots that were black only in the first year, a border
strip, illegal pits, and a few communes where crime is several times the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from places import Ground, along, at_border, in_towns, kept_inside, stream, to_degrees
from roads import metric_lines
from sources import METRIC_CRS

HANOI = timezone(timedelta(hours=7))
START = datetime(2023, 11, 1, tzinfo=HANOI)
SECOND_YEAR = datetime(2024, 11, 1, tzinfo=HANOI)
LAST_YEAR = datetime(2025, 11, 1, tzinfo=HANOI)
#: First moment after the last day, 31/10/2026.
END = datetime(2026, 11, 1, tzinfo=HANOI)


@dataclass(frozen=True)
class Mix:
    """How many incidents of a category, and the parts (of 1) at each sort of place."""

    count: int
    town: float = 0.0
    city: float = 0.0
    road: float = 0.0
    river: float = 0.0
    border: float = 0.0
    mine: float = 0.0
    zone: float = 0.0
    night: float = 0.45


MIXES: dict[str, Mix] = {
    "land_dispute": Mix(180, town=0.8, zone=0.2, night=0.05),
    "public_disorder": Mix(350, town=0.3, city=0.55, zone=0.15, night=0.6),
    "business_violation": Mix(260, town=0.2, city=0.8, night=0.5),
    "traffic_crash": Mix(1230, town=0.12, road=0.88, night=0.5),
    "traffic_congestion": Mix(220, city=0.4, road=0.6, night=0.1),
    "illegal_racing": Mix(90, road=1.0, night=0.98),
    "pavement_stall": Mix(340, town=0.25, city=0.75, night=0.1),
    "illegal_mining": Mix(150, river=0.35, mine=0.65, night=0.75),
    "fire": Mix(210, town=0.3, city=0.45, zone=0.25, night=0.45),
    "explosion": Mix(12, town=0.5, zone=0.5),
    "weapon": Mix(90, town=0.4, city=0.5, border=0.1, night=0.6),
    "explosive": Mix(20, town=0.5, border=0.3, mine=0.2),
    "fireworks": Mix(110, town=0.5, city=0.2, border=0.3),
    "smuggling": Mix(230, road=0.08, town=0.05, border=0.87, night=0.8),
    "illegal_crossing": Mix(130, border=1.0, night=0.8),
    "drug": Mix(420, town=0.2, city=0.6, border=0.2, night=0.6),
    "human_trafficking": Mix(16, town=0.4, border=0.6),
    "child_abuse": Mix(44, town=0.6, city=0.4),
    "domestic_violence": Mix(150, town=0.6, city=0.4, night=0.6),
    "theft": Mix(740, town=0.25, city=0.65, zone=0.1, night=0.55),
    "robbery": Mix(120, city=0.7, road=0.3, night=0.6),
    "assault": Mix(250, town=0.35, city=0.65, night=0.65),
    "gambling": Mix(240, town=0.6, city=0.4, night=0.5),
    "fraud": Mix(190, town=0.3, city=0.7, night=0.1),
    "environment": Mix(160, river=0.4, zone=0.5, town=0.1, night=0.4),
    "other": Mix(180, town=0.6, city=0.4),
}
BLACK_SPOTS = 12
FORMER_SPOTS = 5


def _hot(ground: Ground) -> np.ndarray:
    """Return a factor per commune: most about 1, one in twelve three to five times as much."""
    rng = stream("hot communes")
    factor = rng.lognormal(0, 0.35, len(ground.communes))
    chosen = rng.uniform(0, 1, len(factor)) < 1 / 12
    return factor * np.where(chosen, rng.uniform(3, 5, len(factor)), 1.0)


def _around(
    ground: Ground, count: int, rng: np.random.Generator, centres: np.ndarray, reach: float
) -> np.ndarray:
    def draw(n: int) -> np.ndarray:
        return centres[rng.choice(len(centres), n)] + rng.normal(0, reach, (n, 2))

    return kept_inside(ground, count, draw)


def _moments(
    count: int, rng: np.random.Generator, night: float, start: datetime, end: datetime
) -> list[datetime]:
    """Draw times: ``night`` is the part between 18:00 and 5:00; weekends a little busier."""
    days = np.array([start + timedelta(days=n) for n in range((end - start).days)])
    weight = np.array([1.25 if day.weekday() >= 4 else 1.0 for day in days])
    chosen = days[rng.choice(len(days), count, p=weight / weight.sum())]
    dark = rng.uniform(0, 1, count) < night
    hour = np.where(dark, rng.uniform(18, 29, count) % 24, rng.uniform(5, 18, count))
    return [day + timedelta(minutes=int(h * 60)) for day, h in zip(chosen, hour, strict=True)]


def _harm(category: str, count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw deaths and injuries (integers, (count,)) by category."""
    fatal = {"traffic_crash": 0.2, "fire": 0.04, "explosion": 0.2, "assault": 0.03}
    hurt = {"traffic_crash": 0.9, "fire": 0.12, "explosion": 0.8, "assault": 0.5, "robbery": 0.2}
    deaths = (rng.uniform(0, 1, count) < fatal.get(category, 0.0)).astype(int)
    deaths += (deaths > 0) & (rng.uniform(0, 1, count) < 0.08)
    return deaths, rng.poisson(hurt.get(category, 0.0), count)


def _frame(
    category: str,
    points: np.ndarray,
    times: list[datetime],
    deaths: np.ndarray,
    injuries: np.ndarray,
) -> pd.DataFrame:
    """Return one row per incident of a category; ``x``, ``y`` in METRIC_CRS."""
    return pd.DataFrame(
        {
            "category": category,
            "moment": times,
            "x": points[:, 0],
            "y": points[:, 1],
            "deaths": deaths,
            "injuries": injuries,
        }
    )


def _spots(ground: Ground, lines: np.ndarray) -> list[pd.DataFrame]:
    """Plant black spots: at least five crashes, one or more fatal, within 60 m on a road."""
    rng = stream("black spots")
    centres = along(ground, BLACK_SPOTS + FORMER_SPOTS, rng, lines, 0.5)
    frames = []
    for number, centre in enumerate(centres):
        span = (LAST_YEAR, END) if number < BLACK_SPOTS else (START, SECOND_YEAR)
        count = int(rng.integers(5, 9))
        deaths = np.zeros(count, int)
        deaths[: int(rng.integers(1, 4))] = 1
        angle, radius = rng.uniform(0, 2 * np.pi, count), 40 * np.sqrt(rng.uniform(0, 1, count))
        points = centre + np.column_stack([np.cos(angle), np.sin(angle)]) * radius[:, None]
        if not ground.holds(points).all():
            raise ValueError("A planted black spot lies at the edge of the sample.")
        times = _moments(count, rng, 0.5, *span)
        frames.append(_frame("traffic_crash", points, times, deaths, rng.poisson(1.2, count)))
    return frames


def _centres(sites: gpd.GeoDataFrame, kind: str) -> np.ndarray:
    rows = sites[sites.kind == kind].to_crs(METRIC_CRS)
    return shapely.get_coordinates(rows.geometry.centroid.to_numpy())


def incidents(
    ground: Ground, roads: gpd.GeoDataFrame, water: np.ndarray, sites: gpd.GeoDataFrame
) -> pd.DataFrame:
    """Return ref, category, occurred_at (ISO, +07:00), lon, lat, deaths, injuries.

    Every ``ref`` starts with MAU (sample): that is the mark of a synthetic row.
    """
    lines = metric_lines(roads)
    everywhere = ground.communes.population.to_numpy(float) * _hot(ground)
    urban = everywhere * np.where(ground.communes.kind == "phuong", 1.0, 0.1)
    bare = sites[(sites.kind != "mine") | (sites.licence == "no")]
    pits, zones = _centres(bare, "mine"), _centres(sites, "industrial_zone")
    trails = _centres(sites, "border_trail")
    crossroads = _centres(sites, "bus_station")
    places = {
        "town": lambda n, r: in_towns(ground, n, r, everywhere, 0.25),
        "city": lambda n, r: in_towns(ground, n, r, urban, 0.2),
        "road": lambda n, r: along(ground, n, r, lines, 8, crossroads),
        "river": lambda n, r: along(ground, n, r, water, 90),
        "border": lambda n, r: at_border(ground, n, r, 700, trails),
        "mine": lambda n, r: _around(ground, n, r, pits, 160),
        "zone": lambda n, r: _around(ground, n, r, zones, 450),
    }
    frames = _spots(ground, lines)
    for category, mix in MIXES.items():
        rng = stream(f"incidents {category}")
        for place, draw in places.items():
            count = round(mix.count * getattr(mix, place))
            if count == 0:
                continue
            points = draw(count, rng)
            times = _moments(count, rng, mix.night, START, END)
            frames.append(_frame(category, points, times, *_harm(category, count, rng)))
    table = pd.concat(frames).sort_values(["moment", "x"], kind="stable").reset_index(drop=True)
    degrees = to_degrees(shapely.points(table[["x", "y"]].to_numpy()))
    return pd.DataFrame(
        {
            "ref": [f"MAU-{number:05d}" for number in range(1, len(table) + 1)],
            "category": table.category,
            "occurred_at": [t.isoformat() for t in table.moment],
            "lon": degrees.x.map("{:.6f}".format),
            "lat": degrees.y.map("{:.6f}".format),
            "deaths": table.deaths,
            "injuries": table.injuries,
        }
    )
