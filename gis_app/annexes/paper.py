"""Sheets of paper and where the parts of a map sheet stand on them, in millimetres.

A map sheet is head, map, and a block of legend, scale and notes, which stands below the map or beside it.
Margins of the map sheet are narrower than those of Phụ lục I of Nghị định 30/2020/NĐ-CP, which are kept by
the table pages (`templates/annexes/sheet.css`): the map has its own frame, and binding still has 20 mm.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Paper(StrEnum):
    """The sizes that offices print on."""

    A4 = "A4"
    A3 = "A3"


_PORTRAIT = {Paper.A4: (210.0, 297.0), Paper.A3: (297.0, 420.0)}

_LEFT, _RIGHT, _TOP, _BOTTOM = 20.0, 12.0, 8.0, 11.0
_GAP = 2.0
# The line under the title takes two lines on a narrow sheet, one on a wide one.
_HEAD_TALL, _HEAD_WIDE = 32.0, 26.0
_BLOCK_BELOW_HEIGHT, _BLOCK_BESIDE_WIDTH = 40.0, 62.0
BAND = 4.5  # room around the frame for the figures of the grid


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the sheet, from its top left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """One way to divide a sheet. `map` includes the band of grid figures around the frame."""

    paper: Paper
    landscape: bool
    block_beside: bool
    width: float
    height: float
    head: Box
    map: Box
    block: Box

    @property
    def frame_size(self) -> tuple[float, float]:
        """Return width and height of the map frame itself, without the band of figures."""
        return self.map.width - 2 * BAND, self.map.height - 2 * BAND


def layouts(paper: Paper) -> tuple[SheetLayout, ...]:
    """Return every way to divide a sheet of this size; which one suits depends on the territory's shape."""
    return tuple(_layout(paper, landscape, beside) for landscape in (False, True) for beside in (False, True))


def _layout(paper: Paper, landscape: bool, beside: bool) -> SheetLayout:
    short, long = _PORTRAIT[paper]
    width, height = (long, short) if landscape else (short, long)
    inner = width - _LEFT - _RIGHT
    head = Box(_LEFT, _TOP, inner, _HEAD_WIDE if inner > 200 else _HEAD_TALL)
    top = head.top + head.height + _GAP
    room = height - _BOTTOM - top
    if beside:
        map_box = Box(_LEFT, top, inner - _BLOCK_BESIDE_WIDTH - _GAP, room)
        block = Box(map_box.left + map_box.width + _GAP, top, _BLOCK_BESIDE_WIDTH, room)
    else:
        map_box = Box(_LEFT, top, inner, room - _BLOCK_BELOW_HEIGHT - _GAP)
        block = Box(_LEFT, top + map_box.height + _GAP, inner, _BLOCK_BELOW_HEIGHT)
    return SheetLayout(paper, landscape, beside, width, height, head, map_box, block)
