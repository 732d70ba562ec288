"""The first look into a file: kept with the job, taken by the worker where the file is large."""

from __future__ import annotations

import pytest

from gis_app.data.looking import known_look
from gis_app.data.looking.rows import in_question
from gis_app.data.models import ImportJob
from layers.models import Incident
from layers.reading.encodings import EncodingProposal
from tests.data.conftest import COLUMNS, GOOD, LATE, describe, table, upload, work

State = ImportJob.State


@pytest.mark.django_db
def test_a_large_file_is_looked_into_by_the_worker(people, signed_in, tmp_path, settings):
    settings.LOOK_AT_ONCE_BYTES = 0
    client = signed_in(people.owner)
    upload(client, table(tmp_path, GOOD))
    job = ImportJob.objects.get()
    base = f"/data/import/{job.pk}/"
    for step, button, answers in (
        ("preview/", "Tiếp: ghép cột", {"source": "Phòng CSGT"}),
        ("columns/", "Tiếp: hệ tọa độ", COLUMNS),
        ("place/", "Kiểm tra tệp", {"system": "EPSG:4326"}),
    ):
        page = client.get(base + step, follow=True).content.decode()
        if "Đang đọc tệp để xem trước" in page:
            assert button not in page
            work()
            assert client.get(base).headers["Location"] == base + step
            page = client.get(base + step).content.decode()
        assert button in page
        client.post(base + step, answers)
    work()
    client.post(base + "problems/")
    work()
    assert Incident.objects.count() == 3


@pytest.mark.django_db
def test_a_look_is_kept_until_the_file_is_read_otherwise(people, signed_in, tmp_path):
    client = signed_in(people.owner)
    upload(client, table(tmp_path, GOOD))
    base = f"/data/import/{ImportJob.objects.get().pk}/"
    client.get(base + "preview/")
    job = ImportJob.objects.get()
    assert known_look(job).columns == list(COLUMNS)
    job.path.rename(tmp_path / "away.csv")
    assert known_look(ImportJob.objects.get()).columns == list(COLUMNS)
    (tmp_path / "away.csv").rename(job.path)
    client.post(base + "preview/", {"source": "Phòng CSGT"})
    client.post(base + "columns/", COLUMNS)
    assert ImportJob.objects.get().look == {}
    assert [s.epsg for s in known_look(ImportJob.objects.get()).systems][:1] == [4326]


@pytest.mark.django_db
def test_a_file_whose_rows_were_held_back_is_announced_when_it_comes_again(checked, tmp_path):
    client, job = checked([*GOOD, LATE])
    client.post(f"/data/import/{job.pk}/problems/", {"skip_refused": "1"})
    work()
    job.refresh_from_db()
    assert (job.state, job.rows_refused) == (ImportJob.State.COMMITTED, 1), job.reason
    assert job.batch.rows_refused == 1
    answer = upload(client, table(tmp_path, [*GOOD, LATE]), "lan-hai.csv")
    page = client.get(answer.headers["Location"]).content.decode()
    assert "khi đó 1 dòng bị giữ lại" in page
    again = ImportJob.objects.latest("pk")
    describe(client, again)
    work()
    again.refresh_from_db()
    assert (again.state, again.rows_duplicate) == (State.CHECKED, 3)


def proposal(encoding: str, confidence: float, *samples: str) -> EncodingProposal:
    return EncodingProposal(encoding, confidence, samples, 1.0)


@pytest.mark.parametrize(
    ("candidates", "asked"),
    [
        pytest.param([proposal("tcvn3", 0.7, "Xã A"), proposal("vni", 0.2, "X· A")], True, id="two readings"),
        pytest.param([proposal("tcvn3", 0.7, "Xã A"), proposal("vni", 0.2, "Xã A")], False, id="alike"),
        pytest.param([proposal("utf-8", 1.0, "Xã"), proposal("utf-8-twice", 0.0, "X")], False, id="Unicode"),
        pytest.param([proposal("ascii", 1.0, "Xa")], False, id="nothing to decide"),
    ],
)
def test_an_encoding_is_asked_for_only_where_it_makes_a_difference(candidates, asked):
    assert ("ten" in in_question({"ten": candidates})) == asked
