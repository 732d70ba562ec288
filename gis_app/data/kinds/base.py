"""What every kind of rows has in common: its questions, its steps, how it is checked and stored.

The work is that of `layers.importing`, the same for the pages and for the commands; a kind turns the choices
of a job into its options, and what it answers into one shape.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gis_app.data.models import ImportJob
from gis_app.data.questions import DetailsForm
from layers.importing.findings import Finding, refused_rows
from layers.importing.opening import FileChoices, Origin
from layers.importing.progress import Tell
from layers.models import ImportBatch
from layers.reading.columns import FieldSet
from layers.saying import Said


@dataclass(frozen=True)
class Checked:
    """What a check found, the same for all kinds.

    Attributes:
        staged: what the import package gave, to be committed.
        already: the import that brought all of this file before.
        report: what only this kind has to say, as JSON knows it.
    """

    staged: Any
    origin: Origin
    findings: Sequence[Finding] = ()
    rows_read: int = 0
    rows_sound: int = 0
    rows_duplicate: int = 0
    refusal: Said | None = None
    already: ImportBatch | None = None
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def rows_refused(self) -> int:
        """How many rows are kept out."""
        return len(refused_rows(self.findings))


#: Reads and checks the file of a job; raises `ImportRefused` when the file as a whole cannot be taken.
Check = Callable[[ImportJob, Tell], Checked]
#: Stores what was checked, in the transaction that is open; answers with the record of the import and
#: whether the same file had been imported before; raises `ImportRefused` when a row was refused and may not
#: be skipped.
Commit = Callable[[ImportJob, Checked, Tell], tuple[ImportBatch, bool]]


_ROW = gettext_lazy("dòng")


@dataclass(frozen=True)
class Kind:
    """One kind of file, as the pages need to know it.

    Attributes:
        questions: what only the person knows.
        check: see `Check`.
        commit: see `Commit`.
        fields: the fields of a row, in a table (True) or in a layer with its own shapes; None where columns
            are not matched.
        has_place: whether the coordinate system is asked for.
        compares_place: whether rows say in which commune they lie, so that a wrong system is found out.
        may_skip_rows: whether sound rows may be stored without those refused.
        gives_rows_back: whether rows can be sent back as a workbook with their problems.
        rows_called: what a row of the file is.
    """

    questions: type[DetailsForm]
    check: Check
    commit: Commit
    fields: Callable[[ImportJob, bool], FieldSet] | None = None
    has_place: bool = True
    compares_place: bool = False
    may_skip_rows: bool = False
    gives_rows_back: bool = True
    rows_called: str | Promise = _ROW


def file_choices(job: ImportJob) -> FileChoices:
    """Return what the job says about its file.

    Where the person says that X is the northing, as in Vietnamese survey tables, the two columns change
    places; nothing else is ever swapped.
    """
    other = {"x": "y", "y": "x"} if job.northing_first else {}
    whole = job.encodings.get("*")
    return FileChoices(
        layer=job.file_layer or None,
        crs=job.crs or None,
        encoding=whole or job.encodings or None,
        columns={column: other.get(name, name) for column, name in job.columns.items()},
        only_these=bool(job.columns),
        trust_place=job.trust_place,
    )


def checked(staged: Any, sound: Any, report: dict[str, Any] | None = None) -> Checked:
    """Return what a staged file says in the common shape.

    Args:
        staged: one of the `Staged...` of `layers.importing`.
        sound: its frame of sound rows, indexed by row number; None where nothing was read.
        report: what only this kind has to say.
    """
    kept_out = refused_rows(staged.findings)
    rows_sound = 0 if sound is None else int((~sound.index.isin(kept_out)).sum())
    return Checked(
        staged,
        staged.origin,
        staged.findings,
        staged.rows_read,
        rows_sound,
        refusal=staged.refusal,
        already=staged.already,
        report=report or {},
    )


def day(details: dict[str, Any], name: str) -> datetime.date | None:
    """Return an answer that is a day; None where nothing was answered."""
    text = details.get(name)
    return datetime.date.fromisoformat(text) if text else None
