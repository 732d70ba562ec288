"""Lists that are too long to wait for: made by the worker, fetched when ready, gone after some days."""

from __future__ import annotations

import datetime
import resource
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from gis_app.access.models import AuditEntry
from gis_app.access.roles import Role
from gis_app.data.exports import asking, working
from gis_app.data.exports.models import ExportJob
from tests.data.conftest import work

pytestmark = pytest.mark.django_db

State = ExportJob.State


@pytest.fixture(autouse=True)
def one_row_at_once(settings, tmp_path) -> None:
    """Let every list of two rows be a long one."""
    settings.EXPORT_ROWS_AT_ONCE = 1
    settings.UPLOAD_DIR = tmp_path / "uploads"


@pytest.fixture
def asked(province, signed_in):
    """Return a function that asks for the incidents and gives the client and the job."""

    def ask(account=None, form: str = "csv", **choices):
        client = signed_in(account or province.owner)
        response = client.post("/data/export/?list=incidents", {"format": form, **choices})
        assert response.status_code == 302
        return client, ExportJob.objects.latest("pk"), response

    return ask


def folders(settings) -> list[str]:
    return [place.name for place in (settings.VAR_DIR / "exports").iterdir()]


def test_a_short_list_is_sent_at_once(province, fetch):
    assert "H2" in fetch(province.owner, "incidents", categories="fire").read_text("utf-8-sig")
    assert not ExportJob.objects.exists()


def test_a_long_list_is_made_by_the_worker_recorded_and_fetched(province, asked, settings):
    client, job, response = asked(since="01/01/2026")
    assert response["Location"] == f"/data/export/jobs/{job.pk}/"
    assert "Chờ đến lượt" in client.get(response["Location"]).content.decode()
    assert not AuditEntry.objects.exists()
    assert folders(settings) == []
    work()
    entry = AuditEntry.objects.get()
    assert (entry.account, entry.details["rows"]) == (province.owner, 2)
    assert entry.details["filter"]["since"] == "2026-01-01"
    ended = client.get(f"{response['Location']}progress/")
    assert ended["HX-Redirect"] == response["Location"]
    assert "Tải tệp" in client.get(response["Location"]).content.decode()
    sent = client.get(f"{response['Location']}file/")
    text = b"".join(sent.streaming_content).decode("utf-8-sig")
    assert [line.split(",")[1] for line in text.splitlines()[1:]] == ["H1", "H2"]
    assert sent["Cache-Control"] == "no-store"
    assert job.pk in [each.pk for each in client.get("/data/export/").context["jobs"]]


def test_nobody_else_gets_at_it(province, asked, signed_in):
    _client, job, _response = asked()
    work()
    province.colleague.role = Role.SECRETARY
    province.colleague.save()
    for account in (province.colleague, province.outsider):
        for part in ("", "progress/", "file/"):
            assert signed_in(account).get(f"/data/export/jobs/{job.pk}/{part}").status_code == 404
        assert signed_in(account).post(f"/data/export/jobs/{job.pk}/cancel/").status_code == 404
    assert signed_in(province.owner).get("/data/export/jobs/99999999/").status_code == 404


def test_rights_are_those_of_the_moment_when_it_is_made_and_fetched(province, asked, signed_in):
    client, job, _response = asked()
    work()
    province.owner.units.set(province.home_communes[:1])
    assert client.get(f"/data/export/jobs/{job.pk}/file/").status_code == 404
    province.owner.units.set([province.home])
    _client, later, _response = asked(order="again", last_day="31/12/2026")
    province.owner.role = Role.VIEWER
    province.owner.save()
    work()
    later.refresh_from_db()
    assert (later.state, later.sentence) == (
        State.REFUSED,
        "Tài khoản này không còn được xuất dữ liệu.",
    )
    assert client.get(f"/data/export/jobs/{job.pk}/file/").status_code == 403


def test_the_same_list_is_not_made_twice_by_one_but_for_each_of_two(province, asked):
    _client, first, _response = asked()
    _client, second, _response = asked()
    assert first == second
    province.colleague.role = Role.SECRETARY
    province.colleague.save()
    _client, other, _response = asked(province.colleague)
    assert other != first
    work()
    assert set(ExportJob.objects.values_list("state", flat=True)) == {State.DONE}
    assert len({job.folder for job in ExportJob.objects.all()}) == 2


def test_one_that_is_cancelled_while_it_waits_is_not_made(asked, settings):
    client, job, _response = asked()
    client.post(f"/data/export/jobs/{job.pk}/cancel/")
    work()
    assert "Đã hủy theo yêu cầu" in client.get(f"/data/export/jobs/{job.pk}/").content.decode()
    assert not AuditEntry.objects.exists()
    assert folders(settings) == []
    again = client.post(f"/data/export/jobs/{job.pk}/again/", follow=True)
    assert "không nhận yêu cầu" in again.content.decode()


@pytest.mark.django_db(transaction=True)
def test_one_that_is_cancelled_while_it_runs_stops_and_leaves_nothing(asked, settings, monkeypatch):
    _client, job, _response = asked()
    monkeypatch.setattr(working, "_ROWS_BETWEEN", 1)
    tell = working.ExportLock.tell

    def cancelled_at_the_second(self, row: int) -> None:
        if row == 2:
            # Another process does it: a connection of its own, beside the worker's open transaction.
            with ThreadPoolExecutor(1) as other:
                other.submit(cancel).result()
        tell(self, row)

    def cancel() -> None:
        asking.cancel(job)
        connection.close()

    monkeypatch.setattr(working.ExportLock, "tell", cancelled_at_the_second)
    work()
    job.refresh_from_db()
    assert (job.state, job.rows) == (State.CANCELLED, 1)
    assert not AuditEntry.objects.exists()
    assert folders(settings) == []


def test_a_worker_that_is_gone_is_noticed_and_the_job_made_again(asked):
    client, job, _response = asked()
    ExportJob.objects.update(state=State.RUNNING)
    page = client.get(f"/data/export/jobs/{job.pk}/").content.decode()
    assert "bị ngắt giữa chừng" in page
    client.post(f"/data/export/jobs/{job.pk}/again/")
    work()
    job.refresh_from_db()
    assert job.state == State.DONE
    assert AuditEntry.objects.count() == 1


def test_a_job_for_which_no_worker_comes_says_so(asked):
    client, job, _response = asked()
    address = f"/data/export/jobs/{job.pk}/progress/"
    assert "Chưa có tiến trình nền" not in client.get(address).content.decode()
    ExportJob.objects.update(changed_at=timezone.now() - datetime.timedelta(minutes=5))
    assert "Chưa có tiến trình nền" in client.get(address).content.decode()


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file of this process grow beyond 4 KiB, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("form", ["csv", "gpkg", "shp"])
def test_a_full_disk_is_one_sentence_and_leaves_no_file(province, asked, settings, form):
    from tests.factories import IncidentFactory, located

    home = province.home_communes[0]
    for number in range(150):
        located(IncidentFactory(ref=f"nhiều chữ {number} " + "ổ" * 60), home)
    client, job, _response = asked(form=form)
    with full_disk():
        work()
    job.refresh_from_db()
    assert job.state == State.REFUSED
    assert "kiểm tra ổ đĩa" in job.sentence
    assert job.sentence in client.get(f"/data/export/jobs/{job.pk}/").content.decode()
    assert not AuditEntry.objects.exists()
    assert folders(settings) == []


def test_files_are_removed_after_some_days_and_the_page_says_so(asked, settings):
    client, job, _response = asked()
    work()
    ExportJob.objects.update(changed_at=timezone.now() - datetime.timedelta(days=settings.EXPORT_DAYS - 1))
    call_command("tidy_uploads", verbosity=0)
    assert folders(settings) == [job.folder]
    ExportJob.objects.update(changed_at=timezone.now() - datetime.timedelta(days=settings.EXPORT_DAYS + 1))
    call_command("tidy_uploads", verbosity=0)
    assert folders(settings) == []
    page = client.get(f"/data/export/jobs/{job.pk}/file/", follow=True).content.decode()
    assert "hãy xuất lại" in page
    assert "quá hạn giữ" in page
    assert AuditEntry.objects.count() == 1


def test_a_file_that_somebody_took_away_is_told(asked):
    client, job, _response = asked()
    work()
    job.refresh_from_db()
    job.path.unlink()
    page = client.get(f"/data/export/jobs/{job.pk}/file/", follow=True).content.decode()
    assert "được xóa khỏi máy chủ" in page
