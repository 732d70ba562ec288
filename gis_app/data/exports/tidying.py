"""Clears up after exports: files that were kept long enough, and what killed processes left."""

from __future__ import annotations

import datetime
import shutil
import time

from django.conf import settings
from django.utils import timezone

from gis_app.data.exports.folders import export_dir
from gis_app.data.exports.models import ExportJob

State = ExportJob.State

#: No request writes for a day: a folder without a job that is older was left by one that was cut off.
_FORGOTTEN_S = 24 * 60 * 60


def tidy_exports() -> int:
    """Remove the files that are older than `settings.EXPORT_DAYS`, and strays; return how many folders.

    The job of a removed file says so to who comes for it; the audit trail keeps what was exported.
    """
    before = timezone.now() - datetime.timedelta(days=settings.EXPORT_DAYS)
    old = ExportJob.objects.filter(changed_at__lt=before)
    old.filter(state=State.DONE).update(state=State.REMOVED)
    old.filter(state__in=[State.REFUSED, State.CANCELLED, State.INTERRUPTED]).delete()
    kept = {State.WAITING, State.RUNNING, State.DONE}
    wanted = set(ExportJob.objects.filter(state__in=kept).values_list("folder", flat=True))
    gone = set(ExportJob.objects.exclude(state__in=kept).values_list("folder", flat=True))
    removed = 0
    for place in export_dir().iterdir():
        stray = place.name not in wanted and time.time() - place.stat().st_mtime > _FORGOTTEN_S
        if stray or place.name in gone:
            shutil.rmtree(place, ignore_errors=True)
            removed += 1
    return removed
