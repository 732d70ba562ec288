"""Synthetic figures for the criteria that no map answers, and the sites that only they ask for.

A few communes in each province are *busy*: their rates are planted at two to three times the others', so that
groups a to c have something true to find. Everything else moves little around one rate per 10,000 residents.
"""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from places import Ground, in_towns, stream, to_degrees
from planted import planted_incidents, planted_sites
from shapely.geometry import Point

SOURCE = "Dữ liệu mẫu, tổng hợp"
#: Cut-off date and days of each period; the second year has not ended.
PERIODS = {"2025": ("2025-12-31", 365), "2026": ("2026-10-31", 304)}
#: Cases of a year, or persons and places at the cut-off, per 10,000 residents.
CASES = {"a.criminal_cases": 9.0, "a.crime_reports": 14.0, "b.drug_cases": 3.0, "c.economic_cases": 4.0}
PERSONS = {
    "a.released_prisoners": 1.5,
    "a.on_bail_or_sentenced": 5.0,
    "a.local_education": 2.0,
    "a.watch_list": 6.0,
    "a.wanted": 0.7,
    "b.drug_watch_list": 4.0,
    "b.drug_users": 18.0,
    "c.economic_watch_list": 1.2,
}
#: Found in busy communes only.
PLACES = ("a.gangs", "a.vice_spots", "b.drug_spots", "c.counterfeit_premises", "c.polluting_premises")
BUSY_SHARE = 0.08
#: Adds the figures of one indicator and period, one per commune.
Add = Callable[[str, str, np.ndarray], None]


def _silent(communes: gpd.GeoDataFrame) -> set[str]:
    """Return one commune of each province: the same that `indicators.csv` leaves empty."""
    return set(communes.groupby("prov_code").head(8).groupby("prov_code").tail(1).index)


def assessed(ground: Ground) -> pd.DataFrame:
    """Return commune, indicator, period, value (integer text), source, as_of; none of silent communes."""
    rng = stream("assessed")
    rows = ground.communes
    people = rows.population.to_numpy(float)
    busy = rng.uniform(size=len(rows)) < BUSY_SHARE
    factor = np.where(busy, rng.uniform(2.0, 3.0, len(rows)), 1.0)
    level = {key: rng.lognormal(0, 0.1, len(rows)) for key in (*CASES, *PERSONS)}
    silent = _silent(rows)
    table: list[tuple[str, str, str, str, str, str]] = []

    def add(indicator: str, period: str, values: np.ndarray) -> None:
        as_of = PERIODS[period][0]
        table.extend(
            (code, indicator, period, str(int(value)), SOURCE, as_of)
            for code, value in zip(rows.index, values, strict=True)
            if code not in silent
        )

    for period, (_as_of, days) in PERIODS.items():
        growth = rng.normal(1.0, 0.05, len(rows))
        for key, rate in CASES.items():
            add(key, period, (people / 10_000 * rate * level[key] * factor * growth * days / 365).round())
        for key, rate in PERSONS.items():
            add(key, period, (people / 10_000 * rate * level[key] * factor * growth).round())
        for key in PLACES:
            add(key, period, np.where(busy, rng.poisson(0.8, len(rows)), 0))
        add("b.drug_crops", period, np.where(rng.uniform(size=len(rows)) < 0.01, 120, 0))
        _group_d(add, rng, period, len(rows))
    _drug_class(add, rng, people, busy)
    return pd.DataFrame(table, columns=["commune", "indicator", "period", "value", "source", "as_of"])


def _group_d(add: Add, rng: np.random.Generator, period: str, count: int) -> None:
    """Disputes, accidents, grades and mass models; one commune in ten has no model that works."""

    def some(share: float) -> np.ndarray:
        return rng.uniform(size=count) < share

    add("d.collective_disputes", period, some(0.05))
    add("d.clearance_complaints", period, np.where(some(0.04), rng.integers(1, 9, count), 0))
    add("d.serious_accidents", period, some(0.03))
    add("d.political_system_grade", period, np.where(some(0.02), 1, rng.integers(2, 5, count)))
    add("d.steering_board_grade", period, np.where(some(0.03), 2, 3))
    models = np.where(some(0.06), 0, rng.integers(1, 6, count))
    add("d.mass_models", period, models)
    works = np.where(some(0.04), 0, rng.integers(1, 6, count))
    add("d.mass_models_effective", period, np.minimum(models, works))


def _drug_class(add: Add, rng: np.random.Generator, people: np.ndarray, busy: np.ndarray) -> None:
    """Figures of Quyết định 28/2025/QĐ-TTg; some of the busy communes reach class I."""
    heavy = busy & (rng.uniform(size=len(busy)) < 0.35)
    add("b.drug_use_places", "2026", np.where(heavy, 3, 0))
    add("b.drug_offenders_arrested", "2026", np.where(heavy, people * 0.0015, people * 0.0002).round())
    add("b.drug_plants_destroyed", "2026", np.zeros(len(busy)))
    add("b.drug_area_destroyed", "2026", np.zeros(len(busy)))
    add("b.drug_route", "2026", heavy)


def _crowd_centres(ground: Ground) -> np.ndarray:
    """Return six places, (6, 2), where conditional businesses crowd."""
    wards = np.where(ground.communes.kind == "phuong", 1.0, 0.02)
    return in_towns(ground, 6, stream("crowds"), wards, 0.1)


def _crowds(ground: Ground) -> list[tuple[str, np.ndarray]]:
    """Return kind and place (2,) of twelve businesses around each of these places."""
    rng = stream("crowd members")
    kinds = ("karaoke", "guesthouse", "restaurant", "pawnshop", "massage", "hotel")
    return [
        (kinds[n % len(kinds)], centre + rng.normal(0, 90, 2))
        for centre in _crowd_centres(ground)
        for n in range(12)
    ]


def further_incidents(ground: Ground) -> pd.DataFrame:
    """Return violations where businesses crowd, at four of the six places, and what else is planted."""
    rng = stream("crowd violations")
    centres = np.repeat(_crowd_centres(ground)[:4], 18, axis=0)
    points = to_degrees(shapely.points(centres + rng.normal(0, 120, centres.shape)))
    first = np.datetime64("2024-11-01T00:00")
    times = first + rng.integers(0, 2 * 365 * 24 * 60, len(points)).astype("timedelta64[m]")
    violations = pd.DataFrame(
        {
            "ref": [f"MAU-V{n:03d}" for n in range(1, len(points) + 1)],
            "category": "business_violation",
            "occurred_at": [f"{time}:00+07:00" for time in times],
            "lon": points.x.round(6),
            "lat": points.y.round(6),
            "deaths": 0,
            "injuries": 0,
        }
    )
    return pd.concat([violations, planted_incidents(ground)], ignore_index=True)


def further_sites(ground: Ground, water: np.ndarray) -> gpd.GeoDataFrame:
    """Return rivers, crowds of businesses and clearance projects in EPSG:4326, with their attributes."""
    rng = stream("clearance projects")
    centres = in_towns(ground, 40, rng, np.sqrt(ground.communes.population.to_numpy(float)), 0.3)
    rows = [
        {"ref": f"MAU-R{n:02d}", "kind": "river", "name": f"Sông mẫu {n}", "geometry": line}
        for n, line in enumerate(water, start=1)
    ]
    rows += [
        {
            "ref": f"MAU-K{n:03d}",
            "kind": kind,
            "name": f"Cơ sở mẫu {n}",
            "geometry": Point(place),
        }
        for n, (kind, place) in enumerate(_crowds(ground), start=1)
    ]
    rows += planted_sites(ground)
    for n, centre in enumerate(centres, start=1):
        households = int(rng.integers(5, 120))
        around = Point(centre).buffer(rng.uniform(120, 400), quad_segs=3)
        rows.append(
            {
                "ref": f"MAU-G{n:02d}",
                "kind": "clearance_project",
                "name": f"Dự án giải phóng mặt bằng mẫu {n}",
                "households": households,
                "open_complaints": int(rng.integers(0, 6)) if n % 4 == 0 else 0,
                "geometry": shapely.intersection(around, ground.inside),
            }
        )
    frame = gpd.GeoDataFrame(rows)[["ref", "kind", "name", "households", "open_complaints", "geometry"]]
    for column in ("households", "open_complaints"):
        frame[column] = frame[column].astype("Int64")
    frame = frame.assign(source=SOURCE, synthetic=True)
    return frame.set_geometry(to_degrees(frame.geometry.to_numpy()))
