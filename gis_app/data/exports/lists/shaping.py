"""What the lists share: shapes straight from the database, and the columns that name a commune."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import shapely
from django.contrib.gis.db.models.functions import AsWKB, PointOnSurface
from django.utils.translation import gettext as _

from layers.models import AdminUnit
from layers.writing.table import Column

#: Rows fetched from the server-side cursor at a time.
FETCHED = 2_000


def as_shape(wkb: Any) -> shapely.Geometry | None:
    """Return the shape of an `AsWKB` column."""
    return None if wkb is None else shapely.from_wkb(bytes(wkb))


def commune_columns() -> tuple[Column, Column]:
    """Return the columns for code and name."""
    return Column("commune_code", "ma_xa", _("Mã xã")), Column("commune", "ten_xa", _("Xã, phường"))


def inner_points(units: Iterable[int]) -> dict[int, tuple[str, str, shapely.Geometry]]:
    """Return code, name and a point inside each unit, by primary key."""
    rows = (
        AdminUnit.objects.filter(pk__in=set(units))
        .annotate(inside=AsWKB(PointOnSurface("geometry")))
        .values_list("pk", "code", "full_name", "inside")
    )
    return {pk: (code, name, as_shape(inside)) for pk, code, name, inside in rows}
