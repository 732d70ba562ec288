"""Small boundary files that do not fit together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.importing.files import write_layer


def rectangle(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """Return a rectangle as GeoJSON."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def ill_fitting(path: Path) -> Path:
    """Write three communes around a gap, two of them overlapping.

    1 lies west; 2 lies east and overlaps 1 by 0.0005° (about 55 m) over its whole height; 3 closes the north,
    with a gap 0.0002° high (about 22 m) above 1 that 4 closes from the west.
    """
    shapes = {
        "1": rectangle(107.0, 11.0, 107.1, 11.1),
        "2": rectangle(107.0995, 11.0, 107.2, 11.2),
        "3": rectangle(107.0, 11.1002, 107.0995, 11.2),
        "4": rectangle(106.9, 11.0, 107.0, 11.2),
    }
    features = [
        (shape, {"code": code, "full_name": f"Xã Số {code}", "province_code": "75"})
        for code, shape in shapes.items()
    ]
    return write_layer(path, features)
