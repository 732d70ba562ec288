"""Grids: summed for the communes of the account's jurisdiction."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from gis_app.access.restricting import scope_of
from gis_app.data.kinds.base import Checked, Kind
from gis_app.data.models import ImportJob
from gis_app.data.questions import RasterDetails
from layers.importing import rasters
from layers.importing.progress import Stage, Tell
from layers.models import AdminUnit, ImportBatch, Raster

_LARGEST_SHOWN = 10


def _check(job: ImportJob, tell: Tell) -> Checked:
    options = rasters.RasterOptions(
        kind=Raster.Kind(job.details["kind"]),
        source=job.details["source"],
        as_of=datetime.date.fromisoformat(job.details["as_of"]),
        crs=job.crs or None,
        scope=scope_of(job.account),
    )
    tell(Stage.CHECKING, 0)
    staged = rasters.stage(job.path, options)
    return Checked(
        staged,
        staged.origin,
        rows_read=len(staged.sums),
        rows_sound=len(staged.sums),
        already=staged.already,
        report=_report(staged),
    )


def _commit(job: ImportJob, checked: Checked, tell: Tell) -> tuple[ImportBatch, bool]:
    tell(Stage.STORING, 0)
    done = rasters.commit(checked.staged, job.account)
    return done.record, done.already


def _report(staged: rasters.StagedRaster) -> dict[str, Any]:
    known = sorted((s for s in staged.sums if s.people is not None), key=lambda s: -(s.people or 0))
    names = AdminUnit.objects.in_bulk([s.unit_id for s in known[:_LARGEST_SHOWN]])
    return {
        "grid": {
            "total": staged.total,
            "communes": len(staged.sums),
            "unknown": staged.unknown,
            "outside": staged.outside,
            "largest": [[names[s.unit_id].full_name, s.people] for s in known[:_LARGEST_SHOWN]],
        }
    }


KIND = Kind(RasterDetails, _check, _commit, gives_rows_back=False, rows_called=gettext_lazy("xã, phường"))
