"""The record of an import, and the rule that imports wait for each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection

from layers.importing.findings import Finding
from layers.importing.opening import Origin
from layers.models import ImportBatch, ImportProblem

Record = TypeVar("Record")

# "diaban" as a number; any constant does, as long as nothing else in the database locks the same one.
_LOCK = 0x64696162616E


def wait_for_other_imports() -> None:
    """Let one import commit at a time: what is known already is asked after this, inside the transaction.

    The lock goes with the transaction, also when the process is killed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def complete_batch(layer: ImportBatch.Layer, sha256: str, **same: Any) -> ImportBatch | None:
    """Return the import that already brought all rows of this file, or None.

    An import that left rows out does not count: the same file may be tried again once the reason is gone.
    """
    return (
        ImportBatch.objects.filter(layer=layer, file_sha256=sha256, rows_refused=0, **same)
        .order_by("imported_at")
        .first()
    )


def record_batch(
    layer: ImportBatch.Layer,
    origin: Origin,
    account: AbstractBaseUser | None,
    **facts: Any,
) -> ImportBatch:
    """Write the record of an import, in the transaction of its rows.

    Args:
        layer: what kind of rows.
        origin: the file.
        account: who; None for the command line on the server.
        facts: further fields of `ImportBatch`.
    """
    return ImportBatch.objects.create(
        layer=layer,
        file_name=origin.file_name[:255],
        file_sha256=origin.sha256,
        encoding=origin.encoding,
        crs=origin.crs,
        datum_operation=origin.datum_operation,
        columns=dict(origin.columns),
        imported_by=account,
        **facts,
    )


def record_problems(
    batch: ImportBatch, findings: Iterable[Finding], aside: Mapping[int, dict[str, Any]] | None = None
) -> None:
    """Keep what was wrong with the rows that were left out, and the warnings about those taken.

    Args:
        batch: the import.
        findings: in the order of the rows.
        aside: values of the rows that only lie elsewhere, by row number.
    """
    kept = aside or {}
    ImportProblem.objects.bulk_create(
        (
            ImportProblem(
                batch=batch,
                row=f.row,
                column=f.column[:120],
                code=f.code,
                sentence=f.sentence[:500],
                record=kept.get(f.row) if f.code in ImportProblem.OUTSIDE else None,
            )
            for f in findings
        ),
        batch_size=2000,
    )


@dataclass(frozen=True)
class Outcome(Generic[Record]):
    """What a commit did.

    Attributes:
        record: the row that stands for the import.
        already: the same file had been imported before, so nothing was changed.
    """

    record: Record
    already: bool = False
