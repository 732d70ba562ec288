"""What the worker does with an overlay that was asked for.

It holds the row of the work for as long as it computes. When the process is killed, the database lets the row
go and takes everything back: an unlocked row that still waits, and that no longer stands in the queue, was
interrupted.
"""

from __future__ import annotations

import logging

import pghistory
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from gis_app.data.reasons import REASON
from gis_app.data.successions.models import OverlayWork
from gis_app.data.successions.results import compute
from layers.importing.refusing import ImportRefused

State = OverlayWork.State
#: A work is looked at as interrupted for the moment between leaving the queue and being locked.
_TO_DO = (State.WAITING, State.INTERRUPTED)

_log = logging.getLogger(__name__)


def run(work_id: int) -> None:
    """Compute the overlay; nothing where it does not wait any more."""
    try:
        with transaction.atomic():
            work = OverlayWork.objects.select_for_update().filter(pk=work_id, state__in=_TO_DO).first()
            if work is None:
                return
            with pghistory.context(user=work.account_id, overlay=work.pk):
                _compute(work)
    except Exception:
        _log.exception("overlay %s failed", work_id)
        OverlayWork.objects.filter(pk=work_id, state__in=_TO_DO).update(state=State.INTERRUPTED)
        raise


def note_if_interrupted(work: OverlayWork) -> None:
    """Mark a work that waits although no worker is at it and none will be."""
    if work.state != State.WAITING or _is_queued(work):
        return
    with transaction.atomic():
        waiting = OverlayWork.objects.select_for_update(skip_locked=True).filter(
            pk=work.pk, state=State.WAITING
        )
        for fresh in waiting:
            fresh.state = State.INTERRUPTED
            fresh.save(update_fields=["state", "changed_at"])
    work.refresh_from_db()


def _compute(work: OverlayWork) -> None:
    try:
        work.result = compute(work.old_set, work.new_set).as_json()
        work.state = State.COMPUTED
        work.explain(None)
    except ImportRefused as refused:
        work.state = State.REFUSED
        work.explain(refused.sentence)
    work.save(update_fields=["result", "state", *REASON, "changed_at"])


def _is_queued(work: OverlayWork) -> bool:
    from gis_app.data.successions.tasks import run_overlay

    try:
        return run_overlay.get_result(work.task_id).status == TaskResultStatus.READY
    except TaskResultDoesNotExist:
        return False
