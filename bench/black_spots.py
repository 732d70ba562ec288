"""Black spots over 1,000 communes and 1,000,000 incidents, with 20,000 roads in towns and between them.

    python bench/black_spots.py [--incidents 1000000] [--runs 3]

Works in a database of its own (`bench_black_spots` beside the one of DATABASE_URL), made on the first run and
kept. Prints how long each step takes: reading, the network (once, then kept), snapping, the windows, and the
whole traffic rule; over all communes and over the first 50.

Measured on 2 cores that eight other programs were using, so seconds of the process itself, not of the clock:
39,808 crashes of 12 months on 748,000 edges: network 8.4 (once), reading 0.03, snapping 0.4, spots with
snapping 2.5. 200,081 crashes of 60 months: reading 0.3, snapping 1.9, spots with snapping 14.9.
"""

from __future__ import annotations

import argparse
import datetime
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_app.settings")

import django
import numpy as np
import shapely
from django.conf import settings
from django.db import connection
from synthetic import BOX, COMMUNES, SEED, write_communes

NAME = "bench_black_spots"
AS_OF = datetime.date(2025, 12, 31)
_TOWNS = 300
_FIRST_DAY = datetime.date(2021, 1, 1)
_DAY = datetime.timedelta(days=1)


def main() -> None:
    """Make the data if they are not there, then measure."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--incidents", type=int, default=1_000_000)
    arguments.add_argument("--runs", type=int, default=3)
    asked = arguments.parse_args()
    _own_database()
    if _count("layers_incident") != asked.incidents:
        _fill(asked.incidents)
    _measure(asked.runs)


def _own_database() -> None:
    """Point Django at the database of this script, made if need be."""
    from django.core.management import call_command

    main_name = settings.DATABASES["default"]["NAME"]
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {NAME}")
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = NAME
    print(f"database {NAME} beside {main_name}")
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    call_command("migrate", verbosity=0)


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def _fill(incidents: int) -> None:
    """Write communes, roads and incidents straight into the tables; a fifth are crashes near roads."""
    rng = np.random.default_rng(SEED)
    lines = _roads(rng)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no history of synthetic rows
        cursor.execute(
            "TRUNCATE layers_boundaryset, layers_road, layers_incident, layers_importbatch CASCADE"
        )
        units = _communes(cursor)
        batch = _batch("roads")
        for first in range(0, len(lines), 1_000):
            cursor.executemany(
                "INSERT INTO layers_road (number, name, kind, km_origin, source, batch_id, geometry)"
                " VALUES (%s, '', %s, 0, '', %s, ST_Multi(ST_GeomFromWKB(%s, 4326)))",
                [
                    (f"ĐT.{n}", "đô thị" if n >= 600 else "", batch, shapely.to_wkb(lines[n]))
                    for n in range(first, min(first + 1_000, len(lines)))
                ],
            )
        _incidents(cursor, rng, lines, incidents, _batch("incidents"))
        cursor.execute(
            "INSERT INTO layers_incidentlocation (incident_id, boundary_set_id, unit_id)"
            " SELECT i.id, u.boundary_set_id, u.id FROM layers_adminunit u CROSS JOIN LATERAL"
            " (SELECT id FROM layers_incident WHERE ST_Intersects(point, u.geometry) OFFSET 0) i"
            " ON CONFLICT DO NOTHING"
        )
        cursor.execute("VACUUM ANALYZE")
    print(f"{units} communes, {len(lines)} roads, {incidents} incidents")


def _communes(cursor: Any) -> int:
    import json
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "communes.geojson"
        write_communes(path)
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    from layers.models import AdminUnit, BoundarySet

    made = BoundarySet.objects.create(name="Bench", valid_from=_FIRST_DAY, status=BoundarySet.Status.ACTIVE)
    cursor.executemany(
        "INSERT INTO layers_adminunit (boundary_set_id, code, name, full_name, level, kind, province_code,"
        " geometry, display_geometry, area_m2, valid_from)"
        " VALUES (%s, %s, %s, %s, %s, %s, '75', ST_Multi(ST_GeomFromGeoJSON(%s)),"
        " ST_Multi(ST_GeomFromGeoJSON(%s)), 1e8, %s)",
        [
            (
                made.pk,
                f["properties"]["code"],
                f["properties"]["full_name"],
                f["properties"]["full_name"],
                AdminUnit.Level.COMMUNE,
                AdminUnit.Kind.XA,
                json.dumps(f["geometry"]),
                json.dumps(f["geometry"]),
                _FIRST_DAY,
            )
            for f in features
        ],
    )
    assert len(features) == COMMUNES[0] * COMMUNES[1]
    return len(features)


def _batch(layer: str) -> int:
    from layers.models import ImportBatch

    return int(ImportBatch.objects.create(layer=layer, file_name="bench", file_sha256="0" * 64).pk)


def _roads(rng: np.random.Generator) -> list[shapely.LineString]:
    """Return 600 crooked roads between 300 towns, and a grid of 64 streets 200 m apart in each town."""
    west, south, east, north = BOX
    towns = np.column_stack([rng.uniform(west, east, _TOWNS), rng.uniform(south, north, _TOWNS)])
    lines = []
    for start in range(_TOWNS):
        nearest = np.argsort(((towns - towns[start]) ** 2).sum(axis=1))[1:3]
        for end in nearest:
            along = np.linspace(0, 1, 200)[:, None]
            bend = rng.normal(0, 0.01) * np.sin(np.pi * along) + rng.normal(0, 0.003) * np.sin(
                5 * np.pi * along
            )
            lines.append(
                shapely.LineString(towns[start] + (towns[end] - towns[start]) * along + bend * [1, -1])
            )
    step, half = 0.0018, 16
    across = np.linspace(-half * step, half * step, 2 * half + 1)
    for town in towns:
        for offset in across[:-1]:
            lines.append(shapely.LineString(town + np.column_stack([across, np.full_like(across, offset)])))
            lines.append(shapely.LineString(town + np.column_stack([np.full_like(across, offset), across])))
    return lines


def _incidents(
    cursor: Any, rng: np.random.Generator, lines: list[shapely.LineString], count: int, batch: int
) -> None:
    """Write incidents of five years: crashes within some 15 m of roads, others anywhere."""
    crash = rng.random(count) < 0.2
    places = np.column_stack([rng.uniform(BOX[0], BOX[2], count), rng.uniform(BOX[1], BOX[3], count)])
    on = np.array(lines, dtype=object)[rng.integers(0, len(lines), crash.sum())]
    foot = shapely.line_interpolate_point(on, rng.random(crash.sum()), normalized=True)
    places[crash] = shapely.get_coordinates(foot) + rng.normal(0, 0.00014, (crash.sum(), 2))
    days = rng.integers(0, (AS_OF - _FIRST_DAY).days + 1, count)
    deaths, injuries = (rng.random(count) < 0.05).astype(int), rng.poisson(0.6, count)
    import io

    rows = io.StringIO()
    for number in range(count):
        day = _FIRST_DAY + datetime.timedelta(days=int(days[number]))
        category = "traffic_crash" if crash[number] else "theft"
        x, y = places[number]
        rows.write(
            f"bench\t{number}\t{category}\t{day} 12:00+07\t{day}\tSRID=4326;POINT({x:.6f} {y:.6f})"
            f"\t{deaths[number]}\t{injuries[number]}\t{batch}\n"
        )
    rows.seek(0)
    cursor.copy_expert(
        "COPY layers_incident (source, ref, category_id, occurred_at, occurred_on, point, deaths, injuries,"
        " batch_id) FROM STDIN",
        rows,
    )


def _measure(runs: int) -> None:
    from layers.models import AdminUnit

    everyone = list(AdminUnit.objects.communes().on(AS_OF).order_by("code").values_list("pk", flat=True))
    for name, ids in (("all communes", everyone), ("50 communes", everyone[:50])):
        for months in (12, 60):
            _measure_one(f"{name}, {months} months", tuple(ids), months, runs)


def _measure_one(name: str, ids: tuple[int, ...], months: int, runs: int) -> None:
    from gis_app.screening.black_spots import finding, reading
    from gis_app.screening.rules.shape import Question
    from gis_app.screening.rules.traffic import RULE

    defaults = {parameter.key: parameter.default for parameter in RULE.parameters}
    parameters = defaults | {"black_spot_months": months}
    since, until = AS_OF.replace(year=AS_OF.year - months // 12) + _DAY, AS_OF + _DAY
    box = reading.box_around(ids)
    crashes = reading.crashes_in(box, since, until)
    reading._roads.cache_clear()
    made = _timed(lambda: reading.roads_in(box), 1)
    roads = reading.roads_in(box)
    found = finding.find_among(crashes, roads, parameters)
    levels = [spot.level for spot in found.spots]
    print(
        f"\n{name}: {len(crashes.id):,} crashes, {len(found.unsnapped):,} of them on no road; "
        f"{len(roads.network.lines.roads):,} roads, {len(roads.network.graph.start):,} edges; "
        f"{levels.count('black_spot'):,} black spots, {levels.count('potential'):,} potential"
    )
    print(f"  network made (once, until a road changes) {made}")
    steps: dict[str, Callable[[], object]] = {
        "network found again": lambda: reading.roads_in(box),
        "crashes read": lambda: reading.crashes_in(box, since, until),
        "crashes snapped": lambda: roads.snapper.snap(crashes.lonlat, parameters["snap_m"]),
        "spots found, with snapping": lambda: finding.find_among(crashes, roads, parameters),
        "whole rule d.traffic": lambda: RULE.run(Question(ids, AS_OF, parameters)),
    }
    for step, act in steps.items():
        print(f"  {step:<41} {_timed(act, runs)}")


def _timed(act: Callable[[], object], runs: int) -> str:
    """Return the median seconds on the clock, and of this process (without those of the database)."""
    clock, work = [], []
    for _ in range(runs):
        begin, worked = time.perf_counter(), time.process_time()
        act()
        clock.append(time.perf_counter() - begin)
        work.append(time.process_time() - worked)
    return f"{statistics.median(clock):7.2f} s, {statistics.median(work):6.2f} s of them here"


if __name__ == "__main__":
    main()
