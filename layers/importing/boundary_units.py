"""The units of a boundary file: codes, names, kinds, published figures, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from layers.importing.findings import Finding, as_findings
from layers.models import AdminUnit
from layers.reading.columns import BOUNDARY_FIELDS, FieldSet
from layers.reading.geometry_checks import POLYGONS, check_geometries, duplicate_codes
from layers.reading.names import fold_ascii, nfc, split_unit_name
from layers.reading.numbers import parse_numbers
from layers.reading.problems import Problem, report

#: The reading package knows one parent; here a commune may name its district and its province.
FIELDS = FieldSet(
    aliases={
        **{field: names for field, names in BOUNDARY_FIELDS.aliases.items() if field != "parent"},
        "province_code": (
            *("prov_code", "ma_tinh", "matinh", "tinh_code", "province_id", "id_tinh", "ma_tp"),
            "parent_code",
        ),
        "district_code": ("dist_code", "ma_huyen", "mahuyen", "district_id", "id_huyen", "ma_qh"),
    },
    required=BOUNDARY_FIELDS.required,
)

_KIND_OF_WORD = {
    "xã": AdminUnit.Kind.XA,
    "phường": AdminUnit.Kind.PHUONG,
    "thị trấn": AdminUnit.Kind.THI_TRAN,
    "đặc khu": AdminUnit.Kind.DAC_KHU,
    "huyện": AdminUnit.Kind.HUYEN,
    "quận": AdminUnit.Kind.QUAN,
    "thị xã": AdminUnit.Kind.THI_XA,
    "thành phố": AdminUnit.Kind.THANH_PHO,
    "tỉnh": AdminUnit.Kind.TINH,
}
_KIND_OF_KEY = {fold_ascii(str(word)): kind for word, kind in _KIND_OF_WORD.items()}
_WORD_OF_KIND = {kind: word for word, kind in _KIND_OF_WORD.items()}

_LONGEST = {
    field: AdminUnit._meta.get_field(field).max_length
    for field in ("code", "name", "full_name", "province_code")
}


def read_units(
    frame: gpd.GeoDataFrame, columns: Mapping[str, str], epsg: int
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Return the sound units in WGS 84 and every finding about every row.

    Args:
        frame: rows of the file, indexed by row number, in `epsg`.
        columns: field to column.
        epsg: coordinate system of the shapes.

    Returns:
        A frame with code, name, full_name, kind, province_code, district_code, published_area_km2,
        population (both NaN where not published) and geometry (multipolygons).
    """
    problems: list[Problem] = []
    units = pd.DataFrame(index=frame.index)
    for field in ("code", "province_code", "district_code"):
        units[field] = as_codes(frame[columns[field]]) if field in columns else ""
    names = [_names(*row) for row in _name_cells(frame, columns)]
    units["kind"], units["name"], units["full_name"] = (list(part) for part in zip(*names, strict=True))
    for field, target in (("area_km2", "published_area_km2"), ("population", "population")):
        units[target] = _amounts(frame, columns.get(field), problems)
    problems += duplicate_codes(units["code"].rename(columns["code"]))
    name_column = columns.get("name") or columns["full_name"]
    findings = _missing_names(units, name_column) + _too_long(units)
    shapes = gpd.GeoDataFrame(units, geometry=frame.geometry.array)
    sound, about_shapes = check_geometries(shapes, epsg, POLYGONS, mend=True)
    return sound, as_findings([*problems, *about_shapes]) + findings


def as_codes(cells: pd.Series) -> pd.Series:
    """Return codes as text: 7070101.0, which a table of numbers makes of a code, is "7070101"."""
    if pd.api.types.is_float_dtype(cells) and (cells.dropna() % 1 == 0).all():
        cells = cells.astype("Int64")
    return cells.astype("string").fillna("").str.strip()


def _name_cells(frame: pd.DataFrame, columns: Mapping[str, str]):
    parts = [
        frame[columns[field]].astype("string").fillna("") if field in columns else [""] * len(frame)
        for field in ("name", "full_name", "kind")
    ]
    return zip(*parts, strict=True)


def _names(name: str, full_name: str, kind: str) -> tuple[str, str, str]:
    """Return kind, bare name and full name; the type in front of the full name decides."""
    word, bare = split_unit_name(full_name or name)
    if word is not None:
        return _KIND_OF_WORD[word], bare, nfc(full_name or name)
    known = _KIND_OF_KEY.get(fold_ascii(kind), AdminUnit.Kind.UNKNOWN)
    bare = split_unit_name(name or full_name)[1]
    if known and bare and not full_name:
        return known, bare, f"{_WORD_OF_KIND[known].capitalize()} {bare}"
    return known, bare, nfc(full_name or name)


def _amounts(frame: pd.DataFrame, column: str | None, problems: list[Problem]) -> np.ndarray:
    if column is None:
        return np.full(len(frame), np.nan)
    numbers = parse_numbers(frame[column])
    wrong = numbers.bad | (numbers.values < 0)
    report(problems, frame, wrong, column, "count_unreadable", np.ones(len(frame), bool), frame[column])
    return np.where(wrong, np.nan, numbers.values)


def _missing_names(units: pd.DataFrame, column: str) -> list[Finding]:
    return [Finding(int(row), column, "name_missing") for row in units.index[units["name"] == ""]]


def _too_long(units: pd.DataFrame) -> list[Finding]:
    return [
        Finding(int(row), field, "too_long", {"value": value[:20], "longest": longest})
        for field, longest in _LONGEST.items()
        for row, value in units.loc[units[field].str.len() > longest, field].items()
    ]
