"""What waits for somebody: one line each, with where to act and until when.

Each part of the program that can wait for a person has a function `waiting_for(account, today)` that returns
such lines, already restricted to the account; the overview puts them together. Packages beside or above the
overview offer theirs when they start, so that the overview need not know them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from gis_app.access.models import Account


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do.

    Attributes:
        sentence: what is to be done and about what, in the reader's language.
        url: the page where it is done.
        due: the last day on which it is in time, None where no document sets one.
    """

    sentence: str
    url: str
    due: datetime.date | None = None

    def overdue(self, today: datetime.date) -> bool:
        """Say whether its last day is over."""
        return self.due is not None and self.due < today


Part = Callable[[Account, datetime.date], list[Waiting]]

_offered: list[Part] = []


def offer(part: Part) -> None:
    """Let the overview ask a part of the program what waits for an account."""
    if part not in _offered:
        _offered.append(part)


def offered() -> tuple[Part, ...]:
    """Return the parts that were offered, in that order."""
    return tuple(_offered)
