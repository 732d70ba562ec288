"""From a file to stored incidents: the pages step by step, and the mended rows sent again alone."""

from __future__ import annotations

import csv
import io

import pytest

from gis_app.data.models import ImportJob
from layers.importing.opening import PROBLEM_COLUMN
from layers.models import ImportBatch, Incident, MonthlyCount
from tests.data.conftest import FOREIGN, GOOD, LATE, NOWHERE, describe, sheet, table, upload, work
from tests.importing.files import every_count

pytestmark = pytest.mark.django_db

State = ImportJob.State


def test_each_step_leads_to_the_next_and_the_commit_stores_all(people, signed_in, tmp_path, uploads):
    client = signed_in(people.owner)
    answer = upload(client, table(tmp_path, GOOD))
    job = ImportJob.objects.get()
    assert answer.headers["Location"] == f"/data/import/{job.pk}/preview/"
    assert (uploads / job.folder).stat().st_mode & 0o777 == 0o700
    assert len(job.folder) == 32

    preview = client.get(f"/data/import/{job.pk}/preview/").content.decode()
    assert "15/06/2026 08:30" in preview
    assert "Nguồn số liệu" in preview
    client.post(f"/data/import/{job.pk}/preview/", {"source": "Phòng CSGT"})
    columns = client.get(f"/data/import/{job.pk}/columns/").content.decode()
    assert '<option value="occurred_at" selected>' in columns
    client.post(f"/data/import/{job.pk}/columns/", {name: name for name in COLUMNS})
    place = client.get(f"/data/import/{job.pk}/place/").content.decode()
    assert "EPSG:4326" in place
    answer = client.post(f"/data/import/{job.pk}/place/", {"system": "EPSG:4326"})
    assert "Chờ đến lượt" in client.get(answer.headers["Location"]).content.decode()

    work()
    page = client.get(f"/data/import/{job.pk}/problems/").content.decode()
    assert "Tệp dùng được" in page
    assert Incident.objects.count() == 0
    client.post(f"/data/import/{job.pk}/problems/")
    work()
    job.refresh_from_db()
    assert job.state == State.COMMITTED
    assert Incident.objects.count() == 3
    assert job.batch.imported_by == people.owner
    assert not (uploads / job.folder).exists()
    result = client.get(f"/data/import/{job.pk}/", follow=True).content.decode()
    assert "Đã nhập xong" in result
    assert f"/data/imports/{job.batch_id}/" in result


COLUMNS = ("ref", "category", "occurred_at", "lon", "lat", "deaths", "injuries")


def test_wrong_rows_come_back_are_mended_and_sent_again_alone(checked, signed_in, people):
    client, job = checked([*GOOD, LATE])
    assert (job.rows_read, job.rows_sound, job.rows_refused) == (4, 3, 1)
    page = client.get(f"/data/import/{job.pk}/problems/").content.decode()
    assert "Nhập 3 dòng đúng, giữ lại 1 dòng sai" in page
    whole = sheet(client.get(f"/data/import/{job.pk}/rows/all.xlsx"))
    assert whole[0] == [*COLUMNS, PROBLEM_COLUMN]
    assert len(whole) == 5
    assert [bool(row[-1]) for row in whole[1:]] == [False, False, False, True]

    client.post(f"/data/import/{job.pk}/problems/", {"skip_refused": "1"})
    work()
    job.refresh_from_db()
    assert (job.batch.rows_accepted, job.batch.rows_refused) == (3, 1)
    back = sheet(client.get(f"/data/import/{job.pk}/rows/refused.xlsx"))
    assert [row[0] for row in back[1:]] == ["L1"]
    assert "2062" in back[1][-1]
    assert not job.has_file

    back[1][2] = "15/06/2026 08:30"
    stream = io.StringIO()
    csv.writer(stream).writerows([["" if cell is None else cell for cell in row] for row in back])
    upload(client, stream.getvalue().encode(), "sua.csv")
    again = ImportJob.objects.latest("pk")
    describe(client, again)
    work()
    client.post(f"/data/import/{again.pk}/problems/")
    work()
    again.refresh_from_db()
    assert (again.batch.rows_accepted, again.batch.rows_duplicate) == (1, 0)
    assert Incident.objects.count() == 4
    assert sum(MonthlyCount.objects.values_list("incidents", flat=True)) == 4


def test_points_outside_are_set_aside_and_never_moved(checked, people):
    client, job = checked([*GOOD, FOREIGN, NOWHERE])
    assert set(job.problems.values_list("code", flat=True)) == {"outside_jurisdiction", "outside_communes"}
    client.post(f"/data/import/{job.pk}/problems/", {"skip_refused": "1"})
    work()
    assert set(Incident.objects.values_list("ref", flat=True)) == {"A1", "A2", "A3"}
    page = client.get("/data/set-aside/").content.decode()
    assert "F1" in page
    assert "N1" in page


def test_without_skipping_nothing_is_stored(checked):
    client, job = checked([*GOOD, LATE])
    before = every_count()
    client.post(f"/data/import/{job.pk}/problems/")
    work()
    assert every_count() == before
    assert ImportBatch.objects.count() == 0


def test_a_column_of_persons_is_refused_with_its_name(people, signed_in):
    client = signed_in(people.owner)
    content = (
        "ref,category,occurred_at,lon,lat,Họ tên\nA1,theft,15/06/2026 08:30,107.05,11.05,Nguyễn Văn An\n"
    )
    answer = upload(client, content.encode())
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Họ tên" in page
    assert "Tải tệp khác" in page
    assert "Tiếp: ghép cột" not in page


def test_the_same_file_is_recognised_at_once(checked, tmp_path):
    client, job = checked(GOOD)
    client.post(f"/data/import/{job.pk}/problems/")
    work()
    answer = upload(client, table(tmp_path, GOOD), "ten-khac.csv")
    page = client.get(answer.headers["Location"]).content.decode()
    job.refresh_from_db()
    assert f'href="/data/imports/{job.batch_id}/"' in page
    again = ImportJob.objects.latest("pk")
    describe(client, again)
    work()
    again.refresh_from_db()
    assert (again.state, again.batch) == (State.REFUSED, job.batch)
    assert Incident.objects.count() == 3
