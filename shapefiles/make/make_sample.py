"""Remakes every file of the sample: ``python shapefiles/make/make_sample.py``.

Needs the packages of ``requirements.txt`` beside this file, best in a virtual environment of its
own. The same packages give the same files, byte for byte.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from anchors import anchors
from assessed import assessed, further_incidents, further_sites
from boundaries import border_line, finished, new_communes, old_units, succession
from gather import gathered_cells
from incidents import incidents
from indicators import indicators
from land import mended_land
from places import Ground
from roads import rivers, roads
from sites import sites
from sources import read_sources

TARGET = Path(__file__).resolve().parents[1]


def _shapefile(frame: gpd.GeoDataFrame, name: str) -> None:
    # The DBF header holds a date: pinned, so that the same input gives the same bytes.
    pyogrio.write_dataframe(frame, TARGET / name, encoding="UTF-8", DBF_DATE_LAST_UPDATE="2025-07-01")


def _csv(frame: pd.DataFrame, name: str) -> None:
    frame.to_csv(TARGET / name, index=False, lineterminator="\n")


def _geojson(frame: gpd.GeoDataFrame, name: str) -> None:
    path = TARGET / name
    path.unlink(missing_ok=True)
    pyogrio.write_dataframe(frame, path, driver="GeoJSON", RFC7946="YES", COORDINATE_PRECISION="6")


def main() -> int:
    """Make and write all files; prints one line per step."""
    sources = read_sources()
    old, new = anchors(sources)
    print(f"{len(sources.crosswalk)} old units, {len(new)} new ones, {old.mended.sum()} mended")
    pieces = finished(gathered_cells(old, new, sources.crosswalk, mended_land(sources, old)))
    communes, before = new_communes(pieces, sources), old_units(pieces, sources)
    border = border_line(communes, sources)
    _shapefile(communes, "communes-2025.shp")
    _shapefile(before, "communes-before-reform.shp")
    _shapefile(border, "border-line.shp")
    _csv(succession(pieces), "succession.csv")
    print(f"{len(communes)} communes, {len(before)} units before the reform")

    ground = Ground.of(communes, border)
    trunk, water = roads(ground), rivers(ground)
    places = sites(ground, trunk, water)
    events = incidents(ground, trunk, water, places)
    _geojson(trunk, "roads.geojson")
    _geojson(places, "sites.geojson")
    _csv(events, "incidents.csv")
    _csv(indicators(ground), "indicators.csv")
    _geojson(further_sites(ground, water), "further-sites.geojson")
    _csv(further_incidents(ground), "further-incidents.csv")
    _csv(assessed(ground), "assessments.csv")
    print(f"{len(trunk)} roads, {len(places)} sites, {len(events)} incidents (synthetic)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
