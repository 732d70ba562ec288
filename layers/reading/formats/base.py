"""What every kind of file offers once it is open."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import ClassVar, Self

import pandas as pd
import pyproj

from layers.reading.encodings import Decoding, Wanted, named, own_choice, sample, settle
from layers.reading.errors import ReadingError
from layers.reading.names import nfc
from layers.reading.problems import Problem

#: More columns than any office table has; a file beyond it is damaged or hostile.
MAX_COLUMNS = 1_000
#: Characters in one cell; Excel itself holds 32,767.
MAX_CELL = 100_000
#: Rows looked at to settle the encodings of a file whose text is valid Unicode.
ROWS_OF_UNICODE = 2_000
#: Rows looked at together where it is not; all of them are.
ROWS_OF_BYTES = 100_000


class Source(ABC):
    """An open file (one layer of it), read whole or in pieces.

    Frames carry the number of each row, as the maker of the file sees it, in an index named
    ``row``; the numbers survive filtering, so that every problem can name its row.

    Attributes:
        path: the file that was given.
        layer: the layer that is read; None for a file that has no layers.
        layers: names of all layers of the file.
        encoding: text encoding that is used, as `Decoding.label` writes it.
        decoding: how the text of each column is read, with the candidates that were weighed.
        crs: coordinate system that the file declares; judge it with `recognise`.
        columns: headings in the file's order, in NFC, without the geometry.
    """

    format: ClassVar[str]
    first_row: int

    path: Path
    layer: str | None
    layers: tuple[str, ...]
    encoding: str
    decoding: Decoding
    crs: pyproj.CRS | None
    columns: tuple[str, ...]
    _folder: TemporaryDirectory[str] | None = None

    @cached_property
    def problems(self) -> list[Problem]:
        """What the reader itself found: formulas without a result, hidden rows, heights dropped.

        To be shown, and obeyed, together with the problems of the row checks; complete once
        `chunks` is through.
        """
        return []

    @abstractmethod
    def chunks(self, rows: int = 100_000) -> Iterator[pd.DataFrame]:
        """Pieces of at most ``rows`` rows, in order; memory stays bounded by one piece.

        Raises:
            ReadingError: when the file turns out to be damaged further down.
        """

    def quick_chunks(
        self,
        rows: int,
        columns: Collection[str],  # noqa: ARG002 (for formats that can)
        first: int | None = None,  # noqa: ARG002 (for formats that can)
    ) -> Iterator[pd.DataFrame]:
        """Pieces as of `chunks`, for a caller who can take some columns as `LaidText`.

        Args:
            rows: the most in a piece.
            columns: those that may come as `LaidText`, where the format has them so.
            first: the most in the first piece, where the format can end it earlier.
        """
        return self.chunks(rows)

    def _refuse_long_cells(self, texts: pd.DataFrame) -> None:
        """Refuse a piece with a cell of more than `MAX_CELL` characters.

        Raises:
            ReadingError: ``cell_too_long`` with its row and column.
        """
        for column in texts.columns:
            lengths = [len(cell) if isinstance(cell, str) else 0 for cell in texts[column].to_numpy(object)]
            if max(lengths, default=0) > MAX_CELL:
                position = next(i for i, length in enumerate(lengths) if length > MAX_CELL)
                raise ReadingError(
                    "cell_too_long",
                    file=self.path.name,
                    row=int(texts.index[position]),
                    column=str(column),
                    count=lengths[position],
                    limit=MAX_CELL,
                )

    def read(self) -> pd.DataFrame:
        """Return the whole layer: a GeoDataFrame in the file's own system, or a DataFrame of text.

        Raises:
            ReadingError: ``no_rows`` when there is nothing in it.
        """
        pieces = list(self.chunks())
        if not pieces:
            raise ReadingError("no_rows", file=self.path.name)
        return pieces[0] if len(pieces) == 1 else pd.concat(pieces)

    def hold(self, folder: TemporaryDirectory[str]) -> None:
        """Take over the folder that the data were unpacked to, until `close`."""
        self._folder = folder

    def close(self) -> None:
        """Remove whatever was unpacked to read the file."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _choose_layer(self, wanted: str | None) -> str:
        """Return the layer that is meant, of ``layers``.

        Raises:
            ReadingError: ``layer_unknown``, or ``layer_ambiguous`` when none is named and there are
                several.
        """
        names = ", ".join(self.layers)
        if wanted is None:
            if len(self.layers) > 1:
                raise ReadingError("layer_ambiguous", file=self.path.name, layers=names)
            return self.layers[0]
        for name in self.layers:
            if nfc(name) == nfc(wanted):
                return name
        raise ReadingError("layer_unknown", file=self.path.name, layer=wanted, layers=names)

    def _settle_text(
        self,
        headings: Sequence[str],
        pieces: Iterable[pd.DataFrame],
        *,
        carrier: str = "utf-8",
        encoding: Wanted = None,
        declared: str | None = None,
    ) -> None:
        """Settle encoding and name of every column: sets `decoding`, `encoding` and `columns`.

        Args:
            headings: as the file was opened.
            pieces: rows to judge by, with the columns in the order of the headings.
            carrier: encoding the file was opened in; see `layers.reading.encodings.settle`.
            encoding: what the user said; an encoding of Python's is then the carrier.
            declared: code page that the file claims.

        Raises:
            ReadingError: ``encoding_unknown``, ``encoding_wrong``, ``column_unknown``.
        """
        wanted = own_choice(encoding)
        if encoding is not None and wanted is None:
            self.decoding = Decoding(self.path.name, carrier, named(map(nfc, headings)))
        else:
            self.decoding = settle(
                headings,
                sample(pieces, headings, carrier),
                file_name=self.path.name,
                carrier=carrier,
                wanted=wanted,
                declared=declared,
            )
        self.encoding = self.decoding.label
        self.columns = self.decoding.columns

    def _check_columns(self) -> None:
        if len(self.columns) > MAX_COLUMNS:
            raise ReadingError(
                "too_many_columns",
                file=self.path.name,
                count=len(self.columns),
                limit=MAX_COLUMNS,
            )
        seen: set[str] = set()
        for column in self.columns:
            if column in seen:
                raise ReadingError("column_repeated", file=self.path.name, column=column)
            seen.add(column)
