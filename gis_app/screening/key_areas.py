"""Which communes are key areas on a day: screening asks, the floor above answers.

The cycle of key areas is built on screenings, so screening cannot import it; it registers here when Django
starts. Without it there are none.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

Source = Callable[[datetime.date], frozenset[int]]
_sources: list[Source] = []


def told_by(source: Source) -> None:
    """Register a function that returns the primary keys of the communes that are key areas on a day."""
    if source not in _sources:
        _sources.append(source)


def on(day: datetime.date) -> frozenset[int]:
    """Return the primary keys of the communes that are key areas on a day."""
    return frozenset().union(*(source(day) for source in _sources))
