"""Small roads at known distances around one place."""

from __future__ import annotations

import itertools

import numpy as np
import shapely

from gis_app.screening.black_spots.describing import Crashes
from gis_app.screening.black_spots.finding import Found, find_among
from gis_app.screening.black_spots.kinds import kind_of
from gis_app.screening.black_spots.lines import Road
from gis_app.screening.black_spots.network import build
from gis_app.screening.black_spots.reading import Roads
from gis_app.screening.black_spots.snapping import Snapper
from gis_app.screening.rules.traffic import RULE
from layers.reading.geodesy import GEOD

MIDDLE = (107.05, 11.05)
DEFAULTS = {parameter.key: parameter.default for parameter in RULE.parameters}


def at(east: float, north: float = 0.0) -> tuple[float, float]:
    """Return the place so many metres east and north of the middle."""
    lon, lat, _ = GEOD.fwd(*MIDDLE, 90, east)
    lon, lat, _ = GEOD.fwd(lon, lat, 0, north)
    return lon, lat


def line(*metres: tuple[float, float]) -> shapely.LineString:
    """Return a line through places given as metres east and north, with a vertex at least every 50 m."""
    dense = shapely.segmentize(shapely.LineString(metres), 50)
    return shapely.LineString([at(*place) for place in shapely.get_coordinates(dense)])


def road(geometry: shapely.Geometry, number: str = "QL.51", kind: str = "", km_origin: float = 0.0) -> Road:
    """Return a record of the road layer."""
    return Road(number, f"Tên {number}", kind_of(number, kind), km_origin, geometry)


def network(*roads: Road) -> Roads:
    """Return the network of the roads."""
    built = build(roads)
    return Roads(built, Snapper(built.lines))


def crashes(*places: tuple[float, float], deaths=None, injuries=None) -> Crashes:
    """Return crashes at metres east and north; each has one death unless said."""
    count = len(places)
    lonlat = np.array([at(*place) for place in places]).reshape(-1, 2)
    deaths = np.array(deaths if deaths is not None else [1.0] * count, dtype=float)
    injuries = np.array(injuries if injuries is not None else [0.0] * count, dtype=float)
    return Crashes(np.arange(1, count + 1), lonlat, deaths, injuries)


def found(roads: Roads, happened: Crashes, **parameters: float) -> Found:
    """Return what is found with the defaults and these parameters."""
    return find_among(happened, roads, DEFAULTS | parameters)


def black(roads: Roads, happened: Crashes, **parameters: float) -> list[tuple[int, ...]]:
    """Return the crashes of each black spot, in the order of their first one."""
    spots = found(roads, happened, **parameters).spots
    return sorted(spot.ids for spot in spots if spot.level == "black_spot")


def corner_to_corner(places: list[tuple[float, float]]) -> list[shapely.LineString]:
    """Return the pieces of a line through places."""
    return [line(a, b) for a, b in itertools.pairwise(places)]
