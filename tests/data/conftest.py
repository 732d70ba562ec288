"""Fixtures of the tests of the data pages: files that are uploaded, and a worker that does what waits."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from gis_app.data.models import ImportJob
from tests.importing.files import HEADINGS, incident, write_table

#: Incidents inside the four communes of the owner's province, of the outsider's, of nobody.
GOOD = [incident("A1"), incident("A2", 107.15), incident("A3", 107.05, 11.15)]
FOREIGN = incident("F1", 106.85)
NOWHERE = incident("N1", 108.9, 12.9)
LATE = incident("L1", when="15/06/2062 08:30")


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path) -> Path:
    """A folder for the uploads of one test."""
    settings.UPLOAD_DIR = tmp_path / "uploads"
    return settings.UPLOAD_DIR


def table(tmp_path: Path, rows: list[tuple[object, ...]], name: str = "vu-viec.csv") -> bytes:
    """Return the bytes of an incident table."""
    return write_table(tmp_path / name, rows, HEADINGS).read_bytes()


def upload(client: Client, content: bytes, name: str = "vu-viec.csv", layer: str = "incidents"):
    """Send a file to the first step; the answer is the response."""
    return client.post("/data/import/", {"layer": layer, "file": SimpleUploadedFile(name, content)})


def work() -> None:
    """Do everything that waits in the queue; the worker itself cannot run inside a test's transaction."""
    while waiting := DBTaskResult.objects.ready().first():
        waiting.claim("test")
        waiting.task.call(*waiting.args_kwargs["args"])
        waiting.set_successful(None)


COLUMNS = {name: name for name in HEADINGS}


def describe(client: Client, job: ImportJob, source: str = "Phòng CSGT", **columns: str) -> None:
    """Go through preview, columns and coordinate system of an incident table in degrees, up to the queue."""
    base = f"/data/import/{job.pk}"
    assert client.post(f"{base}/preview/", {"source": source}).status_code == 302
    assert client.post(f"{base}/columns/", {**COLUMNS, **columns}).status_code == 302
    assert client.post(f"{base}/place/", {"system": "EPSG:4326"}).status_code == 302


@pytest.fixture
def checked(people, signed_in, tmp_path) -> Callable[..., tuple[Client, ImportJob]]:
    """Return a function that brings incident rows as far as the check, as the owner by default."""

    def bring(rows: list[tuple[object, ...]], account=None, **choices: str) -> tuple[Client, ImportJob]:
        client = signed_in(account or people.owner)
        upload(client, table(tmp_path, rows))
        job = ImportJob.objects.latest("pk")
        describe(client, job, **choices)
        work()
        job.refresh_from_db()
        return client, job

    return bring


def sheet(response) -> list[list[object]]:
    """Return the rows of a workbook that was sent."""
    return sheet_rows(b"".join(response.streaming_content))


def sheet_rows(content: bytes) -> list[list[object]]:
    """Return the rows of a workbook."""
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
