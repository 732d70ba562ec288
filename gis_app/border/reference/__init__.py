"""Rows that every installation starts with: kinds of reports and how long each may wait.

They are data that an office may change or extend; only missing rows are added, none is changed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent
_EVERY = "every_kind"


def add_missing_rows(**_signal: Any) -> None:
    """Add the kinds and limits that the database does not have yet."""
    from gis_app.border.models import ReportKind, TimeLimit

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


def _read(name: str) -> Any:
    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
