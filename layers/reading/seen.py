"""Remembers millions of references in bounded memory, to find those that come twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray


class SeenRefs:
    """References met so far in one file, as 64-bit hashes with the row that had them first.

    Sixteen bytes each, in sorted runs of which each is at least twice as long as the next, so that
    taking in the ten-millionth costs hardly more than the first. Two different references of ten
    million share a hash with a probability of 3 in a million; the second would then be refused as a
    repetition, with both rows named.
    """

    def __init__(self) -> None:
        self._runs: list[tuple[NDArray[np.uint64], NDArray[np.int64]]] = []

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
        for run_hashes, run_rows in self._runs:
            at = np.minimum(np.searchsorted(run_hashes, ordered), len(run_hashes) - 1)
            known = run_hashes[at] == ordered
            first_row[order[known]] = run_rows[at[known]]
            fresh[order[known]] = False
        first_here = np.zeros(len(hashes), dtype=bool)
        first_here[order[starts]] = True
        self._remember(hashes[fresh & first_here], numbers[fresh & first_here])
        repeated = np.flatnonzero(~(fresh & first_here))
        return [(int(positions[i]), int(first_row[i])) for i in repeated]

    def _remember(self, hashes: NDArray[np.uint64], rows: NDArray[np.int64]) -> None:
        if not len(hashes):
            return
        while True:
            order = np.argsort(hashes, kind="stable")
            hashes, rows = hashes[order], rows[order]
            if not self._runs or len(self._runs[-1][0]) >= 2 * len(hashes):
                break
            last_hashes, last_rows = self._runs.pop()
            hashes, rows = np.concatenate([last_hashes, hashes]), np.concatenate([last_rows, rows])
        self._runs.append((hashes, rows))
