"""`kill -9` in the middle of a commit leaves nothing behind; two imports at once do not double rows.

The command runs in a process of its own. The test holds it at a known moment with a lock in the database, so
that nothing depends on timing.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, transaction

from layers.importing.batches import wait_for_other_imports
from layers.models import AdminUnit, ImportBatch, Incident, IncidentLocation, MonthlyCount
from tests.importing.files import every_count, four_communes, incident, load_communes, run, write_table

pytestmark = pytest.mark.django_db(transaction=True)

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
ROWS = [incident(f"R{n:04d}", 107.01 + n % 9 / 50) for n in range(2_000)]


def database_url() -> str:
    """Return the address of the test database, for another process."""
    settings = connection.settings_dict
    user, password, host = (quote(settings[key], safe="") for key in ("USER", "PASSWORD", "HOST"))
    who = f"{user}:{password}" if password else user
    where = f"{host}:{settings['PORT']}" if settings["PORT"] else host
    return f"postgis://{who}@{where}/{settings['NAME']}"


@pytest.fixture
def start(transactional_db) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Return a function that starts a command of the project on the test database."""
    with ExitStack() as started:

        def begin(*arguments: object) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [sys.executable, str(MANAGE), *map(str, arguments)],
                env={**os.environ, "DATABASE_URL": database_url()},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            started.enter_context(process)
            started.callback(process.kill)
            return process

        yield begin


def wait_until(happened: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for a state of the database, and say what the command said if it ends before."""
    for _ in range(600):
        if happened():
            return
        if process.poll() is not None:
            pytest.fail(f"the command ended early: {process.communicate()}")
        time.sleep(0.1)
    pytest.fail("the expected state of the database never came")


def waiting(query: str, how_many: int = 1) -> Callable[[], bool]:
    """Return a question: do so many connections wait for a lock in a query that contains this?"""

    def look() -> bool:
        with connection.cursor() as cursor:
            # A transaction sees the activity as it was at its first look, unless told to look again.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND wait_event_type = 'Lock' AND query LIKE %s",
                [f"%{query}%"],
            )
            return cursor.fetchone()[0] >= how_many

    return look


def kill(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL


def clients() -> set[int]:
    """Return the server processes of the other clients of this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return {row[0] for row in cursor.fetchall()}


def wait_until_gone(known: set[int]) -> None:
    """Wait until the server has noticed that the killed client is gone; `known` were there before it."""
    for _ in range(600):
        if clients() <= known:
            return
        time.sleep(0.1)
    pytest.fail("the killed command's connection is still open")


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("layers_incidentlocation", 'COPY "layers_incidentlocation"'),
        ("layers_monthlycount", "INSERT INTO layers_monthlycount"),
    ],
)
def test_an_incident_import_killed_between_its_steps(tmp_path, start, communes, table, statement):
    path = write_table(tmp_path / "i.csv", ROWS)
    before, known = every_count(), clients()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        process = start("import_incidents", path, "--source", "sổ", "--commit")
        wait_until(waiting(statement), process)
        kill(process)
    wait_until_gone(known)
    assert every_count() == before

    run("import_incidents", path, "--source", "sổ", "--commit")
    assert Incident.objects.count() == IncidentLocation.objects.count() == len(ROWS)
    assert sum(MonthlyCount.objects.values_list("incidents", flat=True)) == len(ROWS)


def test_an_incident_import_killed_inside_the_copy(tmp_path, start, communes):
    path = write_table(tmp_path / "i.csv", ROWS)
    before, known = every_count(), clients()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        # An uncommitted row with a reference from the middle of the file stops the COPY at that row.
        batch = ImportBatch.objects.create(layer="incidents", file_name="x", file_sha256="0")
        Incident.objects.create(
            source="sổ",
            ref="R1000",
            category_id="theft",
            occurred_at="2026-06-15T00:00:00Z",
            occurred_on="2026-06-15",
            point="SRID=4326;POINT(107.05 11.05)",
            batch=batch,
        )
        process = start("import_incidents", path, "--source", "sổ", "--commit")
        wait_until(waiting('COPY "layers_incident"'), process)
        kill(process)
        raise ZeroDivisionError  # takes the row back
    wait_until_gone(known)
    assert every_count() == before

    run("import_incidents", path, "--source", "sổ", "--commit")
    assert Incident.objects.count() == len(ROWS)


def test_a_boundary_import_killed_after_its_units(tmp_path, start):
    path = four_communes(tmp_path / "communes.geojson")
    before, known = every_count(), clients()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE layers_unitadjacency IN SHARE MODE")
        process = start(
            *("import_boundaries", path, "--level", "commune", "--valid-from", "2025-07-01", "--commit")
        )
        wait_until(waiting('INSERT INTO "layers_unitadjacency"'), process)
        kill(process)
    wait_until_gone(known)
    assert every_count() == before

    load_communes(path)
    assert AdminUnit.objects.count() == 4


def test_two_imports_of_one_file_at_once(tmp_path, start, communes):
    path = write_table(tmp_path / "i.csv", ROWS)
    with transaction.atomic():
        wait_for_other_imports()
        both = [start("import_incidents", path, "--source", "sổ", "--commit") for _ in range(2)]
        wait_until(waiting("SELECT pg_advisory_xact_lock", how_many=2), both[0])
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sorted("đã được nhập" in out for out, _error in said) == [False, True]
    assert Incident.objects.count() == len(ROWS)
    assert sum(MonthlyCount.objects.values_list("incidents", flat=True)) == len(ROWS)


def test_a_refusal_is_one_sentence_and_a_failing_exit(tmp_path, start):
    process = start("import_incidents", tmp_path / "nowhere.csv", "--source", "sổ", "--commit")
    out, error = process.communicate()
    assert process.returncode == 1
    assert out == ""
    assert len(error.strip().splitlines()) == 1
    assert "nowhere.csv" in error
