"""Delimited text: comma, semicolon or tab; all values stay text until the row checks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Generator, Iterator
from contextlib import closing
from itertools import chain, repeat
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pandas as pd

from layers.reading.encodings import BYTES, Wanted, own_choice
from layers.reading.errors import ReadingError
from layers.reading.formats.base import MAX_CELL, ROWS_OF_BYTES, ROWS_OF_UNICODE, Source
from layers.reading.formats.bounded import BoundedFile, TooMuchAtOnceError
from layers.reading.formats.plain_table import plain_blocks
from layers.reading.formats.text import checked_encoding, text_carrier
from layers.reading.laid_text import laid

_DELIMITERS = ",;\t|"
_SAMPLE_RECORDS = 50
#: A cell larger than this is no table cell; Python's csv module stops there as well.
_MAX_CELL = 16 * 1024 * 1024
#: Space of any kind that is no letter in a legacy encoding.
_BLANKS = " \t\r\n\f\v\u3000\u200b\ufeff"
_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)*$")
#: Carriers in which delimiters and line ends are the bytes that they are in ASCII.
_BYTEWISE = ("utf-8", "utf-8-sig", BYTES)
#: Pieces get by so many times fewer rows where rows are long: 100,000, 5,000, 250, 10 and at last 1.
_SHARES = (1, 20, 400, 10_000, 100_000)
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
        for piece, _plain in self._pieces(ROWS_OF_BYTES if self._carrier == BYTES else ROWS_OF_UNICODE):
            yield piece.astype(object)
            if self._carrier != BYTES:
                return

    def _records(self, delimiter: str, limit: int) -> list[list[str]]:
        csv.field_size_limit(_MAX_CELL)
        records: list[list[str]] = []
        stream_of_bytes = io.BufferedReader(BoundedFile(self._file))
        with io.TextIOWrapper(stream_of_bytes, encoding=self._carrier, newline="") as stream:
            try:
                for record in csv.reader(stream, delimiter=delimiter):
                    records.append(record)
                    if len(records) >= limit:
                        break
            except (csv.Error, UnicodeDecodeError):
                raise ReadingError("csv_damaged", file=self.path.name) from None
            except TooMuchAtOnceError:
                # A few long records are sample enough.
                if not records:
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

    def chunks(self, rows: int = 100_000) -> Iterator[pd.DataFrame]:
        """See `Source.chunks`; wholly empty rows are left out but counted."""
        return self.quick_chunks(rows, ())

    def quick_chunks(
        self, rows: int, columns: Collection[str], first: int | None = None
    ) -> Iterator[pd.DataFrame]:
        """See `Source.quick_chunks`."""
        for piece, plain in self._pieces(rows, first):
            clean = self._clean(piece, columns)
            if not plain:
                self._refuse_long_cells(clean)
            if not clean.empty:
                yield clean

    def _pieces(self, rows: int, first: int | None = None) -> Iterator[tuple[pd.DataFrame, bool]]:
        """Rows as the carrier gives them, positions for headings, and whether no cell can be too long."""
        position = self.first_row
        with self._file.open("rb") as stream:
            if self._begins_plainly(stream):
                columns = len(self._raw_headings)
                sizes = chain([rows if first is None else first], repeat(rows))
                for cells in plain_blocks(stream, self._carrier, self.delimiter, columns, sizes, MAX_CELL):
                    index = _row_numbers(position, len(cells[0]))
                    yield pd.DataFrame(dict(enumerate(cells)), index=index, copy=False), True
                    position += len(index)
            start = stream.tell()
        yield from ((piece, False) for piece in self._parsed(start, rows, position))

    def _begins_plainly(self, stream: BinaryIO) -> bool:
        """Put the stream behind the heading if plain lines may follow; else leave it at the beginning."""
        if self._carrier not in _BYTEWISE or len(self._raw_headings) < 2:
            return False
        heading = stream.readline(_MAX_CELL)
        if heading.endswith(b"\n") and b'"' not in heading and b"\r" not in heading.removesuffix(b"\r\n"):
            return True
        stream.seek(0)
        return False

    def _parsed(self, start: int, rows: int, position: int) -> Iterator[pd.DataFrame]:
        """Rows from a byte of the file on, the first of them with the number `position`.

        Where rows are so long that a piece would be more than `PIECE_BYTES` of the file, it is read again in
        pieces of fewer rows.
        """
        given = position
        for share in _SHARES:
            try:
                for piece in self._parsed_in(start, max(rows // share, 1), position):
                    fresh = (
                        piece if not len(piece) or piece.index[0] >= given else piece[piece.index >= given]
                    )
                    if len(fresh):
                        yield fresh
                        given += len(fresh)
            except TooMuchAtOnceError:
                continue
            return
        raise ReadingError("csv_damaged", file=self.path.name)

    def _parsed_in(self, start: int, rows: int, position: int) -> Iterator[pd.DataFrame]:
        """Pieces of at most ``rows`` rows; `TooMuchAtOnceError` when one of them would be too large."""
        headed = start == 0
        options: dict[str, Any] = {
            "sep": self.delimiter,
            "encoding": self._carrier,
            "header": None,
            "names": list(range(len(self._raw_headings))),
            "skiprows": int(headed),
            "dtype": object,
            "keep_default_na": False,
            "na_filter": False,
            "skip_blank_lines": False,
            "chunksize": rows,
        }
        if self._carrier.startswith("utf-16"):
            options["engine"] = "python"
        lines_before = 0 if headed else position - 1
        try:
            file = BoundedFile(self._file, start)
            with io.BufferedReader(file) as stream, pd.read_csv(stream, **options) as reader:
                for piece in reader:
                    if not isinstance(piece.index, pd.RangeIndex):
                        raise ReadingError("csv_row_too_long", file=self.path.name, row=position)
                    piece.index = _row_numbers(position, len(piece))
                    position += len(piece)
                    yield piece.fillna("")
                    file.allow()
        except pd.errors.EmptyDataError:
            return
        except pd.errors.ParserError as error:
            line = _LINE_OF_ERROR.search(str(error))
            if line is None or "EOF inside string" in str(error):
                raise ReadingError("csv_damaged", file=self.path.name) from None
            row = lines_before + int(line.group(1))
            raise ReadingError("csv_row_too_long", file=self.path.name, row=row) from None
        except UnicodeDecodeError:
            raise ReadingError("encoding_wrong", file=self.path.name, encoding=self._carrier) from None

    def _clean(self, piece: pd.DataFrame, laid_columns: Collection[str]) -> pd.DataFrame:
        texts = {}
        empty = np.ones(len(piece), dtype=bool)
        for position, name in enumerate(self.columns):
            cells = piece[position]
            if laid(cells) is None:
                cells = self.decoding.series(name, cells)
            elif name not in laid_columns:
                # In order as it is.
                cells = cells.astype(object)
            texts[name] = cells
            if empty.any():
                empty &= (cells == "").to_numpy(dtype=bool)
        filled = pd.DataFrame(texts, index=piece.index, copy=False)
        return filled[~empty] if empty.any() else filled


def _row_numbers(first: int, count: int) -> pd.RangeIndex:
    return pd.RangeIndex(first, first + count, name="row")
