"""Who may bring files in, and who may see whose."""

from __future__ import annotations

import pytest

from gis_app.data.models import ImportJob
from tests.data.conftest import FOREIGN, GOOD, upload, work

pytestmark = pytest.mark.django_db

PAGES = ("", "preview/", "columns/", "place/", "problems/", "result/", "progress/", "rows/all.xlsx")


def test_the_colleague_without_the_right_is_turned_away_everywhere(checked, people, signed_in):
    _client, job = checked(GOOD)
    client = signed_in(people.colleague)
    assert "Nhập tệp" not in client.get("/data/").content.decode()
    for address in ("/data/import/", "/data/set-aside/", "/data/duplicates/"):
        assert client.get(address).status_code == 403
    for page in PAGES:
        assert client.get(f"/data/import/{job.pk}/{page}").status_code == 403
    assert upload(client, b"ref\n1\n").status_code == 403


def test_the_outsider_finds_nothing(checked, people, signed_in):
    _client, job = checked(GOOD)
    client = signed_in(people.outsider)
    assert client.get("/data/import/").status_code == 200
    for page in PAGES:
        assert client.get(f"/data/import/{job.pk}/{page}").status_code == 404
    for act in ("again", "discard", "preview", "problems"):
        assert client.post(f"/data/import/{job.pk}/{act}/").status_code == 404
    assert job.file_name not in client.get("/data/").content.decode()
    job.refresh_from_db()
    assert job.state == ImportJob.State.CHECKED


def test_a_wider_jurisdiction_sees_the_job_a_narrower_one_does_not(checked, people, signed_in):
    from tests.factories import AccountFactory

    _client, job = checked(GOOD)
    country = AccountFactory(whole_country=True)
    assert signed_in(country).get(f"/data/import/{job.pk}/problems/").status_code == 200
    narrow = AccountFactory()
    narrow.units.add(people.home_communes[0])
    assert signed_in(narrow).get(f"/data/import/{job.pk}/problems/").status_code == 404


def test_the_record_of_an_import_is_for_those_it_concerns(checked, people, signed_in):
    client, job = checked(GOOD)
    client.post(f"/data/import/{job.pk}/problems/")
    work()
    job.refresh_from_db()
    address = f"/data/imports/{job.batch_id}/"
    assert signed_in(people.colleague).get(address).status_code == 200
    assert signed_in(people.outsider).get(address).status_code == 404


def test_rows_set_aside_of_another_province_cannot_be_decided(checked, people, signed_in):
    from layers.models import ImportProblem

    client, job = checked([*GOOD, FOREIGN])
    client.post(f"/data/import/{job.pk}/problems/", {"skip_refused": "1"})
    work()
    problem = ImportProblem.objects.set_aside().get()
    outsider = signed_in(people.outsider)
    assert "<td>F1</td>" in client.get("/data/set-aside/").content.decode()
    assert "<td>F1</td>" not in outsider.get("/data/set-aside/").content.decode()
    outsider.post("/data/set-aside/", {"decision": "drop", "problems": [problem.pk]})
    problem.refresh_from_db()
    assert problem.decision == ""
    client.post("/data/set-aside/", {"decision": "drop", "problems": [problem.pk]})
    problem.refresh_from_db()
    assert (problem.decision, problem.decided_by) == ("drop", people.owner)


def test_sign_in_is_required(client):
    assert client.get("/data/import/").status_code == 302
    assert client.post("/data/import/").status_code == 302
