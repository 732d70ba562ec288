"""Rows that every installation starts with: kinds of reports, how long each may wait, which may leave.

They are data that an office may change or extend; only missing rows are added, none is changed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent
_EVERY = "every_kind"


def add_missing_rows(**_signal: Any) -> None:
    """Add the kinds, limits and rules that the database does not have yet."""
    from gis_app.border.models import Counterpart, LeavingRule, ReportKind, TimeLimit

    ReportKind.objects.bulk_create(
        [
            ReportKind(position=position, category_id=row.pop("category", None), **row)
            for position, row in enumerate(_read("kinds"), start=1)
        ],
        ignore_conflicts=True,
    )
    limits = _read("limits")
    source = limits.pop("source")
    TimeLimit.objects.bulk_create(
        [
            TimeLimit(
                kind_id=None if kind == _EVERY else kind,
                urgency=urgency,
                state=state,
                minutes=minutes,
                source=source,
            )
            for kind, urgencies in limits.items()
            for urgency, states in urgencies.items()
            for state, minutes in states.items()
        ],
        ignore_conflicts=True,
    )
    Counterpart.objects.bulk_create(
        [
            Counterpart(position=position, **row)
            for position, row in enumerate(_read("counterparts"), start=1)
        ],
        ignore_conflicts=True,
    )
    rules = _read("leaving")
    LeavingRule.objects.bulk_create(
        [
            LeavingRule(kind_id=kind, may_leave=answer == "may_leave", source=rules["source"])
            for answer in ("may_leave", "may_not_leave")
            for kind in rules[answer]
        ],
        ignore_conflicts=True,
    )


def _read(name: str) -> Any:
    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
