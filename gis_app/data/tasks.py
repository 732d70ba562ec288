"""The jobs of the queue: put there in the transaction that makes the work wait, both or none."""

from __future__ import annotations

from django_tasks import task

from gis_app.data import running
from gis_app.data.boundary_sets import working as sets_working
from gis_app.data.exports import working as exports_working
from gis_app.data.withdrawing import working as withdrawing


@task()
def run_job(job_id: int) -> None:
    """Look into, check or commit the file of an import job."""
    running.run(job_id)


@task()
def run_set_work(work_id: int) -> None:
    """Do what was asked of a boundary set."""
    sets_working.run(work_id)


@task()
def run_export(job_id: int) -> None:
    """Write the file of an export job."""
    exports_working.run(job_id)


@task()
def run_withdrawal(withdrawal_id: int) -> None:
    """Take an import back."""
    withdrawing.run(withdrawal_id)
