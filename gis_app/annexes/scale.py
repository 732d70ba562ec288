"""The scale of a sheet: the largest of a fixed series at which the territory fits a frame.

One millimetre on paper is `denominator` millimetres in the plan's VN-2000 grid, exactly; the frame of the
drawing is computed from that and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gis_app.annexes.paper import SheetLayout

#: Denominators that a reader can calculate with; the same steps in every power of ten.
SERIES: tuple[int, ...] = tuple(
    denominator
    for power in (10_000, 100_000, 1_000_000)
    for denominator in (round(step * power) for step in (1, 1.5, 2, 2.5, 3, 4, 5, 7.5))
    if denominator <= 1_500_000
)

#: Free paper between the territory and the frame, at least, in millimetres.
CLEARANCE = 1.0


class TerritoryTooLargeError(ValueError):
    """The territory does not fit the paper even at the smallest scale of the series."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A rectangle in grid metres: eastings and northings of its sides."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """Return the west–east size in metres."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """Return the south–north size in metres."""
        return self.north - self.south


@dataclass(frozen=True, slots=True)
class Frame:
    """A map frame: its size on paper, its scale and the ground that it shows.

    `width` and `height` in millimetres, `extent` in grid metres; `extent.width` is always
    `width * denominator / 1000`.
    """

    width: float
    height: float
    denominator: int
    extent: Extent

    def to_paper(self, easting: float, northing: float) -> tuple[float, float]:
        """Return millimetres from the frame's lower left corner for a place in grid metres.

        >>> Frame(100, 50, 10_000, Extent(0, 0, 1000, 500)).to_paper(250, 100)
        (25.0, 10.0)
        """
        metres = self.denominator / 1000
        return (easting - self.extent.west) / metres, (northing - self.extent.south) / metres


def denominator_for(territory: Extent, width: float, height: float) -> int | None:
    """Return the largest scale at which the territory fits width × height millimetres, or None.

    >>> denominator_for(Extent(0, 0, 127_000, 190_000), 171, 200)
    1000000
    >>> denominator_for(Extent(0, 0, 5_000_000, 10), 171, 200) is None
    True
    """
    room_x, room_y = width - 2 * CLEARANCE, height - 2 * CLEARANCE
    for denominator in SERIES:
        metres = denominator / 1000
        if territory.width <= room_x * metres and territory.height <= room_y * metres:
            return denominator
    return None


def frame_around(territory: Extent, width: float, height: float, denominator: int) -> Frame:
    """Return the frame of this size and scale with the territory in its middle."""
    metres = denominator / 1000
    west = (territory.west + territory.east - width * metres) / 2
    south = (territory.south + territory.north - height * metres) / 2
    return Frame(
        width, height, denominator, Extent(west, south, west + width * metres, south + height * metres)
    )


def fit(territory: Extent, candidates: Iterable[SheetLayout]) -> tuple[SheetLayout, Frame]:
    """Choose the layout with the largest scale; among equals the one that leaves the least frame empty.

    Raises TerritoryTooLargeError where no layout takes the territory at 1:1.500.000.
    """
    fitting = []
    for layout in candidates:
        width, height = layout.frame_size
        if denominator := denominator_for(territory, width, height):
            fitting.append((denominator, width * height, layout))
    if not fitting:
        raise TerritoryTooLargeError
    denominator, _area, layout = min(fitting, key=lambda choice: choice[:2])
    return layout, frame_around(territory, *layout.frame_size, denominator)
