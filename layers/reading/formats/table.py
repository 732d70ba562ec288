"""Delimited text: comma, semicolon or tab; all values stay text until the row checks."""

from __future__ import annotations

import csv
import re
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd

from layers.reading.encodings import BYTES, Wanted, own_choice
from layers.reading.errors import ReadingError
from layers.reading.formats.base import MAX_CELL, ROWS_OF_BYTES, ROWS_OF_UNICODE, Source
from layers.reading.formats.text import checked_encoding, text_carrier

_DELIMITERS = ",;\t|"
_SAMPLE_RECORDS = 50
#: A cell larger than this is no table cell; Python's csv module stops there as well.
_MAX_CELL = 16 * 1024 * 1024
#: Space of any kind that is no letter in a legacy encoding.
_BLANKS = " \t\r\n\f\v\u3000\u200b\ufeff"
_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)*$")
_LINE_OF_ERROR = re.compile(r"line (\d+)")


class CsvSource(Source):
    """A CSV file; frames hold stripped text in NFC, "" where a cell is empty."""

    format = "csv"
    first_row = 2

    def __init__(self, path: Path, *, data_file: Path | None = None, encoding: Wanted = None) -> None:
        """Open the table: settle encoding, delimiter and headings.

        Raises:
            ReadingError: for an encoding that cannot be settled, or headings that cannot be used.
        """
        self.path = path
        self._file = data_file or path
        self.layer = None
        self.layers = ()
        self.crs = None
        self._carrier = self._settle_carrier(encoding)
        self.delimiter = self._sniff_delimiter()
        self._raw_headings = self._headings()
        with closing(self._sample_pieces()) as pieces:
            self._settle_text(self._raw_headings, pieces, carrier=self._carrier, encoding=encoding)
        self._check_columns()

    def _settle_carrier(self, encoding: Wanted) -> str:
        if not isinstance(encoding, str) or own_choice(encoding) is not None:
            return text_carrier(self._file)
        try:
            return checked_encoding(self._file, encoding)
        except ReadingError as error:
            raise ReadingError(error.code, **{**error.params, "file": self.path.name}) from None

    def _sample_pieces(self) -> Generator[pd.DataFrame]:
        """Rows to settle encodings by: all of them, unless the text is known to be Unicode."""
        for piece in self._pieces(ROWS_OF_BYTES if self._carrier == BYTES else ROWS_OF_UNICODE):
            yield piece
            if self._carrier != BYTES:
                return

    def _records(self, delimiter: str, limit: int) -> list[list[str]]:
        csv.field_size_limit(_MAX_CELL)
        records: list[list[str]] = []
        with self._file.open(encoding=self._carrier, newline="") as stream:
            try:
                for record in csv.reader(stream, delimiter=delimiter):
                    records.append(record)
                    if len(records) >= limit:
                        break
            except (csv.Error, UnicodeDecodeError):
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
        headings = [cell.strip(_BLANKS) for cell in first]
        if not any(headings):
            raise ReadingError("csv_without_heading", file=self.path.name)
        if any(_NUMBER.match(heading) for heading in headings):
            raise ReadingError("csv_without_heading", file=self.path.name)
        return tuple(headings)

    def _refuse_long_cells(self, piece: pd.DataFrame) -> None:
        for column in piece.columns:
            lengths = list(map(len, piece[column].to_numpy(dtype=object)))
            if max(lengths, default=0) > MAX_CELL:
                position = next(i for i, length in enumerate(lengths) if length > MAX_CELL)
                raise ReadingError(
                    "cell_too_long",
                    file=self.path.name,
                    row=int(piece.index[position]),
                    column=column,
                    count=lengths[position],
                    limit=MAX_CELL,
                )

    def chunks(self, rows: int = 100_000) -> Iterator[pd.DataFrame]:
        """See `Source.chunks`; wholly empty rows are left out but counted."""
        for piece in self._pieces(rows):
            clean = self._clean(piece)
            self._refuse_long_cells(clean)
            if not clean.empty:
                yield clean

    def _pieces(self, rows: int) -> Iterator[pd.DataFrame]:
        """Rows as the carrier gives them, with the positions of the columns for headings."""
        options: dict[str, Any] = {
            "sep": self.delimiter,
            "encoding": self._carrier,
            "header": None,
            "names": list(range(len(self._raw_headings))),
            "skiprows": 1,
            "dtype": str,
            "keep_default_na": False,
            "na_filter": False,
            "skip_blank_lines": False,
            "chunksize": rows,
        }
        if self._carrier.startswith("utf-16"):
            options["engine"] = "python"
        try:
            with pd.read_csv(self._file, **options) as reader:
                position = self.first_row
                for piece in reader:
                    if not isinstance(piece.index, pd.RangeIndex):
                        raise ReadingError("csv_row_too_long", file=self.path.name, row=position)
                    piece.index = pd.RangeIndex(position, position + len(piece), name="row")
                    position += len(piece)
                    yield piece
        except pd.errors.EmptyDataError:
            return
        except pd.errors.ParserError as error:
            line = _LINE_OF_ERROR.search(str(error))
            if line is None or "EOF inside string" in str(error):
                raise ReadingError("csv_damaged", file=self.path.name) from None
            raise ReadingError("csv_row_too_long", file=self.path.name, row=int(line.group(1))) from None
        except UnicodeDecodeError:
            raise ReadingError("encoding_wrong", file=self.path.name, encoding=self._carrier) from None

    def _clean(self, piece: pd.DataFrame) -> pd.DataFrame:
        filled = pd.DataFrame(
            {
                name: self.decoding.series(name, piece[position].fillna(""))
                for position, name in enumerate(self.columns)
            },
            index=piece.index,
        )
        empty = (filled == "").all(axis=1)
        return filled[~empty] if empty.any() else filled
