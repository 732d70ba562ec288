"""Who is at a run right now.

The worker holds a lock of its database session while it computes. When the process is killed the database
closes the session and the lock is gone, so that no clock has to be trusted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# "sta" as a number: apart from the locks of imports, exports and boundary sets.
_LOCK = 0x737461


@contextmanager
def held(run_id: int) -> Iterator[bool]:
    """Hold the lock on a run; gives False where another worker has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, run_id])
        got = bool(cursor.fetchone()[0])
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, run_id])


def is_held(run_id: int) -> bool:
    """Say whether a living worker is at the run."""
    return _locked("classid = %s AND objid = %s", [_LOCK, run_id])


def anybody_works() -> bool:
    """Say whether a living worker is at any job, also of another kind: locks of two numbers are theirs."""
    return _locked("TRUE", [])


def _locked(condition: str, values: list[int]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT EXISTS (
                SELECT FROM pg_locks
                WHERE locktype = 'advisory' AND objsubid = 2 AND granted
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND {condition}
            )
            """,  # noqa: S608
            values,
        )
        return bool(cursor.fetchone()[0])
