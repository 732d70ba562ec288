"""Which province a unit belongs to, and which unit stands above it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from layers.importing.locating import unit_index
from layers.models import AdminUnit, BoundarySet

Level = AdminUnit.Level


def province_codes(units: gpd.GeoDataFrame, level: str, given: str, date: datetime.date) -> list[str]:
    """Return the province code of each unit: from its file, as given, or by its place; "" where none tells.

    Args:
        units: with code, province_code and geometry.
        level: of the units.
        given: code for units whose file does not say.
        date: day on which provinces in force are asked for the place.
    """
    if level == Level.PROVINCE:
        return list(units["code"])
    codes = [code or given for code in units["province_code"]]
    unknown = [i for i, code in enumerate(codes) if not code]
    if unknown:
        shapes = np.asarray(units.geometry.array, dtype=object)[unknown]
        for i, code in zip(unknown, _by_place(shapely.point_on_surface(shapes), date), strict=True):
            codes[i] = code
    return codes


def find_parents(
    district_codes: pd.Series, provinces: Sequence[str], level: str, date: datetime.date
) -> list[int | None]:
    """Return the key of the district, else the province, in force on the date; None where there is none.

    It may belong to another boundary set: the file of one province often comes without its outline.
    """
    if level == Level.PROVINCE:
        return [None] * len(provinces)
    above = _keys_in_force(Level.PROVINCE, date)
    districts = _keys_in_force(Level.DISTRICT, date) if level == Level.COMMUNE else {}
    return [
        districts.get(district) or above.get(province)
        for district, province in zip(district_codes, provinces, strict=True)
    ]


def adopt_orphans(boundary_set: BoundarySet) -> None:
    """Put units that were loaded before their province under it, where their province is named by code."""
    for province in boundary_set.units.provinces():
        orphans = AdminUnit.objects.filter(
            parent=None,
            province_code=province.code,
            level__in=(Level.COMMUNE, Level.DISTRICT),
            valid_from__gte=province.valid_from,
        )
        if province.valid_to is not None:
            orphans = orphans.filter(valid_from__lt=province.valid_to)
        orphans.update(parent=province)


def _keys_in_force(level: str, date: datetime.date) -> dict[str, int]:
    return dict(AdminUnit.objects.on(date).filter(level=level).order_by("-pk").values_list("code", "pk"))


def _by_place(points: np.ndarray, date: datetime.date) -> list[str]:
    provinces = AdminUnit.objects.on(date).provinces()
    code_of = dict(provinces.values_list("pk", "code"))
    if not code_of:
        return [""] * len(points)
    return [code_of.get(int(key), "") for key in unit_index(provinces).locate(points)]
