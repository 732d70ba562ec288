"""Locks that live as long as a session of the database: they say whether a worker is at a job right now.

When the process is killed, the database closes its session and the lock is gone: no clock and no heartbeat
has to be trusted.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from types import TracebackType
from typing import Any, Self

from django.db import connection


class Kind(IntEnum):
    """What is locked; jobs of each kind are numbered apart, so each has locks of its own.

    The numbers spell the kind and keep clear of any other lock of two numbers in the database.
    """

    IMPORT = 0x696D70  # "imp"
    BOUNDARY_SET = 0x736574  # "set"
    EXPORT = 0x657870  # "exp"
    RANKING = 0x726E6B  # "rnk"
    WITHDRAWAL = 0x777468  # "wth"


class SessionLock:
    """The lock on one job, held over a connection of its own.

    Attributes:
        key: the job's primary key.
        got: whether the lock was free; otherwise another worker is at the job.
    """

    def __init__(self, kind: Kind, key: int) -> None:
        self.key = key
        self.got = False
        self._kind = kind
        self._connection = connection.copy()

    def __enter__(self) -> Self:
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [self._kind, self.key])
            self.got = cursor.fetchone()[0]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def execute(self, statement: str, values: Sequence[Any]) -> int:
        """Change rows outside the worker's transaction, at once visible to everybody; return how many."""
        with self._connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)


def is_locked(kind: Kind, key: int | None = None) -> bool:
    """Say whether a living worker is at a job, or at any job of the kind."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT EXISTS (
                SELECT FROM pg_locks
                WHERE locktype = 'advisory' AND objsubid = 2 AND granted
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND classid = %s AND (%s::oid IS NULL OR objid = %s::oid)
            )
            """,
            [kind, key, key],
        )
        return bool(cursor.fetchone()[0])
