"""Who is at a job right now, and the connection over which a running job tells how far it is.

The kinds of jobs stand in one queue but are numbered apart, so each kind has locks of its own.

A worker holds a lock of the database's session for as long as it works on a job. When the process is killed,
the database closes the session and the lock is gone: no clock and no heartbeat has to be trusted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from gis_app.data.models import ExportJob, ImportJob, JobProgress, Progress, SetWork
from layers.importing.progress import Stage

Work = ImportJob | SetWork

# "imp", "set" and "exp" as numbers: apart from any other lock of two numbers in this database.
_LOCKS: dict[type[models.Model], int] = {ImportJob: 0x696D70, SetWork: 0x736574, ExportJob: 0x657870}
#: Where each kind of work tells how far it is.
_TOLD_IN: dict[type[Work], type[Progress]] = {ImportJob: JobProgress, SetWork: SetWork}


@contextmanager
def second_connection() -> Iterator[BaseDatabaseWrapper]:
    """Open a connection beside the one whose transaction is open, and close it afterwards."""
    other = connection.copy()
    try:
        yield other
    finally:
        other.close()


class Lock:
    """The lock on one job, held over a connection of its own.

    Attributes:
        got: whether the lock was free; otherwise another worker is at the job.
    """

    def __init__(self, job_id: int, work: type[models.Model]) -> None:
        self._job_id = job_id
        self._lock = _LOCKS[work]
        self._connection = connection.copy()
        self.got = False

    def __enter__(self) -> Self:
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [self._lock, self._job_id])
            self.got = cursor.fetchone()[0]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()


class Hold(Lock):
    """The lock on one import (or act on a boundary set), and the way to tell how far it is."""

    def __init__(self, job_id: int, total: int | None = None, work: type[Work] = ImportJob) -> None:
        super().__init__(job_id, work)
        self._told_in = _TOLD_IN[work]._meta
        self._total = total

    def expect(self, total: int | None) -> None:
        """Say how many rows there are; None where that is not known."""
        self._total = total

    def tell(self, stage: Stage, rows: int) -> None:
        """Write how far the job is, at once visible to everybody."""
        table, key = self._told_in.db_table, self._told_in.pk.column
        with self._connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET stage = %s, done = %s, total = %s, told_at = %s WHERE {key} = %s",  # noqa: S608
                [stage, rows, self._total, timezone.now(), self._job_id],
            )


def is_held(job: models.Model) -> bool:
    """Say whether a living worker is at the job."""
    return _is_locked(_LOCKS[type(job)], job.pk)


def anybody_works() -> bool:
    """Say whether a living worker is at any job."""
    return any(_is_locked(lock) for lock in _LOCKS.values())


def _is_locked(lock: int, job_id: int | None = None) -> bool:
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
            [lock, job_id, job_id],
        )
        return cursor.fetchone()[0]
