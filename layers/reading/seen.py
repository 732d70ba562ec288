"""Remembers millions of references in bounded memory, to find those that come twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.reading.laid_text import as_bytes

#: Hashes in their order, and the row that had each first.
Run = tuple[NDArray[np.uint64], NDArray[np.uint32]]


class SeenRefs:
    """References met so far in one file, as 64-bit hashes with the row that had them first.

    Twelve bytes each, in sorted runs of which each is at least twice as long as the next, so that
    taking in the ten-millionth costs hardly more than the first. Two different references of ten
    million share a hash with a probability of 3 in a million; the second would then be refused as a
    repetition, with both rows named.
    """

    def __init__(self) -> None:
        self._runs: list[Run] = []

    def add(
        self, refs: pd.Series, rows: NDArray[np.int64], given: NDArray[np.bool_]
    ) -> list[tuple[int, int]]:
        """Take in ``refs`` where ``given``; position and first row of each that came before."""
        positions = np.flatnonzero(given)
        # Text and its bytes have the same hash.
        texts = np.array(as_bytes(refs), dtype=object)[positions]
        hashes = pd.util.hash_array(texts, categorize=False)
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
        kept = starts & fresh[order]
        self._remember(ordered[kept], numbers[order[kept]].astype(np.uint32))
        repeated = np.ones(len(hashes), dtype=bool)
        repeated[order[kept]] = False
        return [(int(positions[i]), int(first_row[i])) for i in np.flatnonzero(repeated)]

    def _remember(self, hashes: NDArray[np.uint64], rows: NDArray[np.uint32]) -> None:
        """Keep what is new, in the order of the hashes."""
        run = hashes, rows
        while self._runs and len(self._runs[-1][0]) < 2 * len(run[0]):
            run = _merged(self._runs.pop(), run)
        if len(run[0]):
            self._runs.append(run)


def _merged(first: Run, second: Run) -> Run:
    """Return two runs as one; sorting them together would take three times the memory."""
    places = np.searchsorted(first[0], second[0]) + np.arange(len(second[0]))
    of_first = np.ones(len(first[0]) + len(second[0]), dtype=bool)
    of_first[places] = False
    hashes = np.empty(len(of_first), dtype=np.uint64)
    rows = np.empty(len(of_first), dtype=np.uint32)
    hashes[of_first], hashes[places] = first[0], second[0]
    rows[of_first], rows[places] = first[1], second[1]
    return hashes, rows
