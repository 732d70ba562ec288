"""What the worker does with a ranking whose stability was asked for.

It holds a lock of the database's session for as long as it computes, and tells over that session how far it
is. What it found is stored in one transaction. When the process is killed, the lock is gone and nothing is
stored: a ranking that waits, that no worker holds and that no longer stands in the queue was interrupted.
"""

from __future__ import annotations

import logging
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone, translation
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from gis_app.screening.ranking.computing import Computed, RankingRefusedError, compute
from gis_app.screening.ranking.models import RankedCommune, Ranking
from gis_app.screening.ranking.stability import Effect, Stability
from layers.session_locks import Kind, SessionLock, is_locked

State = Ranking.State
#: A ranking is looked at as interrupted for the moment between leaving the queue and being locked.
_TO_DO = (State.WAITING, State.INTERRUPTED)

_log = logging.getLogger(__name__)


class RankingLock(SessionLock):
    """The lock on one ranking, and the way to tell how far it is."""

    def __init__(self, ranking_id: int) -> None:
        super().__init__(Kind.RANKING, ranking_id)

    def tell(self, done: int, total: int) -> None:
        """Write how many variations are done, at once visible to everybody."""
        self.execute(
            f"UPDATE {Ranking._meta.db_table} SET done = %s, total = %s, changed_at = %s WHERE id = %s",  # noqa: S608
            [done, total, timezone.now(), self.key],
        )


def run(ranking_id: int) -> None:
    """Compute a ranking's stability; nothing where it does not wait or another worker is at it."""
    with RankingLock(ranking_id) as lock:
        if not lock.got:
            return
        waiting = Ranking.objects.filter(pk=ranking_id, state__in=_TO_DO)
        ranking = waiting.select_related("screening__plan_version").first()
        if ranking is None:
            return
        try:
            with translation.override(ranking.language):
                found = compute(ranking.screening, lock.tell)
            _store(ranking, found)
        except RankingRefusedError as refused:
            waiting.update(state=State.REFUSED, sentence=str(refused), changed_at=timezone.now())
        except Exception:
            _log.exception("ranking %s failed", ranking_id)
            waiting.update(state=State.INTERRUPTED, changed_at=timezone.now())
            raise


def note_if_interrupted(ranking: Ranking) -> None:
    """Mark a ranking that waits although no worker is at it and none will be."""
    if ranking.state != State.WAITING or _is_queued(ranking) or is_locked(Kind.RANKING, ranking.pk):
        return
    # The worker may have finished between the questions: only what still waits is marked.
    Ranking.objects.filter(pk=ranking.pk, state=State.WAITING, task_id=ranking.task_id).update(
        state=State.INTERRUPTED, changed_at=timezone.now()
    )
    ranking.refresh_from_db()


@transaction.atomic
def _store(ranking: Ranking, found: Computed) -> None:
    Ranking.objects.filter(pk=ranking.pk).update(
        state=State.COMPUTED,
        sentence="",
        limit=found.limit,
        done=len(found.effects),
        total=len(found.effects),
        effects=[_effect(effect) for effect in found.effects],
        changed_at=timezone.now(),
    )
    RankedCommune.objects.bulk_create(
        (_commune(ranking, unit, stability) for unit, stability in found.communes.items()), batch_size=1000
    )


def _effect(effect: Effect) -> dict[str, object]:
    variation = asdict(effect.variation)
    return {**variation, "moved": effect.moved, "crossed": effect.crossed}


def _commune(ranking: Ranking, unit_id: int, stability: Stability) -> RankedCommune:
    place = stability.place
    return RankedCommune(
        ranking=ranking,
        unit_id=unit_id,
        place=place.first if place else None,
        shared=place.shared if place else None,
        highest=stability.highest,
        lowest=stability.lowest,
        unplaced=stability.unplaced,
        within=stability.within,
        across=stability.across,
        mover=stability.mover,
        moved_to=stability.moved_to,
    )


def _is_queued(ranking: Ranking) -> bool:
    from gis_app.screening.tasks import compute_ranking

    try:
        return compute_ranking.get_result(ranking.task_id).status == TaskResultStatus.READY
    except TaskResultDoesNotExist:
        return False
