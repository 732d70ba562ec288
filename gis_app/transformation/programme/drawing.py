"""Where the shares of the years stand in the chart: bars for the yearly share, a line for the one to date.

All places are whole numbers in the units of the view box, so that no decimal comma gets into the drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from gis_app.transformation.programme.series import YearRow
from gis_app.transformation.programme.standing import KpiStanding

WIDTH, HEIGHT = 640, 236
LEFT, RIGHT, TOP, BASE = 44, 566, 20, 206
_WIDEST_BAR = 56
_GRID = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Mark:
    """The share of one year: the middle of its place, the heights of its bounds, its words.

    `y_most` lies above `y` where something is open.
    """

    year: int
    x: int
    y: int
    y_most: int
    text: str

    @property
    def height(self) -> int:
        """Return how high a bar from the base line is."""
        return BASE - self.y

    @property
    def open_height(self) -> int:
        """Return how high the part is that is still open."""
        return self.y - self.y_most


@dataclass(frozen=True, slots=True)
class Shares:
    """The marks of one share, and the plan's figure for it (that of the last year)."""

    goal: int
    goal_y: int
    marks: tuple[Mark, ...]

    @property
    def points(self) -> str:
        """Return the marks as the points of a line."""
        return " ".join(f"{mark.x},{mark.y}" for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of a yearly share, with its left edge."""

    x: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Drawing:
    """The chart: years with their middles, bars of this width, the grid with its heights."""

    yearly: Shares | None
    to_date: Shares | None
    years: tuple[tuple[int, int], ...]
    bar: int
    grid: tuple[tuple[int, int], ...]

    @property
    def bars(self) -> list[Bar]:
        """Return the bars of the yearly share."""
        marks = self.yearly.marks if self.yearly else ()
        return [Bar(mark.x - self.bar // 2, mark) for mark in marks]


def draw(rows: Sequence[YearRow]) -> Drawing | None:
    """Return the chart of the years, oldest first; None where there is nothing to draw."""
    if not rows:
        return None
    step = (RIGHT - LEFT) // len(rows)
    middles = {row.year: LEFT + step * place + step // 2 for place, row in enumerate(rows)}
    bar = min(_WIDEST_BAR, step // 2)
    return Drawing(
        yearly=_shares([_of(row, yearly=True) for row in rows], middles),
        to_date=_shares([_of(row, yearly=False) for row in rows], middles),
        years=tuple(middles.items()),
        bar=bar,
        grid=tuple((percent, _height(Fraction(percent, 100))) for percent in _GRID),
    )


def _of(row: YearRow, *, yearly: bool) -> KpiStanding | None:
    return next((standing for standing in row.standings if standing.is_yearly is yearly), None)


def _shares(standings: Sequence[KpiStanding | None], middles: dict[int, int]) -> Shares | None:
    known = [standing for standing in standings if standing is not None]
    if not known:
        return None
    marks = tuple(
        Mark(
            standing.year,
            middles[standing.year],
            _height(standing.share),
            _height(standing.highest_share),
            standing.percent,
        )
        for standing in known
        if standing.share is not None and standing.highest_share is not None
    )
    goal = known[-1].kpi.percent
    return Shares(goal, _height(Fraction(goal, 100)), marks)


def _height(share: Fraction) -> int:
    return BASE - round(share * (BASE - TOP))
