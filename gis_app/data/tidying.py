"""Clears up: raw files that have served, jobs that nobody finished, what a killed import had begun."""

from __future__ import annotations

import datetime
import shutil
import time

from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gis_app.data.files import remove, upload_dir
from gis_app.data.models import ImportJob, JobProblem
from gis_app.data.reasons import reason_columns
from layers.models import Raster
from layers.models.rasters import rasters_dir

State = ImportJob.State

#: An upload that has not become a job after this many seconds never will: its request is over.
_FORGOTTEN_S = 24 * 60 * 60


def tidy(days: int | None = None) -> int:
    """Remove the files of jobs older than `days` (by default `settings.UPLOAD_DAYS`), and strays.

    Jobs that brought something keep their record; those that nobody finished are discarded.

    Returns:
        How many folders were removed.
    """
    before = timezone.now() - datetime.timedelta(days=settings.UPLOAD_DAYS if days is None else days)
    old = ImportJob.objects.filter(changed_at__lt=before).exclude(state__in=[State.WAITING, State.RUNNING])
    JobProblem.objects.filter(job__in=old).delete()
    folders = set(old.values_list("folder", flat=True))
    old.exclude(state__in=[State.COMMITTED, State.DISCARDED]).update(
        state=State.DISCARDED, **reason_columns(None)
    )
    DBTaskResult.objects.filter(enqueued_at__lt=before, finished_at__isnull=False).delete()
    known = set(ImportJob.objects.values_list("folder", flat=True))
    removed = 0
    for place in upload_dir().iterdir():
        stray = place.name not in known and time.time() - place.stat().st_mtime > _FORGOTTEN_S
        if place.name in folders or stray:
            removed += 1
            if place.is_dir():
                remove(place.name)
            else:
                place.unlink(missing_ok=True)
    return removed


def tidy_rasters() -> int:
    """Remove files in the folder of grids that no grid names: of imports that were killed or taken back.

    Returns:
        How many files and folders were removed.
    """
    named = {grid.stored_name for grid in Raster.objects.only("file_sha256")}
    removed = 0
    for place in rasters_dir().iterdir():
        if place.name in named or time.time() - place.stat().st_mtime <= _FORGOTTEN_S:
            continue
        removed += 1
        if place.is_dir():
            shutil.rmtree(place, ignore_errors=True)
        else:
            place.unlink(missing_ok=True)
    return removed
