"""A first look into an uploaded file, kept with its job: at once where it is small, else by the worker."""

from __future__ import annotations

from django.conf import settings

from gis_app.data.looking.grids import look_at_grid
from gis_app.data.looking.rows import look_at_rows
from gis_app.data.looking.seen import Look, SystemChoice
from gis_app.data.looking.systems import all_systems
from gis_app.data.looking.workbooks import look_at_workbook
from gis_app.data.models import ImportJob
from layers.importing.refusing import ImportRefused
from layers.models import ImportBatch

__all__ = ["Look", "SystemChoice", "all_systems", "known_look", "look"]


def look(job: ImportJob) -> Look:
    """Look into the file of a job; a file that cannot be read is a look with its refusal."""
    try:
        if job.is_template:
            return look_at_workbook(job)
        if job.layer == ImportBatch.Layer.RASTER:
            return look_at_grid(job)
        return look_at_rows(job)
    except ImportRefused as refused:
        return Look(refusal=refused.sentence, layer=job.file_layer or None)


def known_look(job: ImportJob) -> Look | None:
    """Return what was seen under the present choices; None while a worker has to look into a large file."""
    if not job.look:
        if job.file_size > settings.LOOK_AT_ONCE_BYTES:
            return None
        job.look = look(job).as_json()
        ImportJob.objects.filter(pk=job.pk).update(look=job.look)
    return Look.from_json(job.look)
