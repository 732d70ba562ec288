"""Sites of one kind, or of several named by a column."""

from __future__ import annotations

from gis_app.access.restricting import scope_of
from gis_app.data.kinds import base
from gis_app.data.kinds.base import Checked, Kind, file_choices
from gis_app.data.models import ImportJob
from gis_app.data.questions import SiteDetails
from layers.importing import sites
from layers.importing.jurisdiction import sites_within
from layers.importing.progress import Stage, Tell
from layers.models import ImportBatch
from layers.reading.columns import FieldSet


def _fields(job: ImportJob, is_table: bool) -> FieldSet:
    return sites.field_sets(job.details.get("kind", ""))[is_table]


def _check(job: ImportJob, tell: Tell) -> Checked:
    tell(Stage.CHECKING, 0)
    options = sites.SiteOptions(
        kind=job.details["kind"], source=job.details.get("source", ""), file=file_choices(job)
    )
    staged = sites_within(sites.stage(job.path, options), scope_of(job.account))
    return base.checked(staged, staged.sites)


def _commit(job: ImportJob, checked: Checked, tell: Tell) -> tuple[ImportBatch, bool]:
    tell(Stage.STORING, 0)
    done = sites.commit(checked.staged, job.account)
    return done.record, done.already


KIND = Kind(SiteDetails, _check, _commit, fields=_fields, compares_place=True)
