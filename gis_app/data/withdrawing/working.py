"""What a worker does to take an import back: all of it in one transaction, or nothing."""

from __future__ import annotations

import logging

import pghistory

from gis_app.data.holding import Lock, mark_interrupted
from layers.importing.withdrawing import withdraw_import
from layers.models import ImportBatch, ImportWithdrawal

State = ImportWithdrawal.State

_log = logging.getLogger(__name__)


def newest(batch: ImportBatch) -> ImportWithdrawal | None:
    """Return the last withdrawal that was asked for; one whose worker is gone is noticed here."""
    withdrawal = batch.withdrawals.select_related("account").first()
    if withdrawal is not None:
        mark_interrupted(withdrawal)
    return withdrawal


def run(withdrawal_id: int) -> None:
    """Take back an import that waits for it; nothing where it does not wait or another worker is at it."""
    with Lock(withdrawal_id, ImportWithdrawal) as lock:
        waiting = ImportWithdrawal.objects.filter(pk=withdrawal_id, state=State.WAITING)
        if not lock.got or not waiting.update(state=State.RUNNING):
            return
        withdrawal = ImportWithdrawal.objects.select_related("batch", "account").get(pk=withdrawal_id)
        try:
            # The history names the account for which the worker acts.
            with pghistory.context(user=withdrawal.account_id, reason=withdrawal.reason):
                withdraw_import(withdrawal)
        except Exception:
            _log.exception("withdrawal %s of import %s failed", withdrawal.pk, withdrawal.batch_id)
            ImportWithdrawal.objects.filter(pk=withdrawal_id).update(state=State.INTERRUPTED)
            raise


def interrupted() -> int:
    """Mark the withdrawals whose worker is gone, so that they can be asked for again; return how many."""
    return sum(mark_interrupted(each) for each in ImportWithdrawal.objects.filter(state=State.RUNNING))
