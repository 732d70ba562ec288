"""Indexes that are made after the rows, where that disturbs nobody.

Making an index at the end costs a third of keeping it up row by row. But an index can only be put off under a
lock that makes readers wait. So it is done while there is no incident yet: then there is nothing to read.
Making a unique index at the end looks at every row, as keeping it up does.
"""

from __future__ import annotations

from types import TracebackType
from typing import NamedTuple, Self

from django.db import OperationalError, connection, transaction

from layers.models import Incident, MonthlyCount

#: All but the primary key of incidents, by which their places are checked as they come in, and the partial
#: ones, which hold what a person decided later: no new row is in them.
_INDEXES = """
SELECT i.indrelid::regclass::text,
       quote_ident(c.relname),
       pg_get_indexdef(i.indexrelid),
       pg_get_constraintdef(k.oid)
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u')
WHERE i.indrelid IN (
    'layers_incident'::regclass, 'layers_incidentlocation'::regclass, 'layers_monthlycount'::regclass
)
  AND i.indpred IS NULL
  AND NOT (i.indrelid = 'layers_incident'::regclass AND i.indisprimary)
ORDER BY 1, 2
"""
#: Somebody who reads the empty tables for longer is not waited for.
_PATIENCE = "SET LOCAL lock_timeout = '2s'"


class _Index(NamedTuple):
    table: str
    name: str
    definition: str
    constraint: str | None

    @property
    def removal(self) -> str:
        if self.constraint is None:
            return f"DROP INDEX {self.name}"
        return f"ALTER TABLE {self.table} DROP CONSTRAINT {self.name}"

    @property
    def making(self) -> str:
        if self.constraint is None:
            return self.definition
        return f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name} {self.constraint}"


class LateIndexes:
    """The indexes of incidents, their places and counts, made when this is left, if there was none before.

    Use it inside a transaction, which must be rolled back if it is left by an error or after `abandon`.
    """

    def __init__(self) -> None:
        self._indexes: list[_Index] = []

    def __enter__(self) -> Self:
        if not Incident.objects.exists() and not MonthlyCount.objects.exists():
            self._indexes = _taken_off()
        return self

    @property
    def taken_off(self) -> bool:
        """Whether the tables were empty, and their indexes are yet to be made."""
        return bool(self._indexes)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            with connection.cursor() as cursor:
                for index in self._indexes:
                    cursor.execute(index.making)

    def abandon(self) -> None:
        """Leave the making to the rollback, which brings the indexes back as they were."""
        self._indexes = []


def _taken_off() -> list[_Index]:
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES)
        indexes = [_Index(*row) for row in cursor.fetchall()]
        try:
            # The savepoint also takes back the patience where the lock was not to be had.
            with transaction.atomic():
                cursor.execute(_PATIENCE)
                for index in indexes:
                    cursor.execute(index.removal)
                cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
        except OperationalError:
            return []
    return indexes
