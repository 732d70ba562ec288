"""Who is at a job right now, and the connection over which a running job tells how far it is.

The kinds of jobs stand in one queue but are numbered apart, so each kind has locks of its own; see
`layers.session_locks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from gis_app.data.models import ExportJob, ImportJob, JobProgress, Progress, SetWork
from layers.importing.progress import Stage
from layers.models import ImportWithdrawal
from layers.session_locks import Kind, SessionLock, is_locked

Work = ImportJob | SetWork

_KINDS: dict[type[models.Model], Kind] = {
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

    def __init__(self, job_id: int, work: type[models.Model]) -> None:
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


def is_held(job: models.Model) -> bool:
    """Say whether a living worker is at the job."""
    return is_locked(_KINDS[type(job)], job.pk)


def anybody_works() -> bool:
    """Say whether a living worker is at any job."""
    return any(is_locked(kind) for kind in Kind)
