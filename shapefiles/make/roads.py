"""Synthetic trunk roads between real towns, and the river courses that sites and incidents follow.

The towns are real, the alignments are not: winding lines from town to town, numbered "QL.M1" so
that nobody takes them for a real road.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from places import Ground, stream, to_degrees, winding
from sources import METRIC_CRS

#: Towns (province code, commune) that each road joins, in order.
ROUTES: tuple[tuple[tuple[str, str], ...], ...] = (
    (
        ("79", "Sài Gòn"),
        ("79", "Thủ Đức"),
        ("75", "Biên Hòa"),
        ("75", "Trảng Bom"),
        ("75", "Dầu Giây"),
        ("75", "Long Khánh"),
        ("75", "Xuân Lộc"),
    ),
    (
        ("79", "Thủ Dầu Một"),
        ("79", "Bến Cát"),
        ("79", "Bàu Bàng"),
        ("75", "Chơn Thành"),
        ("75", "Bình Long"),
        ("75", "Lộc Ninh"),
        ("75", "Lộc Tấn"),
    ),
    (("75", "Chơn Thành"), ("75", "Đồng Xoài"), ("75", "Nghĩa Trung"), ("75", "Bù Đăng")),
    (
        ("75", "Biên Hòa"),
        ("75", "Long Thành"),
        ("79", "Phú Mỹ"),
        ("79", "Bà Rịa"),
        ("79", "Vũng Tàu"),
    ),
    (("75", "Đồng Xoài"), ("75", "Phú Riềng"), ("75", "Phước Long"), ("75", "Bù Gia Mập")),
    (
        ("82", "Mỹ Tho"),
        ("82", "Cai Lậy"),
        ("82", "Cái Bè"),
        ("82", "Cao Lãnh"),
        ("82", "Thanh Bình"),
        ("82", "Hồng Ngự"),
        ("82", "Thường Phước"),
    ),
    (("82", "Mỹ Tho"), ("82", "Chợ Gạo"), ("82", "Gò Công")),
    (("79", "Sài Gòn"), ("79", "Hóc Môn"), ("79", "Củ Chi")),
    (("82", "Hồng Ngự"), ("82", "Tân Hồng"), ("82", "Tân Hộ Cơ")),
    (("82", "Sa Đéc"), ("82", "Lai Vung"), ("82", "Lấp Vò")),
    (("79", "Bà Rịa"), ("79", "Đất Đỏ"), ("79", "Xuyên Mộc"), ("79", "Bình Châu")),
    (("79", "Sài Gòn"), ("79", "Nhà Bè"), ("79", "Bình Khánh"), ("79", "Cần Giờ")),
    (("75", "Lộc Ninh"), ("75", "Thiện Hưng"), ("75", "Hưng Phước")),
    (("79", "Sài Gòn"), ("79", "Lái Thiêu"), ("79", "Thủ Dầu Một")),
    (("75", "Dầu Giây"), ("75", "Định Quán"), ("75", "Tân Phú")),
)

#: River courses, named by communes on their banks; not written out, only followed.
RIVERS: tuple[tuple[tuple[str, str], ...], ...] = (
    (
        ("75", "Tà Lài"),
        ("75", "Thanh Sơn"),
        ("75", "Trị An"),
        ("75", "Tân Triều"),
        ("75", "Biên Hòa"),
        ("75", "Đại Phước"),
    ),
    (
        ("82", "Thường Phước"),
        ("82", "Hồng Ngự"),
        ("82", "Thanh Bình"),
        ("82", "Cao Lãnh"),
        ("82", "Cái Bè"),
        ("82", "Mỹ Tho"),
        ("82", "Tân Phú Đông"),
    ),
    (("75", "Phước Long"), ("75", "Phú Riềng"), ("75", "Đồng Tâm"), ("79", "Phước Hòa")),
    (("79", "Dầu Tiếng"), ("79", "Củ Chi"), ("79", "Lái Thiêu"), ("79", "Nhà Bè")),
)


def _lines(ground: Ground, routes: tuple, purpose: str) -> np.ndarray:
    rng = stream(purpose)
    lines = []
    for route in routes:
        stops = np.array([ground.centre(*stop) for stop in route])
        lines.append(shapely.intersection(winding(stops, rng), ground.inside))
    return np.array(lines)


def roads(ground: Ground) -> gpd.GeoDataFrame:
    """Return roads in EPSG:4326: number, name, km_origin (km at the first vertex), synthetic."""
    lines = _lines(ground, ROUTES, "roads")
    numbers = range(1, len(ROUTES) + 1)
    return gpd.GeoDataFrame(
        {
            "number": [f"QL.M{n}" for n in numbers],
            "name": [f"Quốc lộ mẫu {n}" for n in numbers],
            "km_origin": 0.0,
            "synthetic": True,
        },
        geometry=to_degrees(lines).to_numpy(),
        crs="EPSG:4326",
    )


def rivers(ground: Ground) -> np.ndarray:
    """Return river courses as simple lines in METRIC_CRS."""
    return shapely.get_parts(_lines(ground, RIVERS, "rivers"))


def metric_lines(roads_: gpd.GeoDataFrame) -> np.ndarray:
    """Return the simple lines of a road layer in METRIC_CRS."""
    return shapely.get_parts(roads_.to_crs(METRIC_CRS).geometry.to_numpy())
