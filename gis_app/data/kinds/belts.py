"""The border belt, with the decision that set it."""

from __future__ import annotations

from gis_app.data.kinds import base
from gis_app.data.kinds.base import Checked, Kind, file_choices
from gis_app.data.models import ImportJob
from gis_app.data.questions import BeltDetails
from layers.importing import belts
from layers.importing.progress import Stage, Tell
from layers.models import ImportBatch
from layers.reading.columns import FieldSet


def _options(job: ImportJob) -> belts.BeltOptions:
    return belts.BeltOptions(
        source=job.details.get("source", ""),
        decision=job.details.get("decision", ""),
        valid_from=base.day(job.details, "valid_from"),
        file=file_choices(job),
    )


def _fields(job: ImportJob, _is_table: bool) -> FieldSet:
    return belts.fields(_options(job))


def _check(job: ImportJob, tell: Tell) -> Checked:
    tell(Stage.CHECKING, 0)
    staged = belts.stage(job.path, _options(job))
    return base.checked(staged, staged.belts)


def _commit(job: ImportJob, checked: Checked, tell: Tell) -> tuple[ImportBatch, bool]:
    tell(Stage.STORING, 0)
    done = belts.commit(checked.staged, job.account)
    return done.record, done.already


KIND = Kind(BeltDetails, _check, _commit, fields=_fields)
