"""Times as Vietnamese tables write them, without guessing.

Day before month is the rule. A value that only reads with the month first, a two-digit year, a
year alone or a spreadsheet's day number is refused with a proposal. A time without a zone is in
Việt Nam's time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.reading.laid_text import laid
from layers.reading.messages import Value

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
EARLIEST = datetime(1945, 1, 1, tzinfo=VIETNAM)

_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?)?$")
_ISO_ZONED = re.compile(r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})$")
_FORMATS = ("%d/%m/%Y %H:%M", "%d/%m/%Y", "%d/%m/%Y %H:%M:%S", "%H:%M %d/%m/%Y")
_SLASHED = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2,4})(?:\s|$)")
_YEAR_ONLY = re.compile(r"^(\d{1,2}[/-])?(19|20)\d{2}$")
_DAY_NUMBER = re.compile(r"^\d{5}([.,]\d+)?$")
_USUAL = "05/03/2024 14:30"
#: Where its marks and its digits stand.
_MARKS = [2, 5, 10, 13]
_DIGITS = [0, 1, 3, 4, 6, 7, 8, 9, 11, 12, 14, 15]
#: Việt Nam's clock since 13 June 1975.
_HOURS_AHEAD = 7
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (day numbers carry no zone)


@dataclass(frozen=True, slots=True)
class Times:
    """Answer of `parse_times`.

    Attributes:
        values: (n,) UTC times; NaT where empty or refused.
        empty: (n,) where the cell holds nothing.
        refused: position to code and params, for every cell that cannot be used.
    """

    values: pd.Series
    empty: NDArray[np.bool_]
    refused: dict[int, tuple[str, dict[str, Value]]]


def parse_times(cells: pd.Series, now: datetime) -> Times:
    """Return times of a column of text or of datetimes.

    Args:
        cells: column as read from the file.
        now: an aware time; anything later is refused.
    """
    if pd.api.types.is_datetime64_any_dtype(cells):
        parsed = _localise(cells) if cells.dt.tz is None else cells.dt.tz_convert("UTC")
        empty = cells.isna().to_numpy()
        text = cells.astype(str)
    elif (usual := _usual_times(cells)) is not None:
        text, parsed, empty = cells, _in_utc(usual, cells.index), np.zeros(len(cells), dtype=bool)
    else:
        text = cells.fillna("").astype(str).str.strip()
        empty = (text == "").to_numpy()
        parsed = _parse_text(text)
    parsed = parsed.astype("datetime64[us, UTC]")
    refused: dict[int, tuple[str, dict[str, Value]]] = {}
    for position in np.flatnonzero(parsed.isna().to_numpy() & ~empty):
        refused[int(position)] = _why(str(text.iloc[position]))
    for position in np.flatnonzero((parsed > pd.Timestamp(now)).to_numpy()):
        refused[int(position)] = ("date_in_future", {"value": str(text.iloc[position])})
    for position in np.flatnonzero((parsed < pd.Timestamp(EARLIEST)).to_numpy()):
        refused[int(position)] = ("date_too_early", {"value": str(text.iloc[position])})
    if refused:
        parsed = parsed.copy()
        parsed.iloc[list(refused)] = pd.NaT
    return Times(parsed, empty, refused)


def _localise(naive: pd.Series) -> pd.Series:
    """Vietnamese wall time as UTC; an hour the clock skipped or repeated counts as standard."""
    local = naive.dt.tz_localize(
        VIETNAM, ambiguous=np.zeros(len(naive), dtype=bool), nonexistent="shift_forward"
    )
    return local.dt.tz_convert("UTC")


def _in_utc(times: NDArray[np.datetime64], index: pd.Index) -> pd.Series:
    return pd.Series(times, index=index).dt.tz_localize("UTC")


def _parse_text(text: pd.Series) -> pd.Series:
    usual = _usual_times(text)
    if usual is not None:
        return _in_utc(usual, text.index)
    result = pd.Series(pd.NaT, index=text.index, dtype="datetime64[us, UTC]")
    # A column of dates repeats itself; distinct values are parsed once.
    codes, uniques = pd.factorize(text)
    distinct = pd.Series(uniques, dtype=object).astype(str)
    iso = distinct.str.match(_ISO)
    zoned = distinct.str.match(_ISO_ZONED)
    out = pd.Series(pd.NaT, index=distinct.index, dtype="datetime64[us, UTC]")
    if iso.any():
        plain = distinct[iso].str.replace(",", ".", regex=False)
        out[iso] = _localise(_to_datetime(plain, "ISO8601"))
    if zoned.any():
        plain = distinct[zoned].str.replace(",", ".", regex=False)
        out[zoned] = pd.to_datetime(plain, format="ISO8601", errors="coerce", utc=True)
    rest = ~(iso | zoned)
    if rest.any():
        parsed = _first_that_fits(distinct[rest])
        odd = parsed.isna()
        if odd.any():
            parsed[odd] = _first_that_fits(_usual_marks(distinct[rest][odd]))
        out[rest] = _localise(parsed)
    result[:] = out.array.take(codes)
    return result


def _usual_times(cells: pd.Series) -> NDArray[np.datetime64] | None:
    """Return UTC times of a column that is all ``"05/03/2024 14:30"``; None for any other.

    Most large tables are of this form, and the digits of a million such cells are read at once.
    """
    signs = _signs_of_times(cells)
    if signs is None or (signs[:, _MARKS] != [ord(mark) for mark in "// :"]).any():
        return None
    # What comes before the digits is now far behind them.
    digits = signs[:, _DIGITS] - signs.dtype.type(ord("0"))
    if (digits > 9).any():
        return None
    digits = digits.astype(np.int32)
    day, month, hour, minute = (10 * digits[:, i] + digits[:, i + 1] for i in (0, 2, 8, 10))
    year = digits[:, 4:8] @ [1000, 100, 10, 1]
    # Before 1976 the clock of Việt Nam was changed several times; `_localise` knows how.
    if year.min() < 1976 or not ((month >= 1) & (month <= 12) & (hour < 24) & (minute < 60)).all():
        return None
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days_in_month = ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.int64)
    if not ((day >= 1) & (day <= days_in_month)).all():
        return None
    minutes = ((day - 1) * 24 + hour - _HOURS_AHEAD) * 60 + minute
    times: NDArray[np.datetime64] = months.astype("datetime64[us]") + minutes.astype("timedelta64[m]")
    return times


def _signs_of_times(cells: pd.Series) -> NDArray[np.unsignedinteger[Any]] | None:
    """Return the characters (n, 16) of a column in which every cell has so many; None for any other."""
    lying = laid(cells)
    if lying is not None:
        return lying.signs if len(lying) and (lying.lengths == len(_USUAL)).all() else None
    texts = cells.to_numpy(dtype=object)
    if not len(texts) or set(map(type, texts)) != {str} or set(map(len, texts)) != {len(_USUAL)}:
        return None
    return np.array(texts, dtype=f"U{len(_USUAL)}").view(np.uint32).reshape(-1, len(_USUAL))


def _first_that_fits(text: pd.Series) -> pd.Series:
    parsed = pd.Series(pd.NaT, index=text.index, dtype="datetime64[us]")
    for pattern in _FORMATS:
        left = parsed.isna()
        if not left.any():
            break
        parsed[left] = _to_datetime(text[left], pattern)
    return parsed


def _usual_marks(text: pd.Series) -> pd.Series:
    """Rewrite ``"14h30 ngày 5-3-2024"`` as ``"14:30 5/3/2024"``."""
    slashed = text.str.replace(r"(?<=\d)[.-](?=\d)", "/", regex=True)
    slashed = slashed.str.replace(r"(?<=\d)\s*[hH]\s*(?=\d)", ":", regex=True)
    return slashed.str.replace(r"\s*(?:ngày|,)\s*", " ", regex=True)


def _to_datetime(text: pd.Series, pattern: str) -> pd.Series:
    parsed = pd.to_datetime(text, format=pattern, errors="coerce")
    return parsed.astype("datetime64[us]")


def _why(text: str) -> tuple[str, dict[str, Value]]:
    """Code and params for a value that no accepted form reads."""
    if _YEAR_ONLY.match(text):
        return "date_without_day", {"value": text}
    if _DAY_NUMBER.match(text):
        days = float(text.replace(",", "."))
        proposed = _EXCEL_EPOCH + timedelta(days=days)
        return "date_day_number", {"value": text, "proposed": f"{proposed:%d/%m/%Y %H:%M}"}
    slashed = _SLASHED.match(text)
    if slashed:
        first, second, year = (int(group) for group in slashed.groups())
        if len(slashed[3]) == 2:
            return "date_two_digit_year", {"value": text}
        if second > 12 and first <= 12 and _is_date(year, first, second):
            proposed = datetime(year, first, second, tzinfo=UTC)
            return "date_month_first", {"value": text, "proposed": f"{proposed:%d/%m/%Y}"}
    return "date_unreadable", {"value": text}


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return False
    return True
