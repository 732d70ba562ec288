"""Points of a table or a layer, placed on the earth, with every doubtful one reported."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.reading.angles import parse_angles
from layers.reading.crs import zone
from layers.reading.errors import ReadingError
from layers.reading.extent import (
    SURROUNDINGS,
    Mistake,
    inside,
    mistake_of_file,
    mistakes,
    place,
)
from layers.reading.messages import Value
from layers.reading.numbers import parse_numbers
from layers.reading.problems import Mask, Problem, report

Coordinates = NDArray[np.float64]


class PointReader:
    """Reads the points of one file, piece by piece.

    Whether the whole file shares one mistake (axes swapped, degrees declared as metres) is decided
    on the first piece; it is then one problem of the file instead of one for each row.

    Args:
        columns: field to column; ``lon`` and ``lat``, or ``x`` (easting) and ``y`` (northing), or
            neither when the frames carry points as geometry.
        epsg: system of the coordinates.

    Raises:
        ReadingError: ``coordinates_incomplete`` when one of a pair is missing,
            ``crs_contradicts_columns`` for longitude and latitude in a system of metres.
    """

    def __init__(self, columns: Mapping[str, str], epsg: int) -> None:
        self.epsg = epsg
        self._axes = _axes(columns)
        self._names = ("geometry", "geometry")
        if self._axes is not None:
            self._names = (columns[self._axes[0]], columns[self._axes[1]])
        self._first_piece = True
        self._shared: Mistake | None = None
        if self._axes == ("lon", "lat") and not zone(epsg).geographic:
            raise ReadingError("crs_contradicts_columns", crs=f"EPSG:{epsg}")

    def read(self, frame: pd.DataFrame, problems: list[Problem]) -> tuple[Coordinates, Mask]:
        """Longitude and latitude (n, 2) of each row, and (n,) whether it can be used.

        Problems are added to ``problems``.
        """
        good = np.ones(len(frame), dtype=bool)
        if self._axes is None:
            x, y = self._of_layer(frame, good, problems)
        else:
            x, y = self._of_table(frame, good, problems)
        if self._first_piece:
            self._first_piece = False
            self._shared = mistake_of_file(x, y, self.epsg)
            if self._shared is not None:
                problems.append(self._file_problem(self._shared))
        points = place(x, y, self.epsg)
        outside = good & ~inside(points, SURROUNDINGS)
        if self._shared is None and not outside.any():
            return points, good
        wrong = mistakes(x, y, self.epsg)
        if self._shared is not None:
            good &= ~wrong[self._shared]
            outside &= good
        swapped = outside & wrong["axes_swapped"]
        for mask, code in ((swapped, "coordinates_swapped"), (outside & ~swapped, "outside_vietnam")):
            good &= ~mask
            for position in np.flatnonzero(mask):
                params = {"x": float(x[position]), "y": float(y[position])}
                row = int(frame.index[position])
                problems.append(Problem(row, self._names[0], code, params))
        return points, good

    def _file_problem(self, mistake: Mistake) -> Problem:
        x_field, y_field = self._axes or ("x", "y")
        params: dict[str, Value] = {
            "x": self._names[0],
            "y": self._names[1],
            "x_field": x_field,
            "y_field": y_field,
            "crs": f"EPSG:{self.epsg}",
        }
        if mistake == "axes_swapped" and self._axes is None:
            return Problem(None, None, "axes_swapped_in_layer", params)
        columns = None if self._axes is None else f"{self._names[0]}, {self._names[1]}"
        return Problem(None, columns, mistake, params)

    def _of_table(
        self, frame: pd.DataFrame, good: Mask, problems: list[Problem]
    ) -> tuple[Coordinates, Coordinates]:
        parse = parse_angles if zone(self.epsg).geographic else parse_numbers
        parsed = []
        for column in self._names:
            cells = frame[column]
            numbers = parse(cells)
            report(problems, frame, numbers.empty, column, "coordinate_missing", good)
            report(problems, frame, numbers.bad, column, "coordinate_unreadable", good, cells)
            parsed.append(numbers.values)
        return parsed[0], parsed[1]

    def _of_layer(
        self, frame: pd.DataFrame, good: Mask, problems: list[Problem]
    ) -> tuple[Coordinates, Coordinates]:
        geometry = frame["geometry"].array
        missing = np.asarray(geometry.isna() | geometry.is_empty)
        point = np.asarray(geometry.geom_type == "Point") & ~missing
        x = np.full(len(frame), np.nan)
        y = np.full(len(frame), np.nan)
        x[point], y[point] = geometry[point].x, geometry[point].y
        broken = point & ~(np.isfinite(x) & np.isfinite(y))
        name = "geometry"
        report(problems, frame, missing | broken, name, "geometry_missing", good)
        report(problems, frame, ~point & ~missing, name, "point_expected", good)
        return x, y


def _axes(columns: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the pair of coordinate fields in use; None when the points are in the layer itself."""
    for pair in (("lon", "lat"), ("x", "y")):
        if all(field in columns for field in pair):
            return pair
    if any(field in columns for field in ("lon", "lat", "x", "y")):
        raise ReadingError("coordinates_incomplete")
    return None
