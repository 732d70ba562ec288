"""Text of a column as it lies in the file: a matrix of bytes, made into Python's strings only where asked.

A million short cells as strings cost more than all checks of them together. Dates, numbers and references are
checked on the bytes of all cells at once; a string is made of a cell that is to be quoted.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray, ExtensionDtype

Signs = NDArray[np.uint8]

#: Bytes of a cell are compared so many at a time.
WORD = 8


class LaidTextDtype(ExtensionDtype):  # type: ignore[misc]
    """Of columns that hold `LaidText`."""

    name = "laid text"
    type = str

    @classmethod
    def construct_array_type(cls) -> builtins.type[LaidText]:
        """Return the array that goes with it."""
        return LaidText


class LaidText(ExtensionArray):  # type: ignore[misc]
    """A column of tidy ASCII text, none of it missing; see `layers.reading.names.nfc` for tidy.

    Attributes:
        signs: (n, width) bytes of the cells from their beginning, 0 behind their end; the width is a multiple
            of `WORD`.
        lengths: (n,) bytes of each cell.
    """

    def __init__(self, signs: Signs, lengths: NDArray[np.int64]) -> None:
        self.signs = signs
        self.lengths = lengths

    @property
    def raw(self) -> list[bytes]:
        """Return the cells as bytes."""
        return np.ascontiguousarray(self.signs).view(f"S{self.signs.shape[1]}").ravel().tolist()

    @property
    def texts(self) -> NDArray[np.object_]:
        """Return the cells (n,) as strings."""
        texts = np.empty(len(self), dtype=object)
        texts[:] = [cell.decode("ascii") for cell in self.raw]
        return texts

    def factorize(self, **_missing: bool) -> tuple[NDArray[np.intp], Self]:
        """Return the position (n,) of each cell among the different ones, and these; none is missing."""
        codes, first = different(self.signs)
        return codes, self[first]

    def unique(self) -> Self:
        """Return the different cells in the order in which they come first."""
        return self.factorize()[1]

    @classmethod
    def _from_sequence(cls, scalars: Any, **_kind: Any) -> Self:
        cells = np.array([str(scalar).encode("ascii") for scalar in scalars], dtype="S")
        width = -(-max(cells.dtype.itemsize, 1) // WORD) * WORD
        signs = cells.astype(f"S{width}").view(np.uint8).reshape(-1, width)
        return cls(signs, np.fromiter(map(len, cells.tolist()), dtype=np.int64, count=len(cells)))

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Self]) -> Self:
        width = max(one.signs.shape[1] for one in to_concat)
        wide = [np.pad(one.signs, ((0, 0), (0, width - one.signs.shape[1]))) for one in to_concat]
        return cls(np.concatenate(wide), np.concatenate([one.lengths for one in to_concat]))

    @property
    def dtype(self) -> LaidTextDtype:
        """Return its type."""
        return LaidTextDtype()

    @property
    def nbytes(self) -> int:
        """Return the bytes it takes in memory."""
        return int(self.signs.nbytes + self.lengths.nbytes)

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, item: Any) -> Any:
        item = pd.api.indexers.check_array_indexer(self, item)
        if isinstance(item, (int, np.integer)):
            return self.signs[item, : self.lengths[item]].tobytes().decode("ascii")
        return type(self)(self.signs[item], self.lengths[item])

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts.tolist())

    def __eq__(self, other: object) -> Any:
        if other == "":
            return self.lengths == 0
        return self.texts == (other.texts if isinstance(other, LaidText) else other)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return self.texts if dtype is None else self.texts.astype(dtype)

    def isna(self) -> NDArray[np.bool_]:
        """Return (n,) that no cell is missing: one without text is empty."""
        return np.zeros(len(self), dtype=bool)

    def take(self, indices: Any, *, allow_fill: bool = False, **_missing: Any) -> Self:
        """Return the cells at the positions.

        Raises:
            ValueError: for a position that is to be filled; there is no missing text.
        """
        positions = np.asarray(indices, dtype=np.intp)
        if allow_fill and (positions < 0).any():
            raise ValueError("laid text has nothing to fill with")
        return type(self)(self.signs[positions], self.lengths[positions])

    def copy(self) -> Self:
        """Return a copy."""
        return type(self)(self.signs.copy(), self.lengths.copy())


def laid(cells: pd.Series) -> LaidText | None:
    """Return the text of a column as it lies in the file, where it came so."""
    array = cells.array
    return array if isinstance(array, LaidText) else None


def factorized(cells: pd.Series) -> tuple[NDArray[np.intp], pd.Series]:
    """Return the position (n,) of each cell among the different ones, and these as objects."""
    lying = laid(cells)
    if lying is None:
        codes, uniques = pd.factorize(cells, use_na_sentinel=False)
        return codes, pd.Series(uniques)
    codes, unique = lying.factorize()
    return codes, pd.Series(unique.texts, dtype=object)


def lengths(cells: pd.Series) -> NDArray[np.int64]:
    """Return the number of characters (n,) of the cells of a column without missing ones."""
    lying = laid(cells)
    return np.fromiter(map(len, cells), dtype=np.int64, count=len(cells)) if lying is None else lying.lengths


def as_bytes(cells: pd.Series) -> list[bytes]:
    """Return the cells of a column without missing ones in UTF-8."""
    lying = laid(cells)
    return [cell.encode() for cell in cells] if lying is None else lying.raw


def different(signs: Signs) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the position (n,) of each row among the different ones, and where each of these comes first."""
    words = np.ascontiguousarray(signs).view(np.uint64)
    codes, found = pd.factorize(words[:, 0])
    for word in words.T[1:]:
        more, others = pd.factorize(word)
        if len(others) > 1:
            codes, found = pd.factorize(codes * len(others) + more)
    first = np.zeros(len(found), dtype=np.intp)
    # Backwards, so that the first of several has the last word.
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return codes, first
