"""Work that goes on in a process of its own while the caller does something else with what it has so far.

Python uses one processor at a time within a process, however many threads there are. A forked process knows
all that its parent knew; it hands its results back one by one and in order. It never speaks to the database:
the connection stays with the parent alone. It does not outlive the parent, not even one that was killed:
nobody reads its results then, and the next one ends it.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Iterator
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Generic, Self, TypeVar

from django.db import connections
from django.utils.translation import gettext as _

from layers.importing.refusing import ImportRefused

T = TypeVar("T")


def may_fork() -> bool:
    """Return whether a process of our own can be made safely, and has a processor to run on."""
    fork = "fork" in multiprocessing.get_all_start_methods()
    # The copy would hold for ever what another thread had locked at that moment.
    alone = threading.active_count() == 1 and not multiprocessing.current_process().daemon
    return fork and alone and len(os.sched_getaffinity(0)) > 1


class Beside(Generic[T]):
    """Goes through an iterator in a process that begins at once; yields what it yields, one item ahead.

    The caller must not touch the iterator any more, and leaves the context when it wants no more items.

    Raises:
        ImportRefused: while yielding, when the process died, for want of memory for example.
        Exception: while yielding, whatever the iterator raised.
    """

    def __init__(self, items: Iterator[T]) -> None:
        self._results, there = multiprocessing.Pipe(duplex=False)
        context = multiprocessing.get_context("fork")
        self._process = context.Process(target=_work, args=(items, self._results, there), daemon=True)
        self._process.start()
        there.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._results.close()
        self._process.kill()
        self._process.join()

    def __iter__(self) -> Iterator[T]:
        while True:
            try:
                item, error = self._results.recv()
            except EOFError:
                raise ImportRefused(
                    _(
                        "Tiến trình đọc tệp bị dừng giữa chừng, chưa lưu gì; hãy xem bộ nhớ còn trống "
                        "rồi nhập lại."
                    )
                ) from None
            if isinstance(error, StopIteration):
                return
            if error is not None:
                raise error
            yield item


def _work(items: Iterator[T], results: Connection, there: Connection) -> None:
    """Send each item, and at last the exception with which the items ended."""
    results.close()
    _let_go()
    try:
        while True:
            try:
                there.send((next(items), None))
            except BrokenPipeError:
                raise
            except Exception as error:
                if not isinstance(error, StopIteration):
                    error.add_note("".join(traceback.format_exception(error)))
                there.send((None, error))
                return
    except BrokenPipeError:
        # The parent wants no more, or was killed.
        return


def _let_go() -> None:
    """Give up what belongs to the parent: its signals and its connections."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Nobody collects what the parent made: looking at it would copy it.
    gc.freeze()
    nothing = os.open(os.devnull, os.O_RDWR)
    for connection in connections.all(initialized_only=True):
        # Closing it in words would end the parent's session. And PostgreSQL must notice when the parent is
        # killed, which it does not while another process holds the line.
        if connection.connection is not None and not connection.connection.closed:
            os.dup2(nothing, connection.connection.fileno())
    os.close(nothing)
