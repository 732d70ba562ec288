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
    return write_layer(path, _features(_ILL_FITTING))


def crossing(path: Path) -> Path:
    """Write four communes on the ground of the owner: overlap, gap, and an outline that crosses itself.

    1 and 2 overlap as above; 3 leaves a gap 0.0002° high (about 22 m) above 1; 5 is a bow tie drawn in one
    line, whose two halves leave a wide gap before 2.
    """
    notched = [
        *([107.0, 11.1], [107.02, 11.1], [107.02, 11.1002], [107.08, 11.1002], [107.08, 11.1]),
        *([107.0995, 11.1], [107.0995, 11.15], [107.0, 11.15], [107.0, 11.1]),
    ]
    tie = [[107.0, 11.15], [107.0995, 11.15], [107.0, 11.2], [107.0995, 11.2], [107.0, 11.15]]
    shapes = {
        "1": _ILL_FITTING["1"],
        "2": _ILL_FITTING["2"],
        "3": {"type": "Polygon", "coordinates": [notched]},
        "5": {"type": "Polygon", "coordinates": [tie]},
    }
    return write_layer(path, _features(shapes))


_ILL_FITTING = {
    "1": rectangle(107.0, 11.0, 107.1, 11.1),
    "2": rectangle(107.0995, 11.0, 107.2, 11.2),
    "3": rectangle(107.0, 11.1002, 107.0995, 11.2),
    "4": rectangle(106.9, 11.0, 107.0, 11.2),
}


def _features(shapes: dict[str, dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [
        (shape, {"code": code, "full_name": f"Xã Số {code}", "province_code": "75"})
        for code, shape in shapes.items()
    ]
