"""`kill -9` of the worker: nothing is stored and the job can be run again; of the web server: it goes on.

The worker runs in a process of its own. The test holds it with the lock that imports wait for, so nothing
depends on timing.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from gis_app.data import holdings
from gis_app.data.holding import Hold, is_held
from gis_app.data.models import ImportJob
from gis_app.data.running import interrupted
from layers.importing.batches import wait_for_other_imports
from layers.importing.progress import Stage
from layers.models import ImportBatch, Incident, MonthlyCount
from tests.data.conftest import describe, table, upload
from tests.importing.files import incident
from tests.importing.test_killed import MANAGE, database_url
from tests.people import make_people

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = [incident(f"R{n:04d}", 107.01 + n % 9 / 50) for n in range(500)]
State = ImportJob.State


@pytest.fixture
def people(transactional_db):
    """The three people, in a database that other processes see."""
    return make_people()


@pytest.fixture
def worker(transactional_db, settings, tmp_path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Return a function that starts a worker on the test database and the test's uploads."""
    settings.UPLOAD_DIR = tmp_path / "var" / "uploads"
    secret = django_settings.SECRET_KEY
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, str(MANAGE), "db_worker", "--batch", "--no-startup-delay", "--verbosity", "0"],
            env={
                **os.environ,
                "DATABASE_URL": database_url(),
                "DIABAN_VAR": str(tmp_path / "var"),
                "DIABAN_SECRET_KEY": secret,
            },
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; half a minute is for slow machines, not for the result."""
    for _attempt in range(300):
        if holds():
            return
        time.sleep(0.1)
    pytest.fail("it did not happen")


def someone_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
        return cursor.fetchone()[0]


@pytest.fixture
def committing(people, signed_in, worker, tmp_path) -> tuple[ImportJob, subprocess.Popen[bytes]]:
    """A job whose worker waits, in the middle of the commit, for its turn."""
    client = signed_in(people.owner)
    upload(client, table(tmp_path, ROWS))
    job = ImportJob.objects.get()
    describe(client, job)
    assert worker().wait() == 0
    job.refresh_from_db()
    assert (job.state, job.rows_sound) == (State.CHECKED, 500)
    client.post(f"/data/import/{job.pk}/problems/")
    return job


def test_a_killed_worker_leaves_nothing_and_the_job_is_run_again(committing, worker, people, signed_in):
    job = committing
    client = signed_in(people.owner)
    with transaction.atomic():
        wait_for_other_imports()
        process = worker()
        until(someone_waits)
        assert is_held(job)
        assert "500 / 500" in client.get(f"/data/import/{job.pk}/progress/").content.decode()
        process.send_signal(signal.SIGKILL)
        process.wait()
        until(lambda: not is_held(job))
    assert ImportBatch.objects.count() == Incident.objects.count() == MonthlyCount.objects.count() == 0

    page = client.get(f"/data/import/{job.pk}/").content.decode()
    assert "Bị ngắt, chạy lại" in page
    assert "chưa lưu gì, hãy chạy lại" in page
    client.post(f"/data/import/{job.pk}/again/")
    assert worker().wait() == 0
    job.refresh_from_db()
    assert job.state == State.COMMITTED
    assert Incident.objects.count() == 500
    assert sum(MonthlyCount.objects.values_list("incidents", flat=True)) == 500


def test_a_new_worker_finds_what_a_killed_one_left(committing, worker):
    with transaction.atomic():
        wait_for_other_imports()
        process = worker()
        until(someone_waits)
        process.send_signal(signal.SIGKILL)
        process.wait()
        until(lambda: not is_held(committing))
    assert interrupted() == 1
    committing.refresh_from_db()
    assert committing.state == State.INTERRUPTED
    assert interrupted() == 0


def test_a_waiting_job_outlives_the_web_server(committing, worker):
    """The queue is in the database: whoever comes next does the job, no web process is needed."""
    connection.close()
    assert DBTaskResult.objects.ready().count() == 1
    assert worker().wait() == 0
    committing.refresh_from_db()
    assert committing.state == State.COMMITTED


def test_progress_is_seen_while_the_transaction_is_open(committing, people):
    from gis_app.data.models import JobProgress

    job = committing
    JobProgress.objects.update_or_create(job=job)
    seen = []
    with Hold(job.pk, total=500) as hold, transaction.atomic():
        for done in (100, 250, 500):
            hold.tell(Stage.STORING, done)
            other = holdings.jobs(people.owner).get(pk=job.pk)
            seen.append(other.progress.percent)
    assert seen == [20, 50, 100]
    with Hold(job.pk) as first, Hold(job.pk) as second:
        assert (first.got, second.got) == (True, False)


def test_two_workers_store_once(committing, worker):
    with transaction.atomic():
        wait_for_other_imports()
        first = worker()
        until(someone_waits)
        second = worker()
        assert second.wait() == 0
    assert first.wait() == 0
    assert ImportBatch.objects.count() == 1
    assert Path(committing.path).exists() is False


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def web(transactional_db, tmp_path) -> Iterator[Callable[[int], subprocess.Popen[bytes]]]:
    """Return a function that starts a web server in a process of its own, at a port."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(port: int) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, str(MANAGE), "runserver", "--noreload", "--skip-checks", f"127.0.0.1:{port}"],
            env={
                **os.environ,
                "DATABASE_URL": database_url(),
                "DIABAN_VAR": str(tmp_path / "var"),
                "DIABAN_SECRET_KEY": django_settings.SECRET_KEY,
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()


def test_a_job_goes_on_while_the_web_server_is_killed_and_the_next_one_finds_it(
    committing, worker, web, people, signed_in
):
    job, port = committing, free_port()
    session = signed_in(people.owner).cookies[django_settings.SESSION_COOKIE_NAME].value
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/data/import/{job.pk}/progress/",
        headers={"Cookie": f"{django_settings.SESSION_COOKIE_NAME}={session}"},
    )

    def told() -> tuple[str, str | None]:
        """Return what the page is told, and where it is led."""
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return answer.read().decode(), answer.headers["HX-Redirect"]
        except OSError:
            return "", None

    with transaction.atomic():
        wait_for_other_imports()
        process = worker()
        until(someone_waits)
        first = web(port)
        until(lambda: "500 / 500" in told()[0])
        first.kill()
        first.wait()
        assert told() == ("", None)
        assert is_held(job)
        web(port)
        until(lambda: "500 / 500" in told()[0])
    assert process.wait() == 0
    assert told()[1] == f"/data/import/{job.pk}/"
    job.refresh_from_db()
    assert job.state == State.COMMITTED
    assert Incident.objects.count() == 500
