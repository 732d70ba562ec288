"""Windows sliding over the network, all at once."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from gis_app.screening.black_spots.lines import Ints
from gis_app.screening.black_spots.reach import Intervals


class Windows(Protocol):
    """Sets of crashes that are looked at together."""

    def counts(self, weights: Ints) -> Ints:
        """Return (w, k) the sums of the crashes' weights (n, k) in each window."""

    def joined(self, chosen: NDArray[np.bool_], among: NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """Join chosen windows (w,) that share one of the crashes looked at, `among` (n,).

        Returns:
            For each crash (n,) and each window (w,) its group, -1 for none.
        """


class SlidingWindows:
    """Every window that holds other crashes than the window just before it.

    A sweep along each edge: a crash comes in where its interval begins and goes where it ends. As more
    crashes never make a window reach less of the severity rule, only places where one comes in need be asked.
    """

    def __init__(self, found: Intervals, crashes: int) -> None:
        count = len(found.crash)
        self._crashes = crashes
        self._crash = found.crash
        edge, place = np.tile(found.edge, 2), np.r_[found.low, found.high]
        going = np.repeat([False, True], count)
        order = np.lexsort((going, place, edge))
        self._event_crash = np.tile(found.crash, 2)[order]
        self._going = going[order]
        position = np.empty(2 * count, dtype=np.int64)
        position[order] = np.arange(2 * count)
        self._comes, self._goes = position[:count], position[count:]

    def counts(self, weights: Ints) -> Ints:
        """Return (w, k) the sums of the crashes' weights (n, k) in each window."""
        step = weights[self._event_crash] * np.where(self._going, -1, 1)[:, None]
        sums: Ints = np.cumsum(step, axis=0)[~self._going]
        return sums

    def joined(self, chosen: NDArray[np.bool_], among: NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """Join chosen windows that share a crash; see `Windows`."""
        # A crash is in a row of windows on an edge: from the first chosen one to the last they are one run.
        before = np.zeros(len(self._going) + 1, dtype=np.int64)
        event = np.flatnonzero(~self._going)
        before[event + 1] = chosen
        before = np.cumsum(before)
        first, beyond = before[self._comes], before[self._goes + 1]
        inside = (beyond > first) & among[self._crash]
        crash, first, last = self._crash[inside], first[inside], beyond[inside] - 1
        total = int(chosen.sum())
        step = np.zeros(total + 1, dtype=np.int64)
        np.add.at(step, first, 1)
        np.add.at(step, last, -1)
        run = np.r_[0, np.cumsum(np.cumsum(step)[: total - 1] == 0)] if total else np.empty(0, dtype=np.int64)
        of_crash, of_run = join(crash, run[first], self._crashes, int(run[-1]) + 1 if total else 0)
        of_window = np.full(len(chosen), -1, dtype=np.int64)
        of_window[chosen] = of_run[run]
        return of_crash, of_window


def join(crash: Ints, window: Ints, crashes: int, windows: int) -> tuple[Ints, Ints]:
    """Group crashes and windows that hang together.

    Args:
        crash: (m,) crash in the window of the same index in `window`.
        window: (m,) windows; each of them holds at least one crash.
        crashes: number of crashes.
        windows: number of windows.

    Returns:
        The group of each crash, -1 for a crash in no window, and the group of each window. Groups are
        numbered in the order of their first crash.
    """
    size = crashes + windows
    links = coo_array((np.ones(len(crash)), (crash, window + crashes)), shape=(size, size))
    component = connected_components(links, directed=False)[1]
    inside = np.zeros(crashes, dtype=bool)
    inside[crash] = True
    number = np.full(size + 1, -1, dtype=np.int64)
    of_members = component[:crashes][inside]
    names, first = np.unique(of_members, return_index=True)
    number[names[np.argsort(first)]] = np.arange(len(names))
    return np.where(inside, number[component[:crashes]], -1), number[component[crashes:]]
