"""Whether coordinates can be where they claim to be, and what else they could mean."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from layers.reading.crs import to_wgs84, zone

#: Việt Nam with its sea, Hoàng Sa and Trường Sa, and what lies next to it: west, south, east,
#: north in degrees. A point outside is refused, not moved.
SURROUNDINGS = (101.0, 6.0, 118.0, 24.0)
#: The mainland and its near islands, for deciding which of two readings is meant.
MAINLAND = (102.0, 8.3, 109.7, 23.5)

#: Share of a piece of a file that has to agree before the whole file is spoken of.
FILE_SHARE = 0.9

Mistake = Literal["degrees_declared_as_metres", "metres_declared_as_degrees", "axes_swapped"]

Points = NDArray[np.float64]
Mask = NDArray[np.bool_]


def inside(points: Points, box: tuple[float, float, float, float]) -> Mask:
    """(n,) whether each of (n, 2) longitudes and latitudes lies in ``box``; NaN does not."""
    west, south, east, north = box
    lon, lat = points[:, 0], points[:, 1]
    answer: Mask = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return answer


def place(x: Points, y: Points, epsg: int) -> Points:
    """(n, 2) WGS 84 degrees of coordinates in ``epsg``; NaN where that is no place at all."""
    if zone(epsg).geographic:
        sound = (np.abs(x) <= 180) & (np.abs(y) <= 90)
    else:
        sound = (np.abs(x) <= 2e7) & (np.abs(y) <= 2e7)
    points = np.full((len(x), 2), np.nan)
    if sound.any():
        points[sound] = to_wgs84(x[sound], y[sound], epsg)
    points[~np.isfinite(points).all(axis=1)] = np.nan
    return points


def mistakes(x: Points, y: Points, epsg: int) -> dict[Mistake, Mask]:
    """For each kind of mistake, (n,) which points lie wrong as declared and right if it was made.

    Args:
        x: eastings or longitudes as declared; NaN where missing.
        y: northings or latitudes as declared.
        epsg: the system they are declared in.
    """
    as_declared = inside(place(x, y, epsg), MAINLAND)
    swapped = inside(place(y, x, epsg), MAINLAND) & ~as_declared
    found: dict[Mistake, Mask] = {"axes_swapped": swapped}
    if zone(epsg).geographic:
        metric = (np.abs(x) > 1_000) & (np.abs(y) > 1_000)
        found["metres_declared_as_degrees"] = metric
    else:
        degrees = inside(np.column_stack([x, y]), SURROUNDINGS) | inside(
            np.column_stack([y, x]), SURROUNDINGS
        )
        found["degrees_declared_as_metres"] = degrees
    return found


def mistake_of_file(x: Points, y: Points, epsg: int) -> Mistake | None:
    """Return the mistake that nearly all finite points share, or None."""
    finite = np.isfinite(x) & np.isfinite(y)
    if not finite.any():
        return None
    for name, mask in mistakes(x, y, epsg).items():
        if mask[finite].mean() >= FILE_SHARE:
            return name
    return None
