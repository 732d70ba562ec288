"""Rows as the arrays that GDAL takes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely
from numpy.typing import NDArray

from layers.writing.table import Column, Type


def append(
    path: Path,
    rows: Sequence[Sequence[Any]],
    shapes: NDArray[np.object_],
    columns: Sequence[Column],
    names: Sequence[str],
    *,
    driver: str,
    layer: str,
    geometry_type: str,
    crs: str,
    **options: str,
) -> None:
    """Add rows to a file, which is made when it is not there yet.

    Args:
        path: the file.
        rows: values in the order of the columns.
        shapes: (n,) in the system of the file.
        columns: say the type of each value.
        names: of the fields in the file.
        driver: GDAL's name of the format.
        layer: name of the layer.
        geometry_type: as GDAL calls it.
        crs: WKT.
        options: of the driver.
    """
    data, masks = [], []
    for position, column in enumerate(columns):
        values, mask = _array([row[position] for row in rows], column.type)
        data.append(values)
        masks.append(mask)
    pyogrio.raw.write(
        path,
        geometry=np.array(shapely.to_wkb(shapes), dtype=object),
        field_data=data,
        fields=np.array(list(names), dtype=object),
        field_mask=masks,
        driver=driver,
        layer=layer,
        geometry_type=geometry_type,
        crs=crs,
        append=path.exists(),
        **options,
    )


def _array(values: Sequence[Any], kind: Type) -> tuple[NDArray[Any], NDArray[np.bool_] | None]:
    """Return the values, and where they are missing (None where the values say so themselves)."""
    missing = np.array([value is None for value in values], dtype=bool)
    if kind is Type.INTEGER:
        return np.array([0 if v is None else v for v in values], dtype=np.int64), missing
    if kind is Type.NUMBER:
        return np.array([0.0 if v is None else v for v in values], dtype=np.float64), missing
    if kind is Type.DATE:
        return np.array([None if v is None else np.datetime64(v, "D") for v in values], "datetime64[D]"), None
    return np.array([None if v is None else str(v) for v in values], dtype=object), None
