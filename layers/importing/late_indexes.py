"""Indexes that are made after the rows, where that disturbs nobody.

An entry in the index of points costs three times what it costs to make the index at the end. But an index
can only be put off under a lock that makes readers wait. So it is done while there is no incident yet: then
there is nothing to read. Constraints and their indexes are never touched.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self

from django.db import OperationalError, connection, transaction

from layers.models import Incident

_PLAIN_INDEXES = """
SELECT c.relname, pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = 'layers_incident'::regclass AND NOT i.indisunique
ORDER BY c.relname
"""
#: Somebody who reads the empty table for longer is not waited for.
_PATIENCE = "SET LOCAL lock_timeout = '2s'"


class LateIndexes:
    """The plain indexes of incidents, made when this is left, if there was no incident when it was entered.

    Use it inside a transaction, which must be rolled back if it is left by an error or after `abandon`.
    """

    def __init__(self) -> None:
        self._definitions: list[str] = []

    def __enter__(self) -> Self:
        if not Incident.objects.exists():
            self._definitions = _taken_off()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            with connection.cursor() as cursor:
                for definition in self._definitions:
                    cursor.execute(definition)

    def abandon(self) -> None:
        """Leave the making to the rollback, which brings the indexes back as they were."""
        self._definitions = []


def _taken_off() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN_INDEXES)
        indexes = cursor.fetchall()
        try:
            # The savepoint also takes back the patience where the lock was not to be had.
            with transaction.atomic():
                cursor.execute(_PATIENCE)
                for name, _definition in indexes:
                    cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
                cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
        except OperationalError:
            return []
    return [definition for _name, definition in indexes]
