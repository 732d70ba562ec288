"""What one passage through a file of incidents yields: its facts, then checked rows, then its end.

Plain arrays, so that they go from one process to another as they lie in memory. Whoever takes them need not
load what reading takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from layers.reading.problems import Mask, Problem

#: What is kept of one incident besides its reference; the category is a position in a list, unknown
#: casualties are -1, times are microseconds and days since 1970.
ROW = np.dtype(
    [
        ("at", "<i8"),
        ("on", "<i4"),
        ("lon", "<f8"),
        ("lat", "<f8"),
        ("category", "<i2"),
        ("deaths", "<i2"),
        ("injuries", "<i2"),
    ]
)
UNKNOWN = -1
#: Code of the warning about a row whose place comes from a chainage.
PLACED = "place_by_chainage"


@dataclass(frozen=True)
class Claims:
    """The communes that rows name.

    Attributes:
        texts: (n,) what each row says.
        measured: (n,) rows whose place comes from the file's own coordinates.
    """

    texts: NDArray[np.object_]
    measured: Mask


@dataclass(frozen=True)
class CheckedRows:
    """A piece of a file: n rows that are sound as far as the file alone can tell, and m that are not.

    Attributes:
        rows_read: how many rows there were so far.
        numbers: (n,) numbers of the rows, as the maker of the file counts them.
        refs: (n,) references, in UTF-8.
        rows: (n,) of `ROW`; the category is not known yet.
        words: the different words for categories.
        categories: (n,) position of each row's word among them.
        refused: (m,) numbers of the rows that are not sound.
        refused_categories: (m,) their words.
        problems: what is wrong with rows of this piece, in their order.
        claims: where a column of the file names communes.
        refuses: whether the reader had to leave out a row.
    """

    rows_read: int
    numbers: NDArray[np.int64]
    refs: Sequence[bytes]
    rows: NDArray[np.void]
    words: Sequence[str]
    categories: NDArray[np.intp]
    refused: NDArray[np.int64]
    refused_categories: NDArray[np.intp]
    problems: Sequence[Problem]
    claims: Claims | None = None
    refuses: bool = False


@dataclass(frozen=True)
class EndOfFile:
    """What is known when all rows have been read.

    Attributes:
        rows_read: how many there were.
        problems: what the reader found.
    """

    rows_read: int
    problems: Sequence[Problem] = field(default_factory=list)


#: One step of the passage, after the facts.
Passed = CheckedRows | EndOfFile
