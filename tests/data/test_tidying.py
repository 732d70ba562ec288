"""Files that have served are removed; what was brought stays on record."""

from __future__ import annotations

import datetime
import io
import os
import time

import pytest
from django.contrib.gis.geos import Polygon
from django.core.management import CommandError, call_command
from django.utils import timezone

from gis_app.data.models import ImportJob
from layers.models import Raster
from layers.models.rasters import rasters_dir
from tests.data.conftest import GOOD, work
from tests.factories import ImportBatchFactory

pytestmark = pytest.mark.django_db


def age(job: ImportJob, days: int) -> None:
    ImportJob.objects.filter(pk=job.pk).update(changed_at=timezone.now() - datetime.timedelta(days=days))


def test_an_old_upload_that_nobody_finished_is_dropped(checked, uploads):
    _client, job = checked(GOOD)
    age(job, 29)
    call_command("tidy_uploads", verbosity=0)
    assert job.has_file
    age(job, 31)
    said = io.StringIO()
    call_command("tidy_uploads", stdout=said)
    job.refresh_from_db()
    assert (job.state, job.has_file) == (ImportJob.State.DISCARDED, False)
    assert "thư mục tệp đã xóa: 1" in said.getvalue()


def test_what_was_stored_stays_on_record(checked, uploads):
    client, job = checked(GOOD)
    client.post(f"/data/import/{job.pk}/problems/")
    work()
    age(job, 400)
    call_command("tidy_uploads", verbosity=0)
    job.refresh_from_db()
    assert job.state == ImportJob.State.COMMITTED
    assert list(uploads.iterdir()) == []


def test_a_number_of_days_below_zero(db):
    with pytest.raises(CommandError, match="--days"):
        call_command("tidy_uploads", days=-1)


def test_what_a_killed_import_of_a_grid_left_behind_is_removed(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    folder = rasters_dir()
    half = folder / ".picture-a1"
    half.mkdir()
    (half / "kept.tif").write_bytes(b"half")
    stray, young = folder / f"{'0' * 64}.tif", folder / f".{'1' * 64}.tif.part"
    for place in (stray, young):
        place.write_bytes(b"II*")
    yesterday = time.time() - 25 * 3600
    for place in (half, stray):
        os.utime(place, (yesterday, yesterday))
    kept = Raster.objects.create(
        kind=Raster.Kind.POPULATION,
        name="people.tif",
        file_sha256="2" * 64,
        source="tổng điều tra",
        as_of=datetime.date(2025, 7, 1),
        crs="EPSG:4326",
        width=1,
        height=1,
        resolution_x=0.01,
        resolution_y=0.01,
        extent=Polygon.from_bbox((107, 11, 107.01, 11.01)),
        batch=ImportBatchFactory(),
    )
    kept.path.write_bytes(b"II*")
    os.utime(kept.path, (yesterday, yesterday))
    call_command("tidy_uploads", verbosity=0)
    assert {place.name for place in folder.iterdir()} == {young.name, kept.stored_name}
