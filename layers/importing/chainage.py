"""Places of incidents that have no coordinates but a chainage on a numbered road: `Km 12+300 QL.13`.

A row with coordinates is placed by them, whatever its chainage says. What was placed by chainage is told row
by row (code ``place_by_chainage``) and kept with the import.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd
import shapely

from layers.models import Road
from layers.reading.cells import texts
from layers.reading.choices import FileFacts
from layers.reading.incident_rows import PLACED
from layers.reading.linear import LinearPlace, RoadLines, parse_chainage, road_number, written
from layers.reading.messages import Value
from layers.reading.names import nfc
from layers.reading.points import Coordinates, PointReader
from layers.reading.problems import Mask, Problem, short
from layers.reading.rows import ReadsPoints

#: What stands in a column of kilometres without the word: ``12,3``.
_KILOMETRES = re.compile(r"^\d{1,4}([.,]\d{1,3})?$")
_COORDINATES = ("lon", "lat", "x", "y")


def road_lines() -> RoadLines:
    """Return all roads, ready to be asked for chainages."""
    roads = list(Road.objects.values_list("number", "geometry", "km_origin"))
    shapes = shapely.from_wkb([bytes(geometry.wkb) for _number, geometry, _km in roads])
    return RoadLines([number for number, _, _ in roads], shapes, [km for _, _, km in roads])


def point_reader(file: FileFacts) -> ReadsPoints:
    """Return what reads the places of a file: coordinates, and chainages where it has such a column."""
    coordinates = file.has_geometry or any(field in file.columns for field in _COORDINATES)
    given = PointReader(file.columns, file.epsg) if coordinates else None
    if "chainage" not in file.columns and given is not None:
        return given
    return ChainageReader(file.columns, given, road_lines())


class ChainageReader:
    """Reads the places of one file, piece by piece: of each row its coordinates, else its chainage.

    Args:
        columns: field to column; ``chainage``, and ``road`` where the numbers have a column of their own.
        given: reads the coordinates; None where the file has none.
        roads: the roads that chainages are found on.
    """

    def __init__(self, columns: Mapping[str, str], given: PointReader | None, roads: RoadLines) -> None:
        self._columns = columns
        self._given = given
        self._roads = roads
        self._known: dict[tuple[str, str], tuple[LinearPlace, Mapping[str, Value]]] = {}

    def read(self, frame: pd.DataFrame, problems: list[Problem]) -> tuple[Coordinates, Mask]:
        """Longitude and latitude (n, 2) of each row, and (n,) whether it can be used.

        Problems, and a warning for each row that a chainage placed, are added to ``problems``.
        """
        points = np.full((len(frame), 2), np.nan)
        good = np.zeros(len(frame), dtype=bool)
        chainages = texts(frame, self._columns, "chainage").to_numpy()
        roads = texts(frame, self._columns, "road").to_numpy()
        bare = self._without_coordinates(frame)
        by_chainage = bare & (chainages != "")
        column = self._columns["chainage"]
        for position in np.flatnonzero(by_chainage):
            row = int(frame.index[position])
            place, params = self._locate(chainages[position], roads[position])
            problems.append(Problem(row, column, place.code or PLACED, params))
            points[position] = place.lon, place.lat
            good[position] = place.code is None
        nothing = bare & ~by_chainage
        problems += [Problem(int(row), column, "place_missing") for row in frame.index[nothing]]
        rest = ~bare
        if self._given is not None and rest.any():
            points[rest], good[rest] = self._given.read(frame[rest], problems)
        return points, good

    def _without_coordinates(self, frame: pd.DataFrame) -> Mask:
        if self._given is None:
            return np.ones(len(frame), dtype=bool)
        if "geometry" in frame:
            shapes = frame["geometry"].array
            return np.asarray(shapes.isna() | shapes.is_empty)
        empty = [
            (texts(frame, self._columns, field) == "").to_numpy()
            for field in _COORDINATES
            if field in self._columns
        ]
        return np.logical_and.reduce(empty)

    def _locate(self, chainage: str, road: str) -> tuple[LinearPlace, Mapping[str, Value]]:
        """Return the place, with the values that the sentence about it names."""
        key = (chainage, road)
        if key not in self._known:
            self._known[key] = self._located(*key)
        return self._known[key]

    def _located(self, text: str, road: str) -> tuple[LinearPlace, Mapping[str, Value]]:
        chainage = parse_chainage(f"Km {text}" if _KILOMETRES.match(text) else text)
        if chainage is None:
            return LinearPlace(code="chainage_unreadable"), {"value": short(text)}
        number = road_number(road) or nfc(road).upper()
        if number and chainage.road and number != chainage.road:
            return LinearPlace(code="road_contradicts"), {"named": chainage.road, "road": short(number)}
        place = self._roads.locate(chainage, number or None)
        if place.code is not None:
            return place, place.params
        return place, {"chainage": written(chainage.metres), "road": number or str(chainage.road)}
