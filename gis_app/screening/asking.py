"""Asks criteria about the same communes on the same day, over two connections where that is safe.

Criteria that read incidents one by one keep the database busy the longest. They are dealt out to two hands:
this thread, and another one over a second connection, which is given the picture (snapshot) of the database
that this one has. All other criteria wait in a row, and the hand that is free takes the next. That needs a
transaction of `one_picture`; without it, all are asked one after the other.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain

from django.db import OperationalError, connection, transaction

from gis_app.screening.counted import Counted, run_together
from gis_app.screening.ground import Ground
from gis_app.screening.rules.shape import Criterion, Question, Result, read_by_any

Asked = Sequence[tuple[Criterion, Question]]
Results = dict[str, list[Result]]
Waiting = deque[Asked]
# A server may compile statements that look dear to it; these end sooner than the compiler would.
_BEGIN = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SET LOCAL jit = off"


def ask(asked: Asked) -> Results:
    """Return what each criterion says, by its key.

    Args:
        asked: criteria with their questions, all about the same communes on the same day.
    """
    reading = [pair for pair in asked if read_by_any([pair])]
    waiting = _rows(pair for pair in asked if pair not in reading)
    snapshot = _snapshot() if reading and len(reading) + len(waiting) > 1 else None
    with _older_objects_at_rest():
        return _ask(reading, waiting) if snapshot is None else _ask_both(snapshot, reading, waiting)


def _ask_both(snapshot: str, reading: Asked, waiting: Waiting) -> Results:
    """Ask over this connection and a second one at the same time."""
    mine, others = _dealt(reading)
    with ThreadPoolExecutor(1) as beside:
        started = beside.submit(_ask_in, snapshot, others, waiting)
        results = _ask(mine, waiting)
        found = started.result()
    return results | (_ask(others, waiting) if found is None else found)


def _rows(asked: Iterator[tuple[Criterion, Question]]) -> Waiting:
    """Return the criteria one by one; those that one statement answers, together."""
    alone: Waiting = deque()
    counted = []
    for pair in asked:
        if isinstance(pair[0], Counted):
            counted.append(pair)
        else:
            alone.append([pair])
    if counted:
        alone.appendleft(counted)
    return alone


def _dealt(reading: Asked) -> tuple[Asked, Asked]:
    """Deal out criteria so that both hands read about as much: as many categories for as many days."""
    hands: tuple[list[tuple[Criterion, Question]], ...] = ([], [])
    days = [0, 0]
    weighed = [
        (sum((pair[1].as_of - since).days for since in read_by_any([pair]).values()), pair)
        for pair in reading
    ]
    for weight, pair in sorted(weighed, key=lambda one: -one[0]):
        lighter = days.index(min(days))
        hands[lighter].append(pair)
        days[lighter] += weight
    return hands


def _ask(reading: Asked, waiting: Waiting) -> Results:
    """Ask one after the other, on this thread's connection, until none is waiting."""
    question = next((question for _criterion, question in chain(reading, *waiting)), None)
    if question is None:
        return {}
    ground = Ground(question.unit_ids, question.as_of)
    results: Results = {}
    if reading:
        with ground.located(read_by_any(reading)):
            for pair in reading:
                results |= _run([pair], ground)
    while waiting:
        try:
            taken = waiting.popleft()
        except IndexError:  # the other hand took the last one
            break
        results |= _run(taken, ground)
    return results


def _run(asked: Asked, ground: Ground) -> Results:
    """Ask one criterion, or several that one statement answers."""
    questions = {criterion: replace(question, shared=ground) for criterion, question in asked}
    counted = [criterion for criterion in questions if isinstance(criterion, Counted)]
    if counted:
        return run_together(counted, questions[counted[0]])
    return {criterion.key: criterion.run(question) for criterion, question in questions.items()}


@contextmanager
def _older_objects_at_rest() -> Iterator[None]:
    """Keep Python from searching what was there before for garbage, while thousands of sentences are made.

    Such a search stops both hands, for a tenth of a second or more; it is only put off.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


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


def _ask_in(snapshot: str, reading: Asked, waiting: Waiting) -> Results | None:
    """Ask over a connection of this thread, in the picture of another one; None if there is no connection."""
    try:
        connection.ensure_connection()
    except OperationalError:  # the server has no connection left
        return None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_BEGIN)
            cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
            return _ask(reading, waiting)
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
                cursor.execute(_BEGIN)
        yield
