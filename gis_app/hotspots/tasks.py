"""The job of the queue: put there in the transaction that makes the run wait, both or none."""

from __future__ import annotations

from django_tasks import task

from gis_app.hotspots import working


@task()
def run_statistic(run_id: int) -> None:
    """Compute a run that waits."""
    working.run(run_id)
