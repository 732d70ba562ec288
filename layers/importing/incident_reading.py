"""A file of incidents while it is read: by a process that began with the program, by another one, or here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from django.db import connections

from layers.importing.findings import refusing
from layers.importing.opening import FileChoices, FileFacts
from layers.reading import ahead
from layers.reading.beside import Beside, may_fork
from layers.reading.incident_rows import CheckedRows, Passed

if TYPE_CHECKING:
    from layers.reading.rows import ReadsPoints

#: A file whose first piece is shorter ends there, or has rows so long that it is read slowly anyway.
WORTH_A_PROCESS = 20_000


@contextmanager
def reading(path: str | Path, choices: FileChoices) -> Iterator[tuple[FileFacts, Iterator[Passed]]]:
    """Open a file; give what is known of it and the passage through its rows, which may be made once.

    A long table is read on in a process of its own, so that the caller has one to store the pieces.

    Raises:
        ImportRefused: when the file as a whole cannot be taken; so may the passage.
    """
    with refusing():
        begun = ahead.take(path, choices)
        if begun is not None:
            with begun:
                passage = iter(begun)
                facts = cast(FileFacts, next(passage))
                # Where the roads are, only this process can ask.
                if "chainage" not in facts.columns:
                    yield facts, cast(Iterator[Passed], passage)
                    return
        # Loaded where no other process has it.
        from layers.reading.incidents import read_incidents

        with closing(read_incidents(path, choices, _points)) as passage:
            facts = cast(FileFacts, next(passage))
            yield facts, _in_good_time(facts, cast(Iterator[Passed], passage))


def _in_good_time(facts: FileFacts, passage: Iterator[Passed]) -> Iterator[Passed]:
    """Yield what the passage yields, where it is long enough out of a process that goes on ahead."""
    first = next(passage)
    yield first
    long = isinstance(first, CheckedRows) and first.rows_read >= WORTH_A_PROCESS
    if long and not facts.has_geometry and may_fork():
        with Beside(passage, _let_go) as beside:
            yield from beside
    else:
        yield from passage


def _points(facts: FileFacts) -> ReadsPoints:
    from layers.importing.chainage import point_reader

    return point_reader(facts)


def _let_go() -> None:
    """Give up the connections, which are the parent's."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for connection in connections.all(initialized_only=True):
        # Closing it in words would end the parent's session. And PostgreSQL must notice when the parent is
        # killed, which it does not while another process holds the line.
        if connection.connection is not None and not connection.connection.closed:
            os.dup2(nothing, connection.connection.fileno())
    os.close(nothing)
