"""On which days a unit, in the shape of its set, is the one that counts.

A unit begins with its set and ends with it. It ends earlier where a later set of the same level covers its
ground: later is the set that takes effect later or, on the same day, was activated later. The ground of a
unit is judged by one point inside it, so that slivers between two drawings of the same boundary decide
nothing. A unit replaced from its own first day keeps an empty span (`valid_to` equal to `valid_from`) and is
in force on no day.

The limit of one point: where two drawings of a boundary differ by kilometres, as those of the approximate
sample do, a unit beside the edge of the newer set may be kept or dropped by its neighbour's province.
"""

from __future__ import annotations

from pathlib import Path

from django.db import connection

_RECOMPUTE = (Path(__file__).parent / "validity.sql").read_text(encoding="utf-8")


def recompute() -> int:
    """Set `valid_from` and `valid_to` of every unit of the active sets; return how many changed.

    The order in which sets were loaded does not matter. Call it in the transaction that changes a set.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RECOMPUTE)
        return cursor.rowcount
