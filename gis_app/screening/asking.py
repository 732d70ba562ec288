"""Asks criteria about the same communes on the same day, over two connections where that is safe.

Criteria that read incidents one by one keep the database busy while the sentences of the others are made
here. They are asked in a thread over a second connection, which is given the picture (snapshot) of the
database that this one has. That needs a transaction of `one_picture`; without it, all are asked one after the
other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

from django.db import OperationalError, connection, transaction

from gis_app.screening.counted import Counted, run_together
from gis_app.screening.ground import Ground
from gis_app.screening.rules.shape import Criterion, Question, Result, read_by_any

Asked = Sequence[tuple[Criterion, Question]]
Results = dict[str, list[Result]]


def ask(asked: Asked) -> Results:
    """Return what each criterion says, by its key.

    Args:
        asked: criteria with their questions, all about the same communes on the same day.
    """
    reading = [pair for pair in asked if read_by_any([pair])]
    others = [pair for pair in asked if not read_by_any([pair])]
    snapshot = _snapshot() if reading and others else None
    if snapshot is None:
        return _ask(asked)
    with ThreadPoolExecutor(1) as beside:
        started = beside.submit(_ask_in, snapshot, reading)
        results = _ask(others)
        found = started.result()
    return results | (_ask(reading) if found is None else found)


def _ask(asked: Asked) -> Results:
    """Ask one after the other, on this thread's connection."""
    if not asked:
        return {}
    question = asked[0][1]
    ground = Ground(question.unit_ids, question.as_of)
    asked = [(criterion, replace(question, shared=ground)) for criterion, question in asked]
    counted = [criterion for criterion, _question in asked if isinstance(criterion, Counted)]
    with ground.located(read_by_any(asked)):
        results = {c.key: c.run(question) for c, question in asked if not isinstance(c, Counted)}
    if counted:
        shared = next(question for criterion, question in asked if criterion is counted[0])
        results |= run_together(counted, shared)
    return results


def _snapshot() -> str | None:
    """Return the name of this connection's picture, or None where another one could not be given it."""
    if not connection.in_atomic_block or connection.savepoint_ids:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        if cursor.fetchone() != ("repeatable read",):
            return None
        cursor.execute("SELECT pg_export_snapshot()")
        return str(cursor.fetchone()[0])


def _ask_in(snapshot: str, asked: Asked) -> Results | None:
    """Ask over a connection of this thread, in the picture of another one; None if there is no connection."""
    try:
        connection.ensure_connection()
    except OperationalError:  # the server has no connection left
        return None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
            return _ask(asked)
    finally:
        connection.close()


@contextmanager
def one_picture() -> Iterator[None]:
    """Open a transaction in which all statements see the database as it was at its beginning.

    An import that commits meanwhile would otherwise be seen by some rules and not by others. Inside a
    transaction that is already open the isolation cannot be raised any more, and its own holds.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
