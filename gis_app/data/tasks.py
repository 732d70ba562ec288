"""The jobs of the queue: put there in the transaction that makes an import job wait, both or none."""

from __future__ import annotations

from django_tasks import task

from gis_app.data import running


@task()
def run_job(job_id: int) -> None:
    """Check or commit the file of an import job."""
    running.run(job_id)
