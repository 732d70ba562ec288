"""Whether somebody is at a run: a worker that is gone is noticed when somebody looks."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.hotspots.holding import anybody_works, is_held
from gis_app.hotspots.models import Run

State = Run.State

#: An idle worker takes a run within a second or two.
_PATIENCE_S = 60


def note_if_interrupted(found: Run) -> bool:
    """Mark a run that says it is being computed but has no worker; say whether it was so."""
    if found.state != State.RUNNING or is_held(found.pk):
        return False
    # The worker may have finished between the two questions: then the state is no longer "running".
    gone = end(found.pk, State.INTERRUPTED, _("Tiến trình tính bị ngắt giữa chừng; hãy chạy lại."))
    found.refresh_from_db()
    return gone


def nobody_comes(found: Run) -> bool:
    """Say whether a run waits although no worker is at any job for a minute: there may be none."""
    waits = found.state == State.WAITING and (timezone.now() - found.asked_at).total_seconds() > _PATIENCE_S
    return waits and not anybody_works()


def end(run_id: int, state: Run.State, sentence: str) -> bool:
    """Give a run that is being computed another end than a result; say whether it still was."""
    return Run.objects.filter(pk=run_id, state=State.RUNNING).update(state=state, sentence=sentence) == 1
