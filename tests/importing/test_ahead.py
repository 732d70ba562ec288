"""The file of an import is read while the program starts: only that one, and with the same outcome."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from layers.importing.incidents import IncidentOptions, bring_in, stage
from layers.importing.opening import FileChoices
from layers.models import Incident
from layers.reading import ahead
from tests.importing.files import HEADINGS, incident, run, write_table

PROJECT = Path(__file__).resolve().parents[2]
ROWS = [incident(f"R{n:03d}", 107.01 + n % 9 / 50) for n in range(50)]
OPTIONS = IncidentOptions("sổ")


@pytest.fixture
def begin(monkeypatch):
    """Return a function that begins to read as `manage.py` does; nothing is left over afterwards."""
    monkeypatch.setattr(ahead, "may_fork", lambda: True)

    def begun(*arguments: object) -> int:
        ahead.begin(["manage.py", *map(str, arguments)])
        return len(ahead._begun)

    yield begun
    while ahead._begun:
        with ahead._begun.pop().results:
            pass
    assert not multiprocessing.active_children()


@pytest.fixture
def table(tmp_path):
    """Return a table of fifty sound rows."""
    return write_table(tmp_path / "i.csv", ROWS)


def test_what_was_read_ahead_is_what_is_stored(table, communes, begin):
    assert begin("import_incidents", table, "--source", "sổ", "--commit") == 1
    _staged, outcome = bring_in(str(table), OPTIONS)
    assert outcome is not None and outcome.record.rows_accepted == 50
    assert not ahead._begun
    assert set(Incident.objects.values_list("ref", flat=True)) == {row[0] for row in ROWS}


def test_rows_that_are_wrong_are_told_alike(tmp_path, communes, begin):
    rows = [*ROWS, incident("R100", when="31/02/2024"), incident("R101", category="gì"), incident("R000")]
    path = str(write_table(tmp_path / "wrong.csv", rows))
    here = stage(path, OPTIONS)
    assert begin("import_incidents", path, "--source", "sổ") == 1
    there = stage(path, OPTIONS)
    assert there.findings == here.findings
    assert [finding.code for finding in there.findings] == [
        "date_unreadable",
        "category_unknown",
        "ref_repeated",
    ]


@pytest.mark.parametrize(
    "said",
    [
        ("--crs", "EPSG:9210"),
        ("--encoding", "tcvn3"),
        ("--map", "ref=ref"),
        ("--trust-place",),
    ],
)
def test_a_file_that_is_to_be_read_otherwise_is_read_anew(table, communes, begin, said):
    assert begin("import_incidents", table, "--source", "sổ", *said) == 1
    assert stage(str(table), OPTIONS).rows_sound == 50
    assert len(ahead._begun) == 1


def test_choices_are_understood_as_the_command_understands_them(table, communes, begin):
    assert begin("import_incidents", "--map", "ref=ref", "lat=lat", "--crs", "EPSG:4326", "--", table) == 1
    choices = FileChoices(crs="EPSG:4326", columns={"ref": "ref", "lat": "lat"})
    with ahead.take(str(table), choices) as results:
        assert next(iter(results)).origin.file_name == "i.csv"


def test_nothing_is_begun_for_anything_else(table, tmp_path, begin):
    assert begin("migrate") == 0
    assert begin("import_incidents") == 0
    assert begin("import_incidents", "--map", "no", "--", table) == 0
    assert begin("import_incidents", tmp_path / "missing.csv", "--source", "sổ") == 0
    assert begin("import_incidents", tmp_path, "--source", "sổ") == 0


def test_a_file_with_persons_is_refused_in_the_same_words(tmp_path, communes, begin):
    path = str(
        write_table(
            tmp_path / "p.csv", [(*row, f"09{n:08d}") for n, row in enumerate(ROWS)], (*HEADINGS, "x1")
        )
    )
    assert begin("import_incidents", path, "--source", "sổ", "--commit") == 1
    with pytest.raises(CommandError, match="x1"):
        run("import_incidents", path, "--source", "sổ", "--commit")
    assert not Incident.objects.exists()


def test_roads_are_asked_for_by_the_program_itself(tmp_path, communes, begin):
    headings = ("ref", "category", "occurred_at", "ly_trinh")
    path = str(write_table(tmp_path / "km.csv", [("R1", "theft", "05/03/2024", "Km 12 QL.1")], headings))
    assert begin("import_incidents", path, "--source", "sổ") == 1
    assert [finding.code for finding in stage(path, OPTIONS).findings] == ["road_unknown"]


def test_a_command_that_ends_early_leaves_no_process(table):
    # Who reads would hold the other end of the pipe, and `run` would wait for it.
    command = [sys.executable, "manage.py", "import_incidents", str(table), "--source", "sổ", "--help"]
    ended = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0
    assert "--source" in ended.stdout
    assert not ended.stderr
