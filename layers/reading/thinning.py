"""Fewer vertices for a line, and how far it then lies from what it was."""

from __future__ import annotations

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

#: A device's own error is some 10 m in the open; half of it is lost in it.
WITHIN_M = 5.0
#: A tenth of a metre.
_DECIMALS = 6
_SHORTEST_M = 1.0


def thinned(route: shapely.MultiLineString, within_m: float = WITHIN_M) -> shapely.MultiLineString:
    """Return a route in WGS 84 degrees with fewer vertices.

    Both ways, no place of one lies further than `within_m` metres (and 0.15 % of that, and 0.1 m of rounding)
    from the other: Douglas and Peucker's rule in a plane around the middle of the route, whose extent may be
    some 300 km. Ends stay where they are; a part so small that nothing would be left keeps its vertices, and
    one shorter than a metre is left out where there are longer ones.
    """
    west, south, east, north = route.bounds
    plane = pyproj.Transformer.from_crs(
        "EPSG:4326",
        pyproj.CRS.from_proj4(f"+proj=tmerc +lat_0={(south + north) / 2} +lon_0={(west + east) / 2}"),
        always_xy=True,
    )

    def there(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(plane.transform(degrees[:, 0], degrees[:, 1]))

    def back(metres: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(plane.transform(metres[:, 0], metres[:, 1], direction="INVERSE")).round(
            _DECIMALS
        )

    parts = []
    for part in shapely.get_parts(shapely.transform(route, there)):
        simple = shapely.simplify(part, within_m, preserve_topology=False)
        parts.append(simple if simple.length > 0 else part)
    longer = [part for part in parts if part.length >= _SHORTEST_M]
    return shapely.transform(shapely.multilinestrings(longer or parts), back)
