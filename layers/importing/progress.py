"""How far an import is, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Stage(StrEnum):
    """What an import is doing."""

    READING = "reading"
    CHECKING = "checking"
    STORING = "storing"
    FINISHING = "finishing"


#: Takes the stage and how many rows have been through it.
Tell = Callable[[Stage, int], None]


def silent(_stage: Stage, _rows: int) -> None:
    """Tell nobody."""
