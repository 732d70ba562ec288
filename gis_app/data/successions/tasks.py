"""The job of the queue that computes an overlay."""

from __future__ import annotations

from django_tasks import task

from gis_app.data.successions import running


@task()
def run_overlay(work_id: int) -> None:
    """Compute the overlay that was asked for."""
    running.run(work_id)
