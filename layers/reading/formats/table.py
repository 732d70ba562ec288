"""Delimited text: comma, semicolon or tab; all values stay text until the row checks."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from layers.reading.errors import ReadingError
from layers.reading.formats.base import Source
from layers.reading.formats.text import checked_encoding, table_text_encoding
from layers.reading.names import nfc, nfc_series

_DELIMITERS = ",;\t|"
_SAMPLE_RECORDS = 50
#: A cell larger than this is no table cell; Python's csv module stops there as well.
_MAX_CELL = 16 * 1024 * 1024
_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)*$")
_LINE_OF_ERROR = re.compile(r"line (\d+)")


class CsvSource(Source):
    """A CSV file; frames hold stripped text in NFC, "" where a cell is empty."""

    format = "csv"
    first_row = 2

    def __init__(self, path: Path, *, data_file: Path | None = None, encoding: str | None = None) -> None:
        """Open the table: settle encoding, delimiter and headings.

        Raises:
            ReadingError: for an encoding that cannot be settled, or headings that cannot be used.
        """
        self.path = path
        self._file = data_file or path
        self.layer = None
        self.layers = ()
        self.crs = None
        try:
            if encoding is None:
                self.encoding = table_text_encoding(self._file)
            else:
                self.encoding = checked_encoding(self._file, encoding)
        except ReadingError as error:
            raise ReadingError(error.code, **{**error.params, "file": path.name}) from None
        self.delimiter = self._sniff_delimiter()
        self.columns = self._headings()
        self._check_columns()

    def _records(self, delimiter: str, limit: int) -> list[list[str]]:
        csv.field_size_limit(_MAX_CELL)
        records: list[list[str]] = []
        with self._file.open(encoding=self.encoding, newline="") as stream:
            try:
                for record in csv.reader(stream, delimiter=delimiter):
                    records.append(record)
                    if len(records) >= limit:
                        break
            except csv.Error:
                raise ReadingError("csv_damaged", file=self.path.name) from None
        return records

    def _sniff_delimiter(self) -> str:
        """Return the delimiter that splits the first records most, and most evenly."""

        def score(delimiter: str) -> tuple[float, int]:
            widths = [len(r) for r in self._records(delimiter, _SAMPLE_RECORDS) if any(r)]
            if not widths or widths[0] < 2:
                return (0.0, 0)
            return (sum(w == widths[0] for w in widths) / len(widths), widths[0])

        return max(_DELIMITERS, key=score)

    def _headings(self) -> tuple[str, ...]:
        first = next(iter(self._records(self.delimiter, 1)), [])
        headings = [nfc(cell) for cell in first]
        if not any(headings):
            raise ReadingError("csv_without_heading", file=self.path.name)
        if any(_NUMBER.match(heading) for heading in headings):
            raise ReadingError("csv_without_heading", file=self.path.name)
        return tuple(heading or f"(cột {position})" for position, heading in enumerate(headings, start=1))

    def chunks(self, rows: int = 100_000) -> Iterator[pd.DataFrame]:
        """See `Source.chunks`; wholly empty rows are left out but counted."""
        options: dict[str, Any] = {
            "sep": self.delimiter,
            "encoding": self.encoding,
            "header": None,
            "names": list(self.columns),
            "skiprows": 1,
            "dtype": str,
            "keep_default_na": False,
            "na_filter": False,
            "skip_blank_lines": False,
            "chunksize": rows,
        }
        if self.encoding.startswith("utf-16"):
            options["engine"] = "python"
        try:
            with pd.read_csv(self._file, **options) as reader:
                position = self.first_row
                for piece in reader:
                    if not isinstance(piece.index, pd.RangeIndex):
                        raise ReadingError("csv_row_too_long", file=self.path.name, row=position)
                    piece.index = pd.RangeIndex(position, position + len(piece), name="row")
                    position += len(piece)
                    clean = _clean(piece)
                    if not clean.empty:
                        yield clean
        except pd.errors.EmptyDataError:
            return
        except pd.errors.ParserError as error:
            line = _LINE_OF_ERROR.search(str(error))
            if line is None or "EOF inside string" in str(error):
                raise ReadingError("csv_damaged", file=self.path.name) from None
            raise ReadingError("csv_row_too_long", file=self.path.name, row=int(line.group(1))) from None
        except UnicodeDecodeError:
            raise ReadingError("encoding_unknown", file=self.path.name) from None


def _clean(piece: pd.DataFrame) -> pd.DataFrame:
    filled = pd.DataFrame(
        {name: nfc_series(piece[name].fillna("")) for name in piece.columns}, index=piece.index
    )
    empty = (filled == "").all(axis=1)
    return filled[~empty] if empty.any() else filled
