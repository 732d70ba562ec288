"""Brings incidents in: `stage` reads and checks a table or layer of points, `commit` stores it or nothing.

`bring_in` does both in one passage, for those who do not look at the report in between: the next piece is
read while the last one is stored, and all of it is taken back where a row is refused.

Rows are read in pieces and wait on disk, so that memory does not grow with the file. A row whose source and
ref are known already is a duplicate and changes nothing. A point outside every commune of the boundary sets
in use, or outside the jurisdiction of whoever brings the file, is refused: it could not be counted. Where the
sound rows are stored all the same, it is set aside with its values (`ImportProblem.record`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction

from layers.importing.batches import (
    Outcome,
    commit_once,
    complete_batch,
    record_batch,
    record_problems,
    wait_for_other_imports,
)
from layers.importing.duplicates import suspect_duplicates
from layers.importing.findings import Finding, refusal, refuse_whole_file, refused_rows, refusing
from layers.importing.incident_check import IncidentCheck, locate
from layers.importing.incident_reading import reading
from layers.importing.late_work import LateWork
from layers.importing.locating import commune_indexes
from layers.importing.opening import FileChoices, Origin
from layers.importing.pieces import Piece, Spill
from layers.importing.progress import Stage, Tell, silent
from layers.importing.refusing import ImportRefused
from layers.importing.storing import Store, is_known, known_refs
from layers.models import ImportBatch, Incident
from layers.reading.errors import ReadingError
from layers.saying import Said
from layers.saying import said as _
from layers.scope import EVERYTHING, Scope

_LAYER = ImportBatch.Layer.INCIDENTS
_LONGEST_SOURCE = Incident._meta.get_field("source").max_length


@dataclass(frozen=True)
class IncidentOptions:
    """What the user says about an incident file: who keeps it, and how to read it.

    Attributes:
        scope: where the one who brings the file may store incidents.
    """

    source: str
    is_sample: bool = False
    scope: Scope = EVERYTHING
    file: FileChoices = field(default_factory=FileChoices)


@dataclass(frozen=True)
class StagedIncidents:
    """A file that was read and checked; nothing is stored yet.

    Attributes:
        pieces: the sound rows, on disk; empty where `bring_in` passed them on.
        categories: keys that the categories of the pieces are positions in.
        boundary_sets: primary keys of the sets in which the pieces are located.
        findings: what is wrong, of every row.
        aside: rows outside communes or jurisdiction, by number, with the values they would be stored with.
        rows_sound: how many rows can be taken, duplicates included.
        rows_duplicate: sound rows that the database has already.
        already: the import that brought all of this file before; the file was then not read again.
    """

    options: IncidentOptions
    origin: Origin
    pieces: Iterable[Piece] = ()
    categories: Sequence[str] = ()
    boundary_sets: Sequence[int] = ()
    findings: Sequence[Finding] = ()
    aside: Mapping[int, dict[str, Any]] = field(default_factory=dict)
    rows_read: int = 0
    rows_sound: int = 0
    rows_duplicate: int = 0
    already: ImportBatch | None = None

    @property
    def refusal(self) -> Said | None:
        """Why the file cannot be committed whole, in one sentence; None when it can."""
        return refusal(self.findings)


def stage(path: str | Path, options: IncidentOptions, tell: Tell = silent) -> StagedIncidents:
    """Read and check an incident file; `tell` hears how many rows have been checked.

    Raises:
        ImportRefused: when the file as a whole cannot be taken.
    """
    _check_source(options)
    with reading(path, options.file) as (file, passage):
        staged = StagedIncidents(options, file.origin, already=_already(file.origin, options))
        if staged.already is not None:
            return staged
        check = IncidentCheck(file, options.scope)
        spill = Spill()
        known = _KnownRefs(options.source)
        rows_duplicate = 0
        for piece in check.pieces(passage, tell):
            spill.append(piece)
            rows_duplicate += known.count(piece)
    staged = _with_findings(staged, check)
    return replace(staged, pieces=spill, rows_sound=len(spill), rows_duplicate=rows_duplicate)


def commit(
    staged: StagedIncidents,
    account: AbstractBaseUser | None = None,
    *,
    skip_refused: bool = False,
    tell: Tell = silent,
) -> Outcome[ImportBatch]:
    """Store the rows, their communes and the monthly counts in one transaction, or nothing.

    Args:
        staged: from `stage`.
        account: who; None for the command line on the server.
        skip_refused: store the sound rows although others were refused, and keep the problems.
        tell: hears how many rows have been stored.

    Raises:
        ImportRefused: when a row was refused and may not be skipped.
    """
    return commit_once(
        staged,
        lambda: _already(staged.origin, staged.options),
        lambda: _store(staged, account, tell),
        skip_refused=skip_refused,
    )


def bring_in(
    path: str | Path,
    options: IncidentOptions,
    account: AbstractBaseUser | None = None,
    *,
    skip_refused: bool = False,
    tell: Tell = silent,
) -> tuple[StagedIncidents, Outcome[ImportBatch] | None]:
    """Read, check and store a file in one passage and one transaction, or store nothing.

    Returns:
        What was found, without the rows, and what was stored; None where rows were refused.

    Raises:
        ImportRefused: when the file as a whole cannot be taken.
    """
    _check_source(options)
    with reading(path, options.file) as (file, passage), transaction.atomic():
        wait_for_other_imports()
        staged = StagedIncidents(options, file.origin, already=_already(file.origin, options))
        if staged.already is not None:
            return staged, Outcome(staged.already, already=True)
        check = IncidentCheck(file, options.scope)
        batch = _new_batch(staged, account)
        rows_sound = 0
        with (
            LateWork() as late,
            Store(batch, check.categories, check.boundary_sets, late) as store,
        ):
            for piece in check.pieces(passage, tell):
                rows_sound += len(piece)
                if skip_refused or not check.refuses:
                    store.put(piece)
            store.finish()
            staged = replace(
                _with_findings(staged, check), rows_sound=rows_sound, rows_duplicate=store.duplicate
            )
            if staged.refusal is not None and not skip_refused:
                late.abandon()
                transaction.set_rollback(True)
                return staged, None
            tell(Stage.FINISHING, rows_sound)
            store.count()
        _finish(batch, staged, store)
    return staged, Outcome(batch)


def _store(staged: StagedIncidents, account: AbstractBaseUser | None, tell: Tell) -> ImportBatch:
    batch = _new_batch(staged, account)
    indexes = commune_indexes()
    moved = tuple(indexes) != tuple(staged.boundary_sets)
    done = 0
    with (
        LateWork() as late,
        Store(batch, staged.categories, tuple(indexes), late) as store,
    ):
        for piece in staged.pieces:
            if moved:
                # Boundaries came or went since the file was read.
                units = locate(indexes, piece.rows["lon"], piece.rows["lat"])
                piece = replace(piece, units=units)
            store.put(piece)
            done += len(piece)
            tell(Stage.STORING, done)
        store.finish()
        tell(Stage.FINISHING, done)
        store.count()
    _finish(batch, staged, store)
    return batch


def _check_source(options: IncidentOptions) -> None:
    if not options.source or len(options.source) > _LONGEST_SOURCE:
        raise ImportRefused(
            _("Tên nguồn phải có từ 1 đến %(longest)s ký tự; hãy sửa --source.")
            % {"longest": _LONGEST_SOURCE}
        )


def _already(origin: Origin, options: IncidentOptions) -> ImportBatch | None:
    return complete_batch(_LAYER, origin.sha256, source=options.source)


def _with_findings(staged: StagedIncidents, check: IncidentCheck) -> StagedIncidents:
    """Return it with what the check found.

    Raises:
        ImportRefused: when the file as a whole cannot be taken.
    """
    if not check.rows_read:
        with refusing():
            raise ReadingError("no_rows", file=staged.origin.file_name)
    refuse_whole_file(check.findings)
    return replace(
        staged,
        categories=check.categories,
        boundary_sets=check.boundary_sets,
        findings=check.findings,
        aside=check.aside,
        rows_read=check.rows_read,
    )


def _new_batch(staged: StagedIncidents, account: AbstractBaseUser | None) -> ImportBatch:
    options = staged.options
    return record_batch(_LAYER, staged.origin, account, source=options.source, is_sample=options.is_sample)


def _finish(batch: ImportBatch, staged: StagedIncidents, store: Store) -> None:
    """Write what follows from the rows once they are all stored."""
    record_problems(batch, staged.findings, staged.aside)
    suspect_duplicates(batch)
    batch.rows_read, batch.rows_refused = staged.rows_read, len(refused_rows(staged.findings))
    batch.rows_accepted, batch.rows_duplicate = store.accepted, store.duplicate
    batch.save(update_fields=["rows_read", "rows_accepted", "rows_duplicate", "rows_refused"])


class _KnownRefs:
    """Counts the rows of a file that the database has already."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._any = is_known(source)

    def count(self, piece: Piece) -> int:
        if not self._any:
            return 0
        with connection.cursor() as cursor:
            return len(known_refs(cursor, self._source, piece))
