"""Where names and numbers go on the map, so that none covers another.

Every key area carries its number in the table; it carries its name too where there is room. A number without
room on its own ground stands beside it on a short leader. Other communes are named, small and grey, only
where the name fits wholly inside them. All sizes in millimetres on paper.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

#: Width and height in millimetres of a text at a font size in points.
Measure = Callable[[str, float], tuple[float, float]]

NAME_SIZE, NUMBER_SIZE, QUIET_SIZE = 7.5, 7.0, 5.5
_AIR = 0.5


@dataclass(frozen=True, slots=True)
class Wish:
    """A commune that wants a label; `number` is None for one outside the programme."""

    ground: BaseGeometry
    name: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Label:
    """A text centred at a place, with a leader to its ground where it stands off it."""

    text: str
    x: float
    y: float
    size: float
    quiet: bool
    leader: tuple[tuple[float, float], tuple[float, float]] | None = None


def place(wishes: Iterable[Wish], width: float, height: float, measure: Measure) -> list[Label]:
    """Return labels for a frame of width × height millimetres; large communes choose first.

    Every numbered wish gets exactly one label, if need be over a neighbour's ground.
    """
    board = _Board(box(0, 0, width, height), measure)
    ordered = sorted(wishes, key=lambda wish: (wish.number is None, -wish.ground.area, wish.name))
    # A number in a small ward has nowhere else to go, so all numbers are secured before any name widens.
    numbered = [wish for wish in ordered if wish.number is not None]
    for wish in reversed(numbered):
        board.secure(wish)
    for wish in numbered:
        board.widen(wish)
    for wish in ordered:
        if wish.number is None:
            board.name_quietly(wish)
    return board.labels


class _Board:
    """The labels placed so far and the paper that they cover."""

    def __init__(self, frame: Polygon, measure: Measure) -> None:
        self._frame = frame
        self._measure = measure
        self._placed: dict[int, tuple[Label, BaseGeometry]] = {}
        self._quiet: list[tuple[Label, Polygon]] = []

    @property
    def labels(self) -> list[Label]:
        return [label for label, _cover in (*self._placed.values(), *self._quiet)]

    def secure(self, wish: Wish) -> None:
        """Place the bare number: in its ground, or beside it on a leader."""
        text, home = str(wish.number), _middle(wish.ground)
        first: tuple[Label, BaseGeometry] | None = None
        for x, y in _around(home):
            away = (x, y) != (home.x, home.y)
            cover = self._cover(text, x, y, NUMBER_SIZE)
            leader = ((home.x, home.y), (x, y)) if away else None
            label = Label(text, x, y, NUMBER_SIZE, quiet=False, leader=leader)
            covered = cover.union(LineString(leader)) if leader else cover
            first = first or (label, covered)
            if self._free(covered):
                self._placed[int(text)] = (label, covered)
                return
        if first is not None:
            self._placed[int(text)] = first

    def widen(self, wish: Wish) -> None:
        """Put the name beside the number where the two together disturb nothing."""
        key = int(wish.number or 0)
        current = self._placed.pop(key)
        home, text = _middle(wish.ground), f"{wish.number}. {wish.name}"
        for dy in (0.0, 1.8, -1.8, 3.2, -3.2):
            cover = self._cover(text, home.x, home.y + dy, NAME_SIZE)
            mostly_at_home = wish.ground.intersection(cover).area >= 0.5 * cover.area
            if mostly_at_home and self._free(cover):
                self._placed[key] = (Label(text, home.x, home.y + dy, NAME_SIZE, quiet=False), cover)
                return
        self._placed[key] = current

    def name_quietly(self, wish: Wish) -> None:
        """Name a commune outside the programme if the name fits inside it."""
        home = _middle(wish.ground)
        cover = self._cover(wish.name, home.x, home.y, QUIET_SIZE)
        if wish.ground.contains(cover) and self._free(cover):
            self._quiet.append((Label(wish.name, home.x, home.y, QUIET_SIZE, quiet=True), cover))

    def _cover(self, text: str, x: float, y: float, size: float) -> Polygon:
        width, height = self._measure(text, size)
        across, up = width / 2 + _AIR, height / 2 + _AIR
        return box(x - across, y - up, x + across, y + up)

    def _free(self, cover: BaseGeometry) -> bool:
        taken = [placed for _label, placed in (*self._placed.values(), *self._quiet)]
        return self._frame.contains(cover) and not any(cover.intersects(other) for other in taken)


def _middle(ground: BaseGeometry) -> Point:
    """Return the centre of the largest circle inside the largest part: where a label has most room."""
    largest = max(shapely.get_parts(ground), key=lambda part: part.area)
    return Point(shapely.maximum_inscribed_circle(largest, tolerance=0.1).coords[0])


def _around(home: Point) -> Iterable[tuple[float, float]]:
    """Yield the place itself, then places around it, nearest first."""
    yield home.x, home.y
    for radius in (4.0, 6.0, 8.0, 11.0):
        for eighth in range(8):
            angle = math.radians(45 * eighth + 22.5)
            yield home.x + radius * math.cos(angle), home.y + radius * math.sin(angle)
