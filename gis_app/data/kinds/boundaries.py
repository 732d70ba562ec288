"""Boundaries: what is stored is a staged set; its own page puts it into force, repairs or refuses it."""

from __future__ import annotations

import datetime
from dataclasses import replace

from gis_app.access.restricting import scope_of
from gis_app.data.kinds import base
from gis_app.data.kinds.base import Checked, Kind, file_choices
from gis_app.data.models import ImportJob
from gis_app.data.questions import BoundaryDetails
from layers.importing import boundaries
from layers.importing.boundary_units import FIELDS
from layers.importing.jurisdiction import boundaries_within
from layers.importing.progress import Stage, Tell
from layers.models import AdminUnit, ImportBatch
from layers.reading.columns import FieldSet


def _fields(_job: ImportJob, _is_table: bool) -> FieldSet:
    return FIELDS


def _check(job: ImportJob, tell: Tell) -> Checked:
    details = job.details
    options = boundaries.BoundaryOptions(
        level=AdminUnit.Level(details["level"]),
        valid_from=datetime.date.fromisoformat(details["valid_from"]),
        valid_to=base.day(details, "valid_to"),
        decree=details.get("decree", ""),
        province=details.get("province", ""),
        name=details.get("name", ""),
        source=details.get("source", ""),
        file=file_choices(job),
    )
    tell(Stage.CHECKING, 0)
    staged = boundaries_within(boundaries.stage(job.path, options), scope_of(job.account))
    report = {}
    if staged.coverage is not None:
        report = {
            "name": staged.name,
            "coverage": staged.coverage.as_dict(),
            "replaces": [list(pair) for pair in staged.replaces],
        }
    found = base.checked(staged, staged.units, report)
    return replace(found, already=staged.already.batch if staged.already is not None else None)


def _commit(job: ImportJob, checked: Checked, tell: Tell) -> tuple[ImportBatch, bool]:
    tell(Stage.STORING, 0)
    done = boundaries.store(checked.staged, job.account)
    return done.record.batch, done.already


KIND = Kind(BoundaryDetails, _check, _commit, fields=_fields, compares_place=True)
