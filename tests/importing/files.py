"""Small files for the import tests, and the state of the whole database for "nothing changed"."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

HEADINGS = ("ref", "category", "occurred_at", "lon", "lat", "deaths", "injuries")


def box(west: float, south: float, side: float = 0.1) -> dict[str, Any]:
    """Return a square of `side` degrees as GeoJSON."""
    east, north = round(west + side, 6), round(south + side, 6)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def write_layer(path: Path, features: list[tuple[dict[str, Any] | None, dict[str, Any]]]) -> Path:
    """Write (geometry, properties) as GeoJSON."""
    collection = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "geometry": g, "properties": p} for g, p in features],
    }
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    return path


def commune(code: str, west: float, south: float, name: str | None = None, **more: Any):
    """Return a feature for a square commune."""
    full_name = name or f"Xã Số {code}"
    return box(west, south), {"code": code, "full_name": full_name, **more}


def four_communes(path: Path, prefix: str = "75", **more: Any) -> Path:
    """Write a province of four squares, 107.0–107.2 E, 11.0–11.2 N."""
    places = ((107.0, 11.0), (107.1, 11.0), (107.0, 11.1), (107.1, 11.1))
    return write_layer(
        path, [commune(f"{prefix}{n}", *place, **more) for n, place in enumerate(places, start=1)]
    )


def write_table(path: Path, rows: list[tuple[Any, ...]], headings: tuple[str, ...] = HEADINGS) -> Path:
    """Write a CSV table."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(headings)
        writer.writerows(rows)
    return path


def incident(ref: str, lon: float = 107.05, lat: float = 11.05, when: str = "15/06/2026 08:30", **more: Any):
    """Return a row of an incident table; unknown casualties stay empty."""
    return (
        ref,
        more.get("category", "theft"),
        when,
        lon,
        lat,
        more.get("deaths", ""),
        more.get("injuries", ""),
    )


def run(command: str, *arguments: Any) -> str:
    """Run an import command and return what it said."""
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out)
    return out.getvalue()


def load_communes(path: Path, valid_from: str = "2025-07-01", *more: str) -> None:
    """Put a commune file into force."""
    run("import_boundaries", path, "--level", "commune", "--valid-from", valid_from, "--commit", *more)


def every_count() -> dict[str, int]:
    """Return the number of rows of every table of the database."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
    return counts
