"""What waits for somebody: one line each, with where to act and until when.

Each part of the cycle that can wait for a person has a function `waiting_for(account, today)` that returns
such lines, already restricted to the account; the overview puts them together.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass


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
