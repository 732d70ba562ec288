"""Work that goes on in a process of its own while the caller does something else with what it has so far.

Python uses one processor at a time within a process, however many threads there are. A forked process knows
all that its parent knew; it hands its results back one by one and in order. It does not outlive the parent,
not even one that was killed: nobody reads its results then, and the next one ends it.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from queue import Queue
from types import TracebackType
from typing import Generic, Self, TypeVar

from layers.reading.errors import ReadingError
from layers.reading.heap import keep_freed_memory

T = TypeVar("T")

#: Results that wait to be taken, besides the one that is being made.
_WAITING = 4


def may_fork() -> bool:
    """Return whether a process of our own can be made safely, and has a processor to run on."""
    fork = "fork" in multiprocessing.get_all_start_methods()
    # The copy would hold for ever what another thread had locked at that moment.
    alone = threading.active_count() == 1 and not multiprocessing.current_process().daemon
    return fork and alone and len(os.sched_getaffinity(0)) > 1


def _nothing() -> None:
    pass


class Beside(Generic[T]):
    """Goes through an iterator in a process that begins at once; yields what it yields.

    Use it with ``with``: the process ends with the block at the latest. Exceptions of the iterator are raised
    where its results are taken.

    Args:
        items: what to go through; the caller must not touch it any more.
        let_go: called first in the new process, to give up what belongs to the caller alone.
    """

    def __init__(self, items: Iterator[T], let_go: Callable[[], None] = _nothing) -> None:
        self._results, there = multiprocessing.Pipe(duplex=False)
        context = multiprocessing.get_context("fork")
        arguments = (items, self._results, there, let_go)
        self._process = context.Process(target=_work, args=arguments, daemon=True)
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
                raise ReadingError("reading_died") from None
            if isinstance(error, StopIteration):
                return
            if error is not None:
                raise error
            yield item


def _work(items: Iterator[T], results: Connection, there: Connection, let_go: Callable[[], None]) -> None:
    """Send each item, and at last the exception with which the items ended."""
    results.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Nobody collects what the parent made: looking at it would copy it.
    gc.freeze()
    keep_freed_memory()
    let_go()
    made: Queue[tuple[T | None, Exception | None]] = Queue(_WAITING)
    sending = threading.Thread(target=_send, args=(made, there), daemon=True)
    sending.start()
    while True:
        try:
            made.put((next(items), None))
        except Exception as error:
            if not isinstance(error, StopIteration):
                error.add_note("".join(traceback.format_exception(error)))
            made.put((None, error))
            break
    sending.join()


def _send(made: Queue[tuple[T | None, Exception | None]], there: Connection) -> None:
    """Send what is made until the exception that ends it."""
    error = None
    while error is None:
        item, error = made.get()
        try:
            there.send((item, error))
        except BrokenPipeError:
            # The parent wants no more, or was killed.
            os._exit(0)
