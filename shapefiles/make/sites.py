"""Synthetic sites of every kind, in plausible places, each named "… mẫu n" and marked synthetic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from places import Ground, along, in_towns, stream, to_degrees
from roads import metric_lines
from shapely.geometry import Polygon

SOURCE = "Dữ liệu mẫu, tổng hợp"
MINERALS = {"da": "Mỏ đá", "cat": "Bãi cát", "soi": "Mỏ sỏi", "vang": "Điểm khai thác vàng"}


@dataclass(frozen=True)
class Kind:
    """How one kind is placed: how many, what it is called, and where (see ``_placers``)."""

    key: str
    label: str
    count: int
    place: str


KINDS = (
    Kind("industrial_zone", "Khu công nghiệp", 46, "edge"),
    Kind("economic_zone", "Khu kinh tế cửa khẩu", 3, "gate"),
    Kind("market", "Chợ", 240, "town"),
    Kind("wharf", "Bến thủy nội địa", 60, "river"),
    Kind("bus_station", "Bến xe", 36, "road"),
    Kind("port", "Cảng", 12, "river"),
    Kind("hotel", "Khách sạn", 90, "city"),
    Kind("guesthouse", "Nhà nghỉ", 160, "road"),
    Kind("karaoke", "Karaoke", 150, "city"),
    Kind("dance_hall", "Vũ trường", 12, "city"),
    Kind("pawnshop", "Cơ sở cầm đồ", 130, "city"),
    Kind("massage", "Cơ sở xoa bóp", 80, "city"),
    Kind("restaurant", "Nhà hàng", 200, "city"),
    Kind("hospital", "Bệnh viện", 56, "town"),
    Kind("school", "Trường học", 300, "town"),
    Kind("border_gate", "Cửa khẩu", 11, "line"),
    Kind("border_post", "Đồn biên phòng", 14, "strip"),
    Kind("border_marker", "Mốc quốc giới", 48, "line"),
    Kind("border_trail", "Lối mòn qua biên giới", 18, "strip"),
    Kind("hazardous_facility", "Kho hóa chất, xăng dầu", 50, "edge"),
    Kind("fire_water", "Trụ nước chữa cháy", 130, "city"),
)
BUSINESSES = {"hotel", "guesthouse", "karaoke", "dance_hall", "pawnshop", "massage", "restaurant"}
AREAS = {"mine", "industrial_zone", "economic_zone"}
GATE_CLASSES = ("quoc_te", "quoc_te", "chinh", "chinh", "phu")


def _evenly(ground: Ground, count: int, inland: float) -> np.ndarray:
    """Return ``count`` points spaced evenly along the border, pulled ``inland`` metres, (n, 2)."""
    lines = shapely.get_parts(ground.border)
    lengths = shapely.length(lines)
    marks = (np.arange(count) + 0.5) / count * lengths.sum()
    ends = np.cumsum(lengths)
    which = np.searchsorted(ends, marks)
    on = shapely.line_interpolate_point(lines[which], marks - (ends - lengths)[which])
    inner = shapely.buffer(ground.inside, -inland)
    pulled = shapely.shortest_line(on, inner)
    return shapely.get_coordinates(shapely.get_point(pulled, 1))


def _outline(centre: np.ndarray, radius: float, rng: np.random.Generator) -> Polygon:
    """Return an irregular seven- to ten-cornered area of about ``radius`` metres."""
    corners = int(rng.integers(7, 11))
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False) + rng.uniform(0, 0.4, corners)
    reach = radius * rng.uniform(0.7, 1.15, corners)
    offset = np.column_stack([np.cos(angle), np.sin(angle)]) * reach[:, None]
    return Polygon(centre + offset)


def _placers(
    ground: Ground, lines: np.ndarray, water: np.ndarray
) -> dict[str, Callable[[int, np.random.Generator], np.ndarray]]:
    people = ground.communes.population.to_numpy(float)
    wards = people * np.where(ground.communes.kind == "phuong", 1.0, 0.05)
    # Plants stand at the edge of large wards and in communes beside them, not in the old centre.
    outskirts = np.sqrt(people) * (ground.communes.geometry.area.to_numpy() > 15e6)
    return {
        "town": lambda n, rng: in_towns(ground, n, rng, np.sqrt(people), 0.12),
        "city": lambda n, rng: in_towns(ground, n, rng, wards, 0.2),
        "edge": lambda n, rng: in_towns(ground, n, rng, outskirts, 0.3),
        "road": lambda n, rng: along(ground, n, rng, lines, 60),
        "river": lambda n, rng: along(ground, n, rng, water, 120),
        "line": lambda n, _: _evenly(ground, n, 4.0),
        "strip": lambda n, _: _evenly(ground, n, 350.0),
        "gate": lambda n, _: _evenly(ground, n, 1_500.0),
    }


def _mines(ground: Ground, water: np.ndarray, rng: np.random.Generator) -> list[dict]:
    """Return pits: sand and gravel on rivers, stone and gold in large rural communes."""
    hills = ground.communes.geometry.area.to_numpy() * (ground.communes.kind == "xa")
    hills = hills * (ground.communes.prov_code != "82")
    kinds = ["cat"] * 26 + ["soi"] * 8 + ["da"] * 26 + ["vang"] * 4
    rows = []
    for mineral in kinds:
        if mineral in ("cat", "soi"):
            centre = along(ground, 1, rng, water, 80)[0]
        else:
            centre = in_towns(ground, 1, rng, hills.to_numpy(float), 0.3)[0]
        # One pit in five has no licence; nobody has one for gold here.
        licensed = mineral != "vang" and rng.uniform() > 0.2
        rows.append(
            {
                "kind": "mine",
                "label": MINERALS[mineral],
                "geometry": _outline(centre, rng.uniform(90, 330), rng),
                "mineral": mineral,
                "licence": "yes" if licensed else "no",
            }
        )
    return rows


def _row(kind: Kind, number: int, point: np.ndarray, rng: np.random.Generator) -> dict:
    row: dict = {"kind": kind.key, "label": kind.label, "geometry": shapely.points(point)}
    if kind.key in AREAS:
        radius = rng.uniform(350, 900) if kind.key == "industrial_zone" else 1_200
        row["geometry"] = _outline(point, radius, rng)
        row["workers"] = int(rng.integers(8, 400)) * 100
    if kind.key in BUSINESSES:
        row["licence"] = "yes" if rng.uniform() > 0.07 else "no"
    if kind.key in ("market", "hazardous_facility", "hospital", "hotel"):
        row["year_built"] = int(rng.integers(1985, 2024))
    if kind.key == "border_gate":
        row["gate_class"] = GATE_CLASSES[number % len(GATE_CLASSES)]
    if kind.key == "fire_water":
        row["flow_l_s"] = int(rng.choice([10, 15, 20, 30]))
    return row


def sites(ground: Ground, roads: gpd.GeoDataFrame, water: np.ndarray) -> gpd.GeoDataFrame:
    """Return all sites in EPSG:4326: ref, kind, name, attributes by kind, source, synthetic."""
    placers = _placers(ground, metric_lines(roads), water)
    rows = _mines(ground, water, stream("mines"))
    for kind in KINDS:
        rng = stream(f"site {kind.key}")
        points = placers[kind.place](kind.count, rng)
        rows += [_row(kind, number, point, rng) for number, point in enumerate(points)]
    counts: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        label = row.pop("label")
        counts[label] = counts.get(label, 0) + 1
        row["ref"] = f"MAU-S{number:04d}"
        row["name"] = f"{label} mẫu {counts[label]}"
        row["geometry"] = shapely.intersection(row["geometry"], ground.inside)
    frame = gpd.GeoDataFrame(rows)
    columns = ["ref", "kind", "name", "mineral", "licence", "workers", "year_built"]
    columns += ["gate_class", "flow_l_s"]
    frame = frame[[*columns, "geometry"]].assign(source=SOURCE, synthetic=True)
    for column in ("workers", "year_built", "flow_l_s"):
        frame[column] = frame[column].astype("Int64")
    return frame.set_geometry(to_degrees(frame.geometry.to_numpy()))
