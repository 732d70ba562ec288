"""One commune through several boundary sets.

A commune has a new row, and perhaps a new code, in each boundary set. It counts as the same commune where
most of the ground is shared in both directions; a commune that was divided, or merged into a larger one, has
no later self, and whether the larger one inherits a result is for the board to decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.db import connection

_SAME_GROUND = (Path(__file__).parent / "same_ground.sql").read_text(encoding="utf-8")


def same_ground(unit_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return, for each unit (primary key), all units that are the same commune, itself included."""
    with connection.cursor() as cursor:
        cursor.execute(_SAME_GROUND, {"units": sorted(set(unit_ids))})
        found: dict[int, set[int]] = {}
        for given, unit in cursor.fetchall():
            found.setdefault(given, set()).add(unit)
    return {given: frozenset(units) for given, units in found.items()}
