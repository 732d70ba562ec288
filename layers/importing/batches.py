"""The record of an import, and the rules that every commit keeps.

Imports wait for each other; the same file changes nothing; a refused row keeps all of them out; whatever is
stored is stored in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from layers.importing.findings import Finding
from layers.importing.opening import Origin
from layers.importing.refusing import ImportRefused
from layers.models import ImportBatch, ImportProblem, ImportWithdrawal
from layers.saying import Said
from layers.saying import said as _
from layers.wording import plain

Record = TypeVar("Record")
Brought = TypeVar("Brought", covariant=True)

# "diaban" as a number; any constant does, as long as nothing else in the database locks the same one.
_LOCK = 0x64696162616E


def wait_for_other_imports() -> None:
    """Let one import commit at a time: what is known already is asked after this, inside the transaction.

    The lock goes with the transaction, also when the process is killed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def claim_imports() -> None:
    """Keep other imports from committing until the transaction ends, without waiting for one that does.

    Raises:
        ImportRefused: while another import commits, which may take minutes; a page must not wait for it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise ImportRefused(_("Đang có lần nhập dữ liệu khác được lưu; hãy thử lại sau ít phút."))


def complete_batch(layer: ImportBatch.Layer, sha256: str, **same: Any) -> ImportBatch | None:
    """Return the import that already brought all rows of this file, or None.

    An import that left rows out does not count: the same file may be tried again once the reason is gone.
    Nor does one that was taken back, or one that passed over rows as known which an import brought that was
    taken back since.
    """
    taken_back_since = ImportWithdrawal.objects.done().filter(
        batch__layer=layer, done_at__gt=OuterRef("imported_at")
    )
    return (
        ImportBatch.objects.standing()
        .filter(layer=layer, file_sha256=sha256, rows_refused=0, **same)
        .exclude(Exists(taken_back_since), rows_duplicate__gt=0)
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
                figures=plain(f.figures),
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


class Staged(Protocol[Brought]):
    """What every `stage` answers: a file that was read and checked."""

    @property
    def already(self) -> Brought | None:
        """The record of what the same file brought before; the file was then not read again."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What is wrong, of every row."""

    @property
    def refusal(self) -> Said | None:
        """Why the file cannot be committed whole, in one sentence; None when it can."""


def commit_once(
    staged: Staged[Record],
    brought_before: Callable[[], Record | None],
    store: Callable[[], Record],
    *,
    skip_refused: bool = False,
) -> Outcome[Record]:
    """Store what was staged in one transaction, or nothing.

    Args:
        staged: what is to be stored.
        brought_before: finds what the same file brought before. It is asked again here, while other imports
            wait, because one of them may have stored the file since it was staged.
        store: writes the record of the import and its rows, and returns the record.
        skip_refused: store the sound rows although others were refused.

    Raises:
        ImportRefused: when a row was refused and may not be skipped.
    """
    if staged.already is not None:
        return Outcome(staged.already, already=True)
    if staged.refusal is not None and not skip_refused:
        raise ImportRefused(staged.refusal, staged.findings)
    with transaction.atomic():
        wait_for_other_imports()
        already = brought_before()
        if already is not None:
            return Outcome(already, already=True)
        return Outcome(store())
