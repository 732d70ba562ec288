"""What a worker does with a boundary set: put it into force, repair it, take it out of force.

An act and the change of its state are one transaction. A worker that is killed leaves the set as it was;
`interrupted` finds what it left, and the act can be asked for again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import pghistory
from django.db import transaction

from gis_app.data.holding import Hold, mark_interrupted
from gis_app.data.models import SetWork
from gis_app.data.reasons import reason_columns
from layers.boundary_sets.activating import activate, retire
from layers.boundary_sets.repairing import repair
from layers.importing.progress import Tell
from layers.importing.refusing import ImportRefused
from layers.models import BoundarySet, Incident
from layers.saying import Said
from layers.saying import said as _

State, Act = SetWork.State, SetWork.Act

_log = logging.getLogger(__name__)


def newest(boundary_set: BoundarySet) -> SetWork | None:
    """Return the last act that was asked for; one whose worker is gone is noticed here."""
    work = boundary_set.works.select_related("made", "account").first()
    if work is not None:
        note_if_interrupted(work)
    return work


def run(work_id: int) -> None:
    """Do an act that waits; nothing where it does not wait or another worker is at it."""
    with Hold(work_id, work=SetWork) as hold:
        if not hold.got or not _begin(work_id):
            return
        work = SetWork.objects.select_related("boundary_set", "account").get(pk=work_id)
        hold.expect(Incident.objects.counted().count() if work.act == Act.ACTIVATE else None)
        try:
            # The history names the account for which the worker acts.
            with pghistory.context(user=work.account_id), transaction.atomic():
                made = _ACTS[Act(work.act)](work, hold.tell)
                SetWork.objects.filter(pk=work_id).update(state=State.DONE, made=made, **reason_columns(None))
        except ImportRefused as refused:
            _end(work, State.REFUSED, refused.sentence)
        except Exception:
            _log.exception("act %s on boundary set %s failed", work.act, work.boundary_set_id)
            said = _("Chương trình gặp lỗi, chưa đổi gì; hãy làm lại hoặc báo quản trị.")
            _end(work, State.INTERRUPTED, said)
            raise


def interrupted() -> int:
    """Mark the acts whose worker is gone, so that they can be asked for again; return how many."""
    return sum(note_if_interrupted(work) for work in SetWork.objects.filter(state=State.RUNNING))


def note_if_interrupted(work: SetWork) -> bool:
    """Mark an act that says it is running but has no worker; say whether it was so."""
    return mark_interrupted(
        work, **reason_columns(_("Tiến trình xử lý bị ngắt giữa chừng; chưa đổi gì, hãy làm lại."))
    )


def _begin(work_id: int) -> bool:
    return SetWork.objects.filter(pk=work_id, state=State.WAITING).update(state=State.RUNNING) == 1


def _end(work: SetWork, state: State, said: Said) -> None:
    SetWork.objects.filter(pk=work.pk).update(state=state, **reason_columns(said))


def _activate(work: SetWork, tell: Tell) -> None:
    activate(work.boundary_set, tell)


def _repair(work: SetWork, tell: Tell) -> BoundarySet:
    return repair(work.boundary_set, work.tolerance_m or 0.0, work.account, tell).boundary_set


def _retire(work: SetWork, _tell: Tell) -> None:
    retire(work.boundary_set)


_ACTS: dict[Act, Callable[[SetWork, Tell], BoundarySet | None]] = {
    Act.ACTIVATE: _activate,
    Act.REPAIR: _repair,
    Act.RETIRE: _retire,
}
