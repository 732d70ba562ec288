"""Which state of a row a person saw, and everything that was changed since it came in.

The database's own history numbers the states: the version of a row is the number of its newest event. A
change by hand leaves its reason and the values before and after in the event's context.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import pghistory
from django.db.models import Max, Model

from gis_app.access.models import Account

_KEY = "by_hand"


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a row.

    Attributes:
        who: the account, None where a command changed the row.
        changes: (field, before, after), for a change by hand.
    """

    at: datetime.datetime
    who: Account | None
    reason: str
    changes: tuple[tuple[str, str, str], ...]


def version_of(row: Model) -> int:
    """Return the number of the newest event of a row; 0 for one that never changed."""
    return row.events.aggregate(newest=Max("pgh_id"))["newest"] or 0  # type: ignore[attr-defined]


def explained(row: Model, reason: str, changes: Mapping[str, tuple[str, str]]) -> pghistory.context:
    """Return the context in which a change of the row is to be saved.

    A request has one context for all its changes, so the row is named with the reason.
    """
    told = {"row": f"{row._meta.label}:{row.pk}", "reason": reason}
    told["changes"] = [[field, before, after] for field, (before, after) in changes.items()]
    return pghistory.context(**{_KEY: told})


def history(row: Model) -> list[Step]:
    """Return the changes of a row that the database recorded, newest first.

    How it came in is said by its import record.
    """
    changed = row.events.exclude(pgh_label="insert")  # type: ignore[attr-defined]
    events = changed.select_related("pgh_context").order_by("-pgh_id")
    contexts = [(e.pgh_created_at, e.pgh_context.metadata if e.pgh_context else {}) for e in events]
    accounts = Account.objects.in_bulk({m["user"] for _at, m in contexts if m.get("user")})
    steps = []
    for at, metadata in contexts:
        told = metadata.get(_KEY) or {}
        if told.get("row") != f"{row._meta.label}:{row.pk}":
            told = {}
        steps.append(
            Step(
                at,
                accounts.get(metadata.get("user")),
                told.get("reason", ""),
                tuple((field, before, after) for field, before, after in told.get("changes", ())),
            )
        )
    return steps
