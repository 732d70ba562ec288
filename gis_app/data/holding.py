"""Who is at a job right now, and the connection over which a running job tells how far it is.

The kinds of jobs stand in one queue but are numbered apart, so each kind has locks of its own; see
`layers.session_locks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from gis_app.data.models import ExportJob, ImportJob, JobProgress, Progress, SetWork
from layers.importing.progress import Stage
from layers.models import ImportWithdrawal
from layers.session_locks import Kind, SessionLock, is_locked

Work = ImportJob | SetWork
Job = ImportJob | SetWork | ExportJob | ImportWithdrawal

_KINDS: dict[type[Job], Kind] = {
    ImportJob: Kind.IMPORT,
    SetWork: Kind.BOUNDARY_SET,
    ExportJob: Kind.EXPORT,
    ImportWithdrawal: Kind.WITHDRAWAL,
}
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


class Lock(SessionLock):
    """The lock on one job of these pages."""

    def __init__(self, job_id: int, work: type[Job]) -> None:
        super().__init__(_KINDS[work], job_id)


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
        self.execute(
            f"UPDATE {table} SET stage = %s, done = %s, total = %s, told_at = %s WHERE {key} = %s",  # noqa: S608
            [stage, rows, self._total, timezone.now(), self.key],
        )


def is_held(job: Job) -> bool:
    """Say whether a living worker is at the job."""
    return is_locked(_KINDS[type(job)], job.pk)


def mark_interrupted(job: Job, **told: Any) -> bool:
    """Mark a job that says it is running but has no worker; say whether it was so.

    `told` are the columns that say to whoever reads it what became of it.
    """
    states = type(job).State
    if job.state != states.RUNNING or is_held(job):
        return False
    with transaction.atomic():
        fresh = type(job).objects.select_for_update().get(pk=job.pk)
        # The worker may have finished between the two questions.
        gone = fresh.state == states.RUNNING and not is_held(fresh)
        if gone:
            for column, value in {"state": states.INTERRUPTED, **told}.items():
                setattr(fresh, column, value)
            fresh.save()
    job.refresh_from_db()
    return gone


def anybody_works() -> bool:
    """Say whether a living worker is at any job."""
    return any(is_locked(kind) for kind in Kind)
