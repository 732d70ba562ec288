"""What every kind of file offers once it is open."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import ClassVar, Self

import pandas as pd
import pyproj

from layers.reading.errors import ReadingError

#: More columns than any office table has; a file beyond it is damaged or hostile.
MAX_COLUMNS = 1_000


class Source(ABC):
    """An open file (one layer of it), read whole or in pieces.

    Frames carry the number of each row, as the maker of the file sees it, in an index named
    ``row``; the numbers survive filtering, so that every problem can name its row.

    Attributes:
        path: the file that was given.
        layer: the layer that is read; None for a file that has no layers.
        layers: names of all layers of the file.
        encoding: text encoding that is used, after Python's naming.
        crs: coordinate system that the file declares; judge it with `recognise`.
        columns: headings in the file's order, in NFC, without the geometry.
    """

    format: ClassVar[str]
    first_row: ClassVar[int]

    path: Path
    layer: str | None
    layers: tuple[str, ...]
    encoding: str
    crs: pyproj.CRS | None
    columns: tuple[str, ...]
    _folder: TemporaryDirectory[str] | None = None

    @abstractmethod
    def chunks(self, rows: int = 100_000) -> Iterator[pd.DataFrame]:
        """Pieces of at most ``rows`` rows, in order; memory stays bounded by one piece.

        Raises:
            ReadingError: when the file turns out to be damaged further down.
        """

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
