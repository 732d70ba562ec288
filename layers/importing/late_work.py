"""What is done after the rows instead of with each of them, where that disturbs nobody.

Making an index at the end costs a third of keeping it up row by row, and asking once whether all references
lead somewhere costs less than asking for each piece. But both can only be put off under a lock that makes
readers wait. So it is done while there is no incident yet: then there is nothing to read. Making a unique
index at the end looks at every row, as keeping it up does, and so does the question about references.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from types import TracebackType
from typing import Any, NamedTuple, Self

from django.db import OperationalError, connection, transaction
from django.db.models import Model

from layers.importing.twins import SCHEMA, Twins, twins
from layers.models import Incident, IncidentLocation, MonthlyCount, SuspectedDuplicate

_FILLED = (Incident, IncidentLocation, MonthlyCount)
#: Nothing refers to their rows, and they make as much work as the incidents.
_FILLED_BESIDE = (IncidentLocation, MonthlyCount)
#: PostgreSQL empties a table only together with those that have foreign keys to it.
_EMPTIED = (*_FILLED, SuspectedDuplicate)
#: All but those that new rows cost next to nothing: the partial ones, which hold what a person decided later,
#: and BRIN, which looks at new pages when they are vacuumed.
_INDEXES = """
SELECT format('%%I.%%I', t.relnamespace::regnamespace, t.relname),
       quote_ident(c.relname),
       pg_get_indexdef(i.indexrelid),
       pg_get_constraintdef(k.oid)
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_am a ON a.oid = c.relam
LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u')
WHERE i.indrelid = ANY(%s::regclass[])
  AND i.indpred IS NULL
  AND a.amname <> 'brin'
ORDER BY 1, 2
"""
#: Foreign keys to a table that is filled rest on one of its indexes.
_FOREIGN_KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), '', pg_get_constraintdef(oid)
FROM pg_constraint
WHERE contype = 'f' AND confrelid = ANY(%s::regclass[])
ORDER BY 1, 2
"""
#: The triggers that ask for the references of the rows of one statement; see migration references_asked_once.
_REFERENCES = """
SELECT tgrelid::regclass::text, quote_ident(tgname)
FROM pg_trigger
WHERE tgrelid = ANY(%s::regclass[])
  AND tgfoid = 'layers_must_refer'::regproc
  AND tgname LIKE '%%\\_exists\\_insert'
"""
#: Somebody who reads the empty tables for longer is not waited for.
_PATIENCE = "SET LOCAL lock_timeout = '2s'"


class _Part(NamedTuple):
    """An index, or a constraint with or without one of its own."""

    table: str
    name: str
    definition: str
    constraint: str | None

    @property
    def removal(self) -> str:
        if self.constraint is None:
            return f"DROP INDEX {self.name}"
        return f"ALTER TABLE {self.table} DROP CONSTRAINT {self.name}"

    def making(self, schema: str = "") -> str:
        """Return how it is made anew, or made for the table of the same name in another schema."""
        table = f"{schema}.{self.table.split('.')[-1]}" if schema else self.table
        if self.constraint is None:
            return self.definition.replace(f" ON {self.table} ", f" ON {table} ", 1)
        return f"ALTER TABLE {table} ADD CONSTRAINT {self.name} {self.constraint}"


class LateWork:
    """Indexes and references of incidents, their places and counts, seen to at the end, if all were empty.

    Use it inside a transaction, which must be rolled back if it is left by an error or after `abandon`.

    Attributes:
        twins: of the tables of places and counts, to be filled instead of these; None where there are none.
    """

    def __init__(self) -> None:
        self.twins: Twins | None = None
        self._put_off = False
        self._parts: list[_Part] = []
        self._parts_beside: list[_Part] = []
        self._references: list[tuple[str, str]] = []
        self._open = ExitStack()

    def __enter__(self) -> Self:
        if any(model.objects.exists() for model in _EMPTIED):
            return self
        with ExitStack() as opened:
            made = twins(_FILLED_BESIDE)
            self.twins = made and opened.enter_context(made)
            try:
                # The savepoint also takes back the patience where the lock was not to be had.
                with transaction.atomic(), connection.cursor() as cursor:
                    self._put_off = self._taken_off(cursor)
            except OperationalError:
                self._put_off = False
            if self._put_off:
                self._open = opened.pop_all()
            else:
                self.twins = None
        return self

    @property
    def put_off(self) -> bool:
        """Whether the tables were empty, are nobody else's until the transaction ends, and wait for this."""
        return self._put_off

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._open:
            if kind is None and self._put_off:
                self._make_all()

    def abandon(self) -> None:
        """Leave it all to the rollback, which brings everything back as it was."""
        self._put_off = False

    def _make_all(self) -> None:
        if self.twins is not None:
            self.twins.finish([part.making(SCHEMA) for part in self._parts_beside])
        with connection.cursor() as cursor:
            for part in reversed(self._parts):
                cursor.execute(part.making())
            for table, trigger in self._references:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
            if self.twins is not None:
                self.twins.wait()
                self.twins.take_the_place()
            for table in _names(_FILLED):
                cursor.execute("SELECT layers_must_all_refer(%s)", [table])

    def _taken_off(self, cursor: Any) -> bool:
        """Claim the tables for this transaction and take off what waits; False where somebody was first."""
        cursor.execute(_PATIENCE)
        cursor.execute(f"LOCK TABLE {', '.join(_names(_EMPTIED))} IN ACCESS EXCLUSIVE MODE")
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
        # Asked again: while the lock was waited for, somebody may have entered a case by hand.
        if any(model.objects.exists() for model in _EMPTIED):
            # With the savepoint goes the lock.
            transaction.set_rollback(True)
            return False
        beside = _FILLED_BESIDE if self.twins is not None else ()
        here = [model for model in _FILLED if model not in beside]
        for question in (_FOREIGN_KEYS, _INDEXES):
            self._parts += _parts(cursor, question, here)
        self._parts_beside = _parts(cursor, _INDEXES, beside)
        cursor.execute(_REFERENCES, [_names(here)])
        self._references = cursor.fetchall()
        # There are no rows; but what an import that was killed left behind is gone, and rows that come into a
        # file of this transaction's own need no second look of PostgreSQL later on (COPY ... FREEZE).
        cursor.execute(f"TRUNCATE {', '.join(_names(_EMPTIED))}")
        for part in self._parts:
            cursor.execute(part.removal)
        for table, trigger in self._references:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        return True


def _parts(cursor: Any, question: str, models: Iterable[type[Model]]) -> list[_Part]:
    cursor.execute(question, [_names(models)])
    return [_Part(*row) for row in cursor.fetchall()]


def _names(models: Iterable[type[Model]]) -> list[str]:
    return [model._meta.db_table for model in models]
