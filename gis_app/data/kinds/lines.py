"""The state border and the roads."""

from __future__ import annotations

from gis_app.data.kinds import base
from gis_app.data.kinds.base import Checked, Kind, file_choices
from gis_app.data.models import ImportJob
from gis_app.data.questions import BorderDetails, RoadDetails
from layers.importing import lines
from layers.importing.progress import Stage, Tell
from layers.models import ImportBatch
from layers.reading.columns import FieldSet

Layer = ImportBatch.Layer


def _fields(job: ImportJob, _is_table: bool) -> FieldSet:
    return lines.ROAD_FIELDS if job.layer == Layer.ROADS else lines.BORDER_FIELDS


def _check(job: ImportJob, tell: Tell) -> Checked:
    tell(Stage.CHECKING, 0)
    options = lines.LineOptions(
        layer=Layer(job.layer),
        country=job.details.get("country", ""),
        approximate=bool(job.details.get("approximate")),
        source=job.details.get("source", ""),
        file=file_choices(job),
    )
    staged = lines.stage(job.path, options)
    return base.checked(staged, staged.lines)


def _commit(job: ImportJob, checked: Checked, tell: Tell) -> tuple[ImportBatch, bool]:
    tell(Stage.STORING, 0)
    done = lines.commit(checked.staged, job.account)
    return done.record, done.already


BORDER = Kind(BorderDetails, _check, _commit, fields=_fields)
ROADS = Kind(RoadDetails, _check, _commit, fields=_fields)
