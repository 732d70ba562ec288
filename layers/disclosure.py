"""Small counts about victims: which cells of a table are published, so that no hidden one can be computed.

Counts of 1 to 4 are published as "< 5" (primary suppression). A table with totals would give such a cell
away where it is the only hidden one of its row, so further cells are withheld (complementary suppression)
until none can be computed.

What a reader can compute is decided exactly. Rows and columns of a table, its totals included, are the two
sides of a network; the cells are its arcs, and every table that fits what is published differs from the true
one by circulations on it. A hidden cell can therefore be computed if and only if no cycle through it can be
moved by one, given what the reader knows of the cells: "< 5" is 1 to 4, a cell withheld besides is 5 or more.
(Gusfield, "A graph theoretic approach to statistical data security", SIAM J. Comput. 17, 1988.) Where a cell
can be computed, the cheapest cycle is opened: the one that withholds the fewest cases.

No zero is withheld: it says nothing about a victim.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

#: Counts below this are never published (design: "small counts as < 5").
SMALLEST_SHOWN = 5


class Mark(Enum):
    """What stands in a cell that is not published."""

    SMALL = f"< {SMALLEST_SHOWN}"
    WITHHELD = "che"


Shown = int | Mark | None


@dataclass(frozen=True)
class Published:
    """A table as it may be published.

    Attributes:
        cells: rows of numbers and marks; None where nothing is known.
        row_totals: None where no totals can be given without giving a cell away; likewise the others.
    """

    cells: list[list[Shown]]
    row_totals: list[Shown] | None
    column_totals: list[Shown] | None
    total: Shown


def publish(counts: Sequence[Sequence[int | None]]) -> Published:
    """Return the table with small counts hidden, and whatever else has to be withheld for that.

    Args:
        counts: rows (communes) of equal length (years); None where nothing is known, which totals leave out.
    """
    network = _Network(counts)
    if not network.protect():
        small = [[_small(count) for count in row] for row in counts]
        return Published(small, None, None, None)
    rows, columns = network.rows - 1, network.columns - 1
    cells = [
        [None if counts[i][j] is None else network.shown(i, j) for j in range(columns)] for i in range(rows)
    ]
    return Published(
        cells,
        [network.shown(i, columns) for i in range(rows)],
        [network.shown(rows, j) for j in range(columns)],
        network.shown(rows, columns),
    )


def _small(count: int | None) -> Shown:
    return Mark.SMALL if count is not None and 0 < count < SMALLEST_SHOWN else count


class _Network:
    """The table with its totals as a network: nodes 0 … rows-1 are rows, the others columns."""

    def __init__(self, counts: Sequence[Sequence[int | None]]) -> None:
        known = [[count or 0 for count in row] for row in counts]
        width = len(known[0]) if known else 0
        self.values = [[*row, sum(row)] for row in known]
        self.values.append([sum(row[j] for row in self.values) for j in range(width + 1)])
        self.rows, self.columns = len(self.values), width + 1
        self.hidden = {
            (i, j): Mark.SMALL
            for i, row in enumerate(self.values)
            for j, value in enumerate(row)
            if 0 < value < SMALLEST_SHOWN
        }

    def shown(self, i: int, j: int) -> Shown:
        """Return what is published of a cell."""
        return self.hidden.get((i, j), self.values[i][j])

    def protect(self) -> bool:
        """Withhold cells until no hidden one can be computed; say whether that was possible."""
        for cell in list(self.hidden):
            paths = [path for path in self._ways_around(*cell) if path is not None]
            if not paths:
                return False
            _cost, cells = min(paths)
            for i, j in cells:
                self.hidden.setdefault((i, j), Mark.WITHHELD)
        return True

    def _ways_around(self, i: int, j: int) -> Iterator[tuple[int, list[tuple[int, int]]] | None]:
        """Yield the cheapest way to raise the cell by one with all published figures kept, and to lower it.

        None stands for no way.
        """
        row, column = i, self.rows + j
        if self._can_move(i, j, forward=True):
            yield self._path(column, row, (i, j))
        if self._can_move(i, j, forward=False):
            yield self._path(row, column, (i, j))

    def _can_move(self, i: int, j: int, *, forward: bool) -> bool:
        """Say whether the reader must reckon with a value one higher, or lower, in the sense of the network.

        Totals count against the cells they sum, so for them forward is down.
        """
        is_total = (i == self.rows - 1) != (j == self.columns - 1)
        value, up = self.values[i][j], forward != is_total
        if value < SMALLEST_SHOWN:
            return (value < SMALLEST_SHOWN - 1 if up else value > 1) if value else False
        return up or value > SMALLEST_SHOWN

    def _path(
        self, start: int, goal: int, without: tuple[int, int]
    ) -> tuple[int, list[tuple[int, int]]] | None:
        """Return (cases newly withheld, cells) of the cheapest path between two nodes, or None."""
        best: dict[int, int] = {start: 0}
        came: dict[int, tuple[int, tuple[int, int]]] = {}
        queue = [(0, start)]
        while queue:
            cost, node = heapq.heappop(queue)
            if node == goal:
                break
            if cost > best[node]:
                continue
            for other, cell, price in self._arcs(node, without):
                if cost + price < best.get(other, cost + price + 1):
                    best[other] = cost + price
                    came[other] = (node, cell)
                    heapq.heappush(queue, (cost + price, other))
        if goal not in best:
            return None
        cells, node = [], goal
        while node != start:
            node, cell = came[node]
            cells.append(cell)
        return best[goal], cells

    def _arcs(self, node: int, without: tuple[int, int]) -> Iterator[tuple[int, tuple[int, int], int]]:
        from_row = node < self.rows
        for other in range(self.columns if from_row else self.rows):
            cell = (node, other) if from_row else (other, node - self.rows)
            if cell == without or not self._can_move(*cell, forward=from_row):
                continue
            price = 0 if cell in self.hidden else self.values[cell[0]][cell[1]] + 1
            yield (self.rows + other if from_row else other), cell, price
