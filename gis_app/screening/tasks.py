"""The jobs of the queue: put there in the transaction that makes the work wait, both or none."""

from __future__ import annotations

from django_tasks import task

from gis_app.screening.ranking import working


@task()
def compute_ranking(ranking_id: int) -> None:
    """Compute how stable the ranking of a screening is."""
    working.run(ranking_id)
