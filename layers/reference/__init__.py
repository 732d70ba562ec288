"""Rows that every installation starts with: incident categories, site kinds, indicators.

They are data that an office may relabel or extend; only missing rows are added, none is changed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent


def rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of one reference file (`categories`, `site_kinds`, `indicators`), in its order."""
    loaded: list[dict[str, Any]] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def add_missing_reference_rows(**_signal: Any) -> None:
    """Add the reference rows that the database does not have yet."""
    from layers.models import IncidentCategory, Indicator, SiteKind

    for name, model in (
        ("categories", IncidentCategory),
        ("site_kinds", SiteKind),
        ("indicators", Indicator),
    ):
        model.objects.bulk_create(
            [model(position=position, **row) for position, row in enumerate(rows(name), start=1)],
            ignore_conflicts=True,
        )
