"""Incidents: the only kind of which sound rows may be stored without the refused ones."""

from __future__ import annotations

from gis_app.access.restricting import scope_of
from gis_app.data.kinds.base import Checked, Kind, file_choices
from gis_app.data.models import ImportJob
from gis_app.data.questions import IncidentDetails
from layers.importing import incidents
from layers.importing.progress import Tell
from layers.models import ImportBatch
from layers.reading.columns import INCIDENT_FIELDS, INCIDENT_LAYER_FIELDS, FieldSet


def _fields(_job: ImportJob, is_table: bool) -> FieldSet:
    return INCIDENT_FIELDS if is_table else INCIDENT_LAYER_FIELDS


def _check(job: ImportJob, tell: Tell) -> Checked:
    options = incidents.IncidentOptions(
        source=job.details["source"], scope=scope_of(job.account), file=file_choices(job)
    )
    staged = incidents.stage(job.path, options, tell)
    return Checked(
        staged,
        staged.origin,
        staged.findings,
        staged.rows_read,
        staged.rows_sound,
        staged.rows_duplicate,
        staged.refusal,
        staged.already,
    )


def _commit(job: ImportJob, checked: Checked, tell: Tell) -> tuple[ImportBatch, bool]:
    done = incidents.commit(checked.staged, job.account, skip_refused=job.skip_refused, tell=tell)
    return done.record, done.already


KIND = Kind(IncidentDetails, _check, _commit, fields=_fields, compares_place=True, may_skip_rows=True)
