"""A long table is read in a process of its own: the outcome is the same, and no process is left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from layers.importing import incident_reading
from layers.importing.incidents import IncidentOptions, bring_in, stage
from layers.importing.refusing import ImportRefused
from layers.models import ImportBatch, Incident
from layers.reading import incidents as file_reading
from layers.reading.beside import Beside
from tests.importing.files import HEADINGS, every_count, incident, run, write_table

PROJECT = Path(__file__).resolve().parents[2]
OPTIONS = IncidentOptions("sổ")
SOUND = [incident(f"R{n:04d}", 107.01 + n % 9 / 50) for n in range(200)]
#: Of 200 rows, read in pieces of 20, these are wrong; one of them repeats a reference of six pieces before.
WRONG = {
    31: incident("R0031", when="31/02/2024"),
    77: incident("R0077", 140.0),
    140: incident("R0020"),
    199: incident("R0199", category="gì"),
}
ROWS = [WRONG.get(n, row) for n, row in enumerate(SOUND)]
#: Does what a killed import does: another process works for it, and it takes the results slowly.
HOLDING = """
import itertools, time
from layers.reading.beside import Beside
with Beside(itertools.count()) as beside:
    print(beside._process.pid, flush=True)
    for number in beside:
        time.sleep(0.01)
"""


@pytest.fixture
def small_pieces(monkeypatch):
    """Read in pieces of twenty rows."""
    monkeypatch.setattr(file_reading, "ROWS_AT_A_TIME", 20)


@pytest.fixture
def in_two_processes(small_pieces, monkeypatch):
    """Take twenty rows for a long table, and believe in a second processor."""
    monkeypatch.setattr(incident_reading, "WORTH_A_PROCESS", 20)
    monkeypatch.setattr(incident_reading, "may_fork", lambda: True)


def test_what_is_found_is_the_same(tmp_path, communes, small_pieces, request):
    path = write_table(tmp_path / "i.csv", ROWS)
    alone = stage(path, OPTIONS)
    assert [finding.row for finding in alone.findings] == [33, 79, 142, 201]

    request.getfixturevalue("in_two_processes")
    told: list[int] = []
    beside = stage(path, OPTIONS, lambda _stage, rows: told.append(rows))
    assert told == [*range(20, 201, 20)]
    assert beside.findings == alone.findings
    assert beside.aside == alone.aside
    assert (beside.rows_read, beside.rows_sound) == (alone.rows_read, alone.rows_sound) == (200, 196)
    for mine, theirs in zip(beside.pieces, alone.pieces, strict=True):
        assert mine.refs == theirs.refs
        assert (mine.rows == theirs.rows).all()
        assert (mine.units == theirs.units).all()
    assert not multiprocessing.active_children()


def test_what_is_stored_is_the_same(tmp_path, communes, in_two_processes):
    path = write_table(tmp_path / "i.csv", ROWS)
    staged, outcome = bring_in(path, OPTIONS)
    assert outcome is None
    assert staged.refusal
    assert not Incident.objects.exists()
    assert not ImportBatch.objects.filter(layer="incidents").exists()

    bring_in(path, OPTIONS, skip_refused=True)
    stored = Incident.objects.order_by("pk").values_list("ref", flat=True)
    assert list(stored) == [row[0] for n, row in enumerate(ROWS) if n not in WRONG]


def test_a_refusal_of_the_other_process_is_told_in_its_words(tmp_path, communes, in_two_processes):
    rows = [(*row, "đêm" if n < 100 else f"0912345{n}") for n, row in enumerate(SOUND)]
    path = write_table(tmp_path / "i.csv", rows, (*HEADINGS, "ghi_chu"))
    before = every_count()
    with pytest.raises(CommandError, match="ghi_chu"):
        run("import_incidents", path, "--source", "sổ", "--commit")
    assert every_count() == before
    assert not multiprocessing.active_children()


def test_a_process_that_dies_ends_the_import_with_a_sentence(
    tmp_path, communes, in_two_processes, monkeypatch
):
    passage = file_reading.read_incidents

    def dying(*arguments: Any) -> Iterator[object]:
        for place, passed in enumerate(passage(*arguments)):
            if place == 6:
                os.kill(os.getpid(), signal.SIGKILL)
            yield passed

    monkeypatch.setattr(file_reading, "read_incidents", dying)
    path = write_table(tmp_path / "i.csv", SOUND)
    before = every_count()
    with pytest.raises(ImportRefused, match="bị dừng giữa chừng"):
        bring_in(path, OPTIONS)
    assert every_count() == before
    assert not multiprocessing.active_children()


def test_the_other_process_cannot_reach_the_database(db):
    def ask() -> Iterator[object]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            yield cursor.fetchone()

    with Beside(ask(), incident_reading._let_go) as beside, pytest.raises(DatabaseError, match="non-socket"):
        list(beside)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 2")
        assert cursor.fetchone() == (2,)


def test_whoever_wants_no_more_leaves_no_process():
    with Beside(count()) as beside:
        assert next(iter(beside)) == 0
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()


def test_the_other_process_does_not_outlive_a_killed_one():
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        other = Path("/proc") / process.stdout.readline().strip()
        assert other.exists()
        process.kill()
    for _ in range(600):
        # Who has ended and was not asked for yet has no command line any more.
        if not other.exists() or not (other / "cmdline").read_bytes():
            return
        time.sleep(0.1)
    pytest.fail("the other process lives on")
