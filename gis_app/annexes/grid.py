"""The kilometre grid of a frame and the length of its scale bar."""

from __future__ import annotations

import math
from collections.abc import Iterator

from gis_app.annexes.scale import Frame

#: Lines of the grid stand at least this far apart on paper, in millimetres.
_CLOSEST = 25.0
_BAR_LONGEST = 45.0


def _round_lengths() -> Iterator[int]:
    """Yield 1, 2, 5, 10, 20, 50 … thousand metres."""
    power = 1000
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def grid_step(denominator: int) -> int:
    """Return the distance between grid lines in metres, round and readable at the scale.

    >>> grid_step(1_000_000), grid_step(750_000), grid_step(10_000)
    (50000, 20000, 1000)
    """
    return next(step for step in _round_lengths() if step / denominator * 1000 >= _CLOSEST)


def grid_lines(low: float, high: float, step: int) -> list[int]:
    """Return the multiples of the step from low to high.

    >>> grid_lines(1_190_100, 1_310_000, 50_000)
    [1200000, 1250000, 1300000]
    """
    return list(range(math.ceil(low / step) * step, math.floor(high / step) * step + 1, step))


def eastings(frame: Frame) -> list[int]:
    """Return the eastings (Y in Vietnamese tables) of the grid lines in the frame, in metres."""
    return grid_lines(frame.extent.west, frame.extent.east, grid_step(frame.denominator))


def northings(frame: Frame) -> list[int]:
    """Return the northings (X in Vietnamese tables) of the grid lines in the frame, in metres."""
    return grid_lines(frame.extent.south, frame.extent.north, grid_step(frame.denominator))


def bar_length(denominator: int) -> int:
    """Return the length of the scale bar in metres: the longest of 1, 2, 4 × 10ⁿ hundred that has room.

    Four equal parts of it are round figures too.

    >>> bar_length(1_000_000), bar_length(750_000), bar_length(10_000)
    (40000, 20000, 400)
    """
    room = _BAR_LONGEST * denominator / 1000
    lengths = [step * 10**power for power in range(2, 6) for step in (1, 2, 4)]
    return max(length for length in lengths if length <= room)
