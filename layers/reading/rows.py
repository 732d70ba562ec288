"""Checks every row of an incident table, piece by piece, and reports every problem at once.

Nothing is corrected on the quiet: a row is taken as it stands or refused with a reason. A mistake
that nearly all rows share (axes swapped, degrees declared as metres) is one problem of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.reading.category_keys import CategoryKeys
from layers.reading.dates import parse_times
from layers.reading.laid_text import factorized, laid, lengths
from layers.reading.messages import Value
from layers.reading.numbers import parse_numbers
from layers.reading.points import Coordinates, PointReader
from layers.reading.problems import Mask, Problem, report, short
from layers.reading.seen import SeenRefs

MAX_REF_LENGTH = 100
#: More than any one incident has cost; beyond it a column has slipped.
MAX_CASUALTIES = 10_000


class ReadsPoints(Protocol):
    """Says where the rows of a piece lie; see `PointReader`."""

    def read(self, frame: pd.DataFrame, problems: list[Problem]) -> tuple[Coordinates, Mask]:
        """Longitude and latitude (n, 2), and (n,) whether each can be used."""
        ...


class IncidentChecker:
    """Checks the pieces of one file in turn; remembers references across pieces.

    Args:
        columns: field to column, from `match_columns`. Without ``lon``/``lat`` and ``x``/``y``
            the frames must carry points.
        categories: accepted keys, or accepted labels with their keys; None where somebody else knows them:
            the words are then taken as they are.
        epsg: system of the coordinates.
        now: an aware time; anything later is refused.
        points: reads the places; by default from coordinates alone.

    Raises:
        ReadingError: ``coordinates_incomplete``, ``crs_contradicts_columns``.
    """

    def __init__(
        self,
        columns: Mapping[str, str],
        categories: Iterable[str] | Mapping[str, str] | None,
        epsg: int,
        now: datetime,
        points: ReadsPoints | None = None,
    ) -> None:
        self.columns = columns
        self.now = now
        self._categories = None if categories is None else CategoryKeys(categories)
        self._points = points if points is not None else PointReader(columns, epsg)
        self._seen = SeenRefs()
        self._month_first = False

    def check(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
        """Sound rows and all problems of one piece; see `check_all`."""
        rows, good, problems = self.check_all(frame)
        return rows if good.all() else rows[good], problems

    def check_all(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, Mask, list[Problem]]:
        """All rows of one piece, which of them are sound, and all problems.

        Returns:
            A frame with the index of ``frame`` and the columns ref, category, occurred_at (UTC),
            lon, lat (WGS 84 degrees), deaths, injuries (nullable integers, unknown stays missing);
            (n,) whether each row is sound; and the problems in row order, problems of the file first.
            Where nobody said what categories there are, theirs are a `pandas.Categorical` of the words.
        """
        problems: list[Problem] = []
        good = np.ones(len(frame), dtype=bool)
        out = pd.DataFrame(index=frame.index)
        out["ref"] = self._refs(frame, good, problems)
        out["category"] = self._category_keys(frame, good, problems)
        out["occurred_at"] = self._times(frame, good, problems)
        points, placed = self._points.read(frame, problems)
        good &= placed
        out["lon"], out["lat"] = points[:, 0], points[:, 1]
        for field in ("deaths", "injuries"):
            out[field] = self._counts(frame, field, good, problems)
        problems.sort(key=lambda p: -1 if p.row is None else p.row)
        return out, good, problems

    def _refs(self, frame: pd.DataFrame, good: Mask, problems: list[Problem]) -> pd.Series:
        column = self.columns["ref"]
        refs = _text(frame[column])
        empty = (refs == "").to_numpy()
        report(problems, frame, empty, column, "ref_missing", good)
        long = lengths(refs) > MAX_REF_LENGTH
        report(problems, frame, long, column, "ref_too_long", good, refs)
        for position, first in self._seen.add(refs, frame.index.to_numpy(), ~empty):
            good[position] = False
            params: dict[str, Value] = {"value": short(refs.iloc[position]), "first": first}
            problems.append(Problem(int(frame.index[position]), column, "ref_repeated", params))
        return refs

    def _category_keys(
        self, frame: pd.DataFrame, good: Mask, problems: list[Problem]
    ) -> NDArray[np.object_] | pd.Categorical:
        column = self.columns["category"]
        codes, words = _distinct(frame[column])
        if self._categories is None:
            return pd.Categorical.from_codes(codes, words)
        known = np.array([self._categories.of(word) for word in words], dtype=object)
        keys: NDArray[np.object_] = known[codes] if len(known) else np.empty(0, dtype=object)
        for position in np.flatnonzero(pd.isna(keys)):
            good[position] = False
            code, params = self._categories.unknown(words[codes[position]])
            problems.append(Problem(int(frame.index[position]), column, code, params))
        return keys

    def _times(self, frame: pd.DataFrame, good: Mask, problems: list[Problem]) -> pd.Series:
        column = self.columns["occurred_at"]
        times = parse_times(frame[column], self.now)
        report(problems, frame, times.empty, column, "date_missing", good)
        for position, (code, params) in times.refused.items():
            good[position] = False
            problems.append(Problem(int(frame.index[position]), column, code, params))
            if code == "date_month_first" and not self._month_first:
                # Others of the file that fit both ways would be read wrongly in silence.
                self._month_first = True
                problems.append(Problem(None, column, "dates_month_first", params))
        return times.values

    def _counts(self, frame: pd.DataFrame, field: str, good: Mask, problems: list[Problem]) -> pd.Series:
        if field not in self.columns:
            return pd.Series(pd.NA, index=frame.index, dtype="Int64")
        column = self.columns[field]
        codes, uniques = factorized(frame[column])
        numbers = parse_numbers(uniques)
        values = numbers.values
        few = numbers.bad | (values < 0) | (values > MAX_CASUALTIES) | (values % 1 > 0)
        values, wrong = values[codes], few[codes]
        report(problems, frame, wrong, column, "count_unreadable", good, frame[column])
        sound = pd.Series(np.where(wrong, np.nan, values), index=frame.index)
        return sound.astype("Int64")


def _text(cells: pd.Series) -> pd.Series:
    """Cells as stripped text; whole numbers without the ".0" that a numeric column adds."""
    if laid(cells) is not None:
        return cells
    if pd.api.types.is_string_dtype(cells) and not cells.hasnans:
        stripped = list(map(str.strip, cells.to_numpy(dtype=object)))
        return pd.Series(stripped, index=cells.index, dtype=object)
    if pd.api.types.is_float_dtype(cells):
        whole = cells.dropna() % 1 == 0
        if whole.all():
            cells = cells.astype("Int64")
    return cells.astype("string").fillna("").astype(object).astype(str).str.strip()


def _distinct(cells: pd.Series) -> tuple[NDArray[np.intp], list[str]]:
    """Positions (n,) in the list of different texts, and that list; a category repeats itself."""
    codes, uniques = factorized(cells)
    texts, words = pd.factorize(_text(uniques))
    return texts[codes], [str(word) for word in words]
