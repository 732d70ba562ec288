"""Tables that a second connection fills while the first one is busy, and that take the place of empty ones.

A connection uses one processor, however much there is to do. Nobody sees rows of a transaction that has not
ended, so what another connection writes can only be handed over as a whole: it fills a twin of an empty
table, in a schema in which nobody reads, and ends. The import then puts the twin in the place of the empty
table, in its own transaction: when that is taken back, so is this. A twin that is left over then is removed
by the next import that makes one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.db import DatabaseError, connection
from django.db.models import Model

from layers.importing.copying import copy_binary

SCHEMA = "layers_incoming"
_REPLACEABLE = (Path(__file__).parent / "replaceable.sql").read_text(encoding="utf-8")
_HOME = "SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid = %s::regclass"
_TRIGGERS = """
SELECT pg_get_triggerdef(oid)
FROM pg_trigger
WHERE tgrelid = %s::regclass AND NOT tgisinternal
ORDER BY tgname
"""
#: Somebody who changes the tables themselves is not waited for.
_PATIENCE = "SET LOCAL lock_timeout = '2s'"


def twins(models: Sequence[type[Model]]) -> Twins | None:
    """Return twins of empty tables; None where they could not take their place, or would be of no use.

    Ask inside the transaction of the import, before it has locked the tables.
    """
    # Within a larger transaction the tables may be locked already, or come to be changed by it.
    if connection.savepoint_ids or len(os.sched_getaffinity(0)) < 2 or not replaceable(models):
        return None
    try:
        return Twins(models)
    except DatabaseError:
        return None


def replaceable(models: Sequence[type[Model]]) -> bool:
    """Return whether nobody would miss anything if tables made like those of the models took their place."""
    with connection.cursor() as cursor:
        cursor.execute(_REPLACEABLE, {"tables": [model._meta.db_table for model in models], "schema": SCHEMA})
        return bool(cursor.fetchone()[0])


class Twins:
    """Twins of empty tables, and the connection that fills them. Use it with ``with``."""

    def __init__(self, models: Sequence[type[Model]]) -> None:
        """Make the twins.

        Raises:
            django.db.DatabaseError: when they cannot be made; nothing has changed then.
        """
        self._models = models
        self._connection = connection.copy()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="twins")
        self._last: Future[None] | None = None
        try:
            self._make()
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._last is not None and not self._last.done():
            # Nobody waits for it any more.
            self._connection.connection.cancel()
        self._thread.shutdown()
        self._connection.close()

    def copy(self, model: type[Model], fields: Sequence[str], streams: Sequence[bytes]) -> None:
        """Begin to copy rows into the twin of the model's table, once what was begun before is done.

        Args:
            model: whose table's twin to fill.
            fields: names of its fields, in the order of the values.
            streams: the rows, as for `copy_binary`.

        Raises:
            django.db.Error: what the database said to what was begun before.
        """

        def work(cursor: Any) -> None:
            for stream in streams:
                copy_binary(cursor, model, fields, stream, fresh=True, schema=SCHEMA)

        self._begin(work)

    def finish(self, making: Sequence[str]) -> None:
        """Begin to make what the statements make, indexes and the like, and to end the transaction."""

        def work(cursor: Any) -> None:
            for statement in making:
                cursor.execute(statement)
            cursor.connection.commit()

        self._begin(work)

    def wait(self) -> None:
        """Return when what was begun is done.

        Raises:
            django.db.Error: what the database said to it.
        """
        last, self._last = self._last, None
        if last is not None:
            with connection.wrap_database_errors:
                last.result()

    def take_the_place(self) -> None:
        """Put the finished twins in the place of the tables, in the transaction of the import."""
        with connection.cursor() as cursor:
            for model in self._models:
                table = model._meta.db_table
                cursor.execute(_TRIGGERS, [table])
                triggers = [row[0] for row in cursor.fetchall()]
                cursor.execute(_HOME, [table])
                (home,) = cursor.fetchone()
                cursor.execute(f"DROP TABLE {table}")
                cursor.execute(f"ALTER TABLE {SCHEMA}.{table} SET SCHEMA {home}")
                for trigger in triggers:
                    cursor.execute(trigger)

    def _make(self) -> None:
        self._connection.set_autocommit(False)
        with self._connection.cursor() as cursor:
            cursor.execute(_PATIENCE)
            for model in self._models:
                table = model._meta.db_table
                cursor.execute(f"DROP TABLE IF EXISTS {SCHEMA}.{table}")
                cursor.execute(
                    f"CREATE TABLE {SCHEMA}.{table} (LIKE {table} INCLUDING ALL EXCLUDING INDEXES)"
                )
        # Ended, because it has looked at the tables: the import claims them now for itself.
        self._connection.commit()
        with self._connection.cursor() as cursor:
            for model in self._models:
                # In the transaction that fills them, so that the rows are stored as they will remain.
                cursor.execute(f"TRUNCATE {SCHEMA}.{model._meta.db_table}")

    def _begin(self, work: Callable[[Any], None]) -> None:
        self.wait()
        lent = self._connection.connection

        def run() -> None:
            with lent.cursor() as cursor:
                work(cursor)

        self._last = self._thread.submit(run)
