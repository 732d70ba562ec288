"""A decree table through the import pages: checked against the boundaries, stored whole or not at all."""

from __future__ import annotations

import pytest

from gis_app.data.models import ImportJob
from layers.models import Succession
from tests.data.conftest import upload, uploads, work
from tests.importing.files import write_table
from tests.succession.test_overlay_pages import pair

__all__ = ["pair", "uploads"]

pytestmark = pytest.mark.django_db

HEADINGS = ("mã cũ", "mã mới", "phạm vi", "tỷ lệ diện tích")
#: The boundaries give 75002 to B and C at 40 and 60 %; the decree says otherwise.
ROWS = [
    ("75001", "A", "toàn bộ", ""),
    ("75002", "B", "một phần", "0,7"),
    ("75002", "C", "một phần", "0,3"),
]
State = ImportJob.State


def bring(client, tmp_path, pair, rows) -> ImportJob:
    content = write_table(tmp_path / "ke-thua.csv", rows, HEADINGS).read_bytes()
    upload(client, content, "ke-thua.csv", "successions")
    job = ImportJob.objects.latest("pk")
    chosen = {"old_set": pair["old"], "new_set": pair["new"]}
    assert client.post(f"/data/import/{job.pk}/preview/", chosen).status_code == 302
    columns = dict(zip(("old_code", "new_code", "extent", "area_share"), HEADINGS, strict=True))
    client.post(f"/data/import/{job.pk}/columns/", columns)
    work()
    job.refresh_from_db()
    return job


def problems(client, job) -> str:
    return client.get(f"/data/import/{job.pk}/problems/").content.decode()


def test_it_is_shown_beside_the_boundaries_and_stored_on_confirmation(people, signed_in, tmp_path, pair):
    client = signed_in(people.owner)
    job = bring(client, tmp_path, pair, ROWS)
    text = problems(client, job)
    assert "Lưu 3 liên kết" in text and "chuyển một phần" not in text and "chia tách" in text
    assert "Bảng không nói tới 6 đơn vị cũ" in text
    assert "khác nhau: 2 cặp" in text and "tỷ lệ diện tích khác nhau" in text
    assert not Succession.objects.exists()
    client.post(f"/data/import/{job.pk}/problems/")
    work()
    job.refresh_from_db()
    assert job.state == State.COMMITTED
    assert set(Succession.objects.values_list("known_by", flat=True)) == {"decree"}
    assert Succession.objects.count() == job.batch.successions.count() == 3
    again = bring(client, tmp_path, pair, ROWS)
    assert again.batch == job.batch and again.state == State.REFUSED


def test_every_problem_is_listed_and_nothing_stored(people, signed_in, tmp_path, pair):
    client = signed_in(people.owner)
    wrong = [("999", "A", "", ""), ("75001", "Z", "", ""), ("75002", "B", "toàn bộ", "2")]
    job = bring(client, tmp_path, pair, wrong)
    text = problems(client, job)
    for sentence in ("mã “999”", "mã “Z”", "không quá 1"):
        assert sentence in text
    assert job.rows_refused == 3 and "Lưu 3 liên kết" not in text
    client.post(f"/data/import/{job.pk}/problems/")
    work()
    assert not Succession.objects.exists()


def test_a_table_cannot_bring_a_neighbours_commune_into_ones_jurisdiction(people, signed_in, tmp_path, pair):
    client = signed_in(people.owner)
    job = bring(client, tmp_path, pair, [*ROWS, ("82002", "A", "toàn bộ", "1")])
    assert "ngoài địa bàn phụ trách" in problems(client, job)
    assert job.rows_refused == 1
    client.post(f"/data/import/{job.pk}/problems/")
    work()
    assert not Succession.objects.exists()


def test_the_sets_offered_are_those_of_the_jurisdiction(people, signed_in, tmp_path, pair):
    content = write_table(tmp_path / "k.csv", ROWS, HEADINGS).read_bytes()
    client = signed_in(people.outsider)
    upload(client, content, "k.csv", "successions")
    address = f"/data/import/{ImportJob.objects.get().pk}/preview/"
    offered = client.get(address).content.decode()
    assert f'value="{pair["old"]}"' in offered and f'value="{pair["new"]}"' not in offered
    answer = client.post(address, {"old_set": pair["old"], "new_set": pair["new"]})
    assert answer.status_code == 200 and "errorlist" in answer.content.decode()
    assert (
        "khác nhau" in client.post(address, {"old_set": pair["old"], "new_set": pair["old"]}).content.decode()
    )
