"""Remembers millions of references in bounded memory, to find those that come twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray


class SeenRefs:
    """References met so far in one file, as 64-bit hashes with the row that had them first.

    Sixteen bytes each. Two different references of ten million share a hash with a probability of
    3 in a million; the second would then be refused as a repetition, with both rows named.
    """

    def __init__(self) -> None:
        self._hashes: NDArray[np.uint64] = np.empty(0, dtype=np.uint64)
        self._rows: NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def add(
        self, refs: pd.Series, rows: NDArray[np.int64], given: NDArray[np.bool_]
    ) -> list[tuple[int, int]]:
        """Take in ``refs`` where ``given``; position and first row of each that came before."""
        positions = np.flatnonzero(given)
        hashes = pd.util.hash_array(refs.to_numpy(dtype=object)[positions], categorize=False)
        numbers = rows[positions].astype(np.int64)
        order = np.argsort(hashes, kind="stable")
        ordered = hashes[order]
        starts = np.r_[True, ordered[1:] != ordered[:-1]] if len(ordered) else given[:0]
        first_of_run = order[np.maximum.accumulate(np.where(starts, np.arange(len(order)), 0))]
        first_row = np.empty(len(order), dtype=np.int64)
        first_row[order] = numbers[first_of_run]
        fresh = np.ones(len(hashes), dtype=bool)
        if len(self._hashes) and len(hashes):
            at = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
            known = self._hashes[at] == hashes
            first_row[known] = self._rows[at[known]]
            fresh = ~known
        first_here = np.zeros(len(hashes), dtype=bool)
        first_here[order[starts]] = True
        self._remember(hashes[fresh & first_here], numbers[fresh & first_here])
        repeated = np.flatnonzero(~(fresh & first_here))
        return [(int(positions[i]), int(first_row[i])) for i in repeated]

    def _remember(self, hashes: NDArray[np.uint64], rows: NDArray[np.int64]) -> None:
        merged = np.concatenate([self._hashes, hashes])
        order = np.argsort(merged, kind="stable")
        self._hashes = merged[order]
        self._rows = np.concatenate([self._rows, rows])[order]
