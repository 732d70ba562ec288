"""What is made ready anew once the boundaries in force or the border lines have changed.

Such work takes seconds and rests on the new ground: it is done after the commit, in the process that made the
change. It belongs to packages on floors above, which register it here when Django starts. Where it fails, the
failure is logged, the change stands, and who needs the result first waits for it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

Work = Callable[[], object]
_works: list[Work] = []


def also(work: Work) -> None:
    """Register work that is done whenever the ground has changed."""
    if work not in _works:
        _works.append(work)


def ground_changed() -> None:
    """Have all that is registered done when the open transaction is committed."""
    for work in _works:
        transaction.on_commit(work, robust=True)
