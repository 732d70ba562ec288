"""Each step with bad input: one sentence, nothing stored, no error of the program."""

from __future__ import annotations

import io
import zipfile

import pytest

from gis_app.data.models import ImportJob
from tests.data.conftest import COLUMNS, GOOD, describe, table, upload, work
from tests.importing.files import every_count

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(people, signed_in):
    """The owner's browser."""
    return signed_in(people.owner)


@pytest.fixture
def job(client, tmp_path) -> ImportJob:
    """A sound upload."""
    upload(client, table(tmp_path, GOOD))
    return ImportJob.objects.get()


def broken_zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xa.shp", b"\0" * 500)
    return stream.getvalue()[:300]


def test_no_file_and_a_file_of_zero_bytes(client):
    page = client.post("/data/import/", {"layer": "incidents"}).content.decode()
    assert "Chưa có tệp; hãy chọn một tệp." in page
    page = upload(client, b"").content.decode()
    assert "Tệp rỗng (0 byte)" in page
    assert ImportJob.objects.count() == 0


def test_a_file_beyond_the_limit_leaves_nothing_on_the_disk(client, settings, uploads):
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    page = upload(client, b"x" * (1024 * 1024 + 1)).content.decode()
    assert "Tệp lớn hơn 1 MB cho phép" in page
    assert ImportJob.objects.count() == 0
    assert list(uploads.iterdir()) == []


def test_an_unknown_kind_of_rows(client, tmp_path):
    page = upload(client, table(tmp_path, GOOD), layer="persons").content.decode()
    assert "errorlist" in page
    assert ImportJob.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("xa.zip", broken_zip()),
        ("xa.zip", b"PK\x03\x04 not a zip at all"),
        ("anh.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
        ("ten.csv", b"\x00\xff\xfe\x01" * 50),
        ("mot-dong.csv", b"ref,category,occurred_at,lon,lat\n"),
        ("so.csv", b"1,2,3\n4,5,6\n"),
        ("gia.xlsx", b"PK\x05\x06" + b"\0" * 18),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(client, name, content):
    answer = upload(client, content, name)
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert "Traceback" not in page.content.decode()


def test_a_name_that_leads_elsewhere_stays_in_its_folder(client, tmp_path, uploads):
    upload(client, table(tmp_path, GOOD), "..\\..\\etc/../../mật khẩu;rm -rf.csv")
    made = ImportJob.objects.get()
    assert made.path.is_file()
    assert made.path.resolve().parent == (uploads / made.folder).resolve()
    assert ";" not in made.file_name


def test_steps_cannot_be_jumped_over(client, job):
    for step in ("columns", "place"):
        answer = client.get(f"/data/import/{job.pk}/{step}/")
        assert answer.status_code == 302
    assert client.get(f"/data/import/{job.pk}/problems/").status_code == 302
    before = every_count()
    client.post(f"/data/import/{job.pk}/problems/")
    client.post(f"/data/import/{job.pk}/again/")
    assert every_count() == before


def test_columns_that_are_missing_or_doubled_are_named(client, job):
    client.post(f"/data/import/{job.pk}/preview/", {"source": "Phòng CSGT"})
    address = f"/data/import/{job.pk}/columns/"
    page = client.post(address, {**COLUMNS, "ref": ""}).content.decode()
    assert "Chưa có cột cho: Số hiệu" in page
    page = client.post(address, {**COLUMNS, "ref": "category"}).content.decode()
    assert "mỗi cột chỉ dùng cho một mục" in page
    page = client.post(address, {**COLUMNS, "ref": "không có cột này"}).content.decode()
    assert "errorlist" in page
    job.refresh_from_db()
    assert job.columns == {}


@pytest.mark.parametrize("system", ["", "EPSG:1", "EPSG:4326;drop", "file", "other"])
def test_a_system_that_is_not_offered(client, job, system):
    client.post(f"/data/import/{job.pk}/preview/", {"source": "Phòng CSGT"})
    client.post(f"/data/import/{job.pk}/columns/", COLUMNS)
    page = client.post(f"/data/import/{job.pk}/place/", {"system": system}).content.decode()
    assert "Chưa chọn hệ tọa độ" in page


def test_dates_of_a_boundary_set_that_end_before_they_begin(client, tmp_path):
    from tests.importing.files import four_communes

    upload(client, four_communes(tmp_path / "xa.geojson").read_bytes(), "xa.geojson", "boundaries")
    job = ImportJob.objects.get()
    details = {"level": "commune", "valid_from": "01/07/2026", "valid_to": "30/06/2026"}
    page = client.post(f"/data/import/{job.pk}/preview/", details).content.decode()
    assert "Ngày hết hiệu lực phải sau ngày có hiệu lực." in page
    page = client.post(f"/data/import/{job.pk}/preview/", {**details, "valid_from": "hôm qua"})
    assert "Ngày không đúng" in page.content.decode()


def test_two_browsers_commit_the_same_job_once(client, job, people, signed_in):
    from django_tasks_db.models import DBTaskResult

    from layers.models import ImportBatch

    describe(client, job)
    work()
    other = signed_in(people.owner)
    first = client.post(f"/data/import/{job.pk}/problems/")
    second = other.post(f"/data/import/{job.pk}/problems/")
    assert (first.status_code, second.status_code) == (302, 302)
    assert DBTaskResult.objects.ready().count() == 1
    work()
    assert ImportBatch.objects.count() == 1


def test_a_dropped_file_is_gone_and_cannot_be_taken_up_again(client, job, uploads):
    client.post(f"/data/import/{job.pk}/discard/")
    job.refresh_from_db()
    assert job.state == ImportJob.State.DISCARDED
    page = client.get(f"/data/import/{job.pk}/")
    assert "Đã bỏ" in page.content.decode()
    assert client.get(f"/data/import/{job.pk}/preview/").status_code == 302
