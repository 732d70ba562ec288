"""Checked incidents on their way into the database: as plain arrays, in pieces, on disk while they wait.

What waits lies in a temporary file that has no name: it is gone with the process, however that ends. So
memory does not grow with the file that is read.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO
from weakref import finalize

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Piece:
    """Some sound incidents of one file.

    Attributes:
        refs: (n,) references, as bytes in UTF-8.
        rows: (n,) of `layers.reading.incident_rows.ROW`; the category is a position in a list of keys.
        units: (sets, n) primary key of the commune in each boundary set, or `NOWHERE`.
    """

    refs: Sequence[bytes]
    rows: NDArray[np.void]
    units: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, mask: NDArray[np.bool_]) -> Piece:
        """Return the incidents for which the mask (n,) is true."""
        if mask.all():
            return self
        kept = [ref for ref, keep in zip(self.refs, mask.tolist(), strict=True) if keep]
        return Piece(kept, self.rows[mask], self.units[:, mask])


class Spill:
    """Pieces put aside on disk, to be read back in order as often as needed."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="diaban-")  # noqa: SIM115 (lives as long as self)
        finalize(self, self._file.close)
        self._sizes: list[int] = []

    def append(self, piece: Piece) -> None:
        """Put a piece behind the others."""
        self._file.seek(0, 2)
        lengths = np.fromiter(map(len, piece.refs), dtype=np.int64, count=len(piece))
        for array in (lengths, np.frombuffer(b"".join(piece.refs), dtype=np.uint8), piece.rows, piece.units):
            np.save(self._file, array, allow_pickle=False)
        self._sizes.append(len(piece))

    def __len__(self) -> int:
        """Return the number of incidents."""
        return sum(self._sizes)

    def __iter__(self) -> Iterator[Piece]:
        place = 0
        for _piece in self._sizes:
            self._file.seek(place)
            lengths, text, rows, units = (np.load(self._file, allow_pickle=False) for _ in range(4))
            place = self._file.tell()
            ends = np.cumsum(lengths)
            joined = text.tobytes()
            bounds = zip((ends - lengths).tolist(), ends.tolist(), strict=True)
            yield Piece([joined[start:end] for start, end in bounds], rows, units)
