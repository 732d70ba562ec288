"""An import taken back as a whole: rows, places and counts go, the record stays, the file may come again."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from gis_app.data.withdrawing import working
from gis_app.screening.provenance import data_cutoff
from layers.importing.counts import recount
from layers.models import (
    ImportBatch,
    ImportProblem,
    ImportWithdrawal,
    Incident,
    IncidentLocation,
    MonthlyCount,
    Raster,
    Site,
    SuspectedDuplicate,
)
from tests.data.conftest import FOREIGN, GOOD, NOWHERE, work
from tests.importing.files import incident, run, write_layer, write_table
from tests.importing.pictures import picture

pytestmark = pytest.mark.django_db

#: In the first commune, in the month of the good rows and in another one.
MORE = [incident("B1", 107.03), incident("B2", 107.04, when="20/07/2026 10:00")]


@pytest.fixture
def brought(checked):
    """Return a function that stores rows as the owner and gives back client and import."""

    def bring(rows, source="Phòng CSGT", skip=False):
        client, job = checked(rows, source=source)
        client.post(f"/data/import/{job.pk}/problems/", {"skip_refused": "1"} if skip else {})
        work()
        job.refresh_from_db()
        assert job.state == "committed", job.sentence
        return client, job.batch

    return bring


def counts() -> dict[tuple[int, str, object], int]:
    return {(row.unit_id, row.category_id, row.month): row.incidents for row in MonthlyCount.objects.all()}


def counted_anew() -> dict[tuple[int, str, object], int]:
    """Return what the counts are when every cell is counted from the incidents."""
    for row in list(MonthlyCount.objects.all()):
        recount([row.unit_id], row.category_id, row.month)
    return counts()


def withdraw(client, batch, reason="Nhập nhầm hệ tọa độ"):
    return client.post(f"/data/imports/{batch.pk}/withdraw/", {"reason": reason})


def test_everything_of_the_import_goes_and_nothing_else(brought, people):
    _client, first = brought(GOOD)
    before = counts()
    client, second = brought(MORE, source="Công an xã")
    assert withdraw(client, second).status_code == 302
    work()
    assert counts() == before == counted_anew()
    assert set(Incident.objects.values_list("batch", flat=True)) == {first.pk}
    assert not IncidentLocation.objects.exclude(incident__batch=first).exists()
    done = ImportWithdrawal.objects.get()
    assert (done.state, done.rows, done.account) == ("done", 2, people.owner)
    assert done.units.count() == 1


def test_the_history_keeps_what_went_and_who_took_it_back(brought, people):
    client, batch = brought(MORE)
    # A change that the trigger of a row records: what is recorded at once must have the same columns.
    Incident.objects.filter(ref="B1").update(deaths=2)
    before = {row["ref"]: row for row in Incident.objects.values()}
    withdraw(client, batch)
    work()
    events = Incident.events.rel.related_model.objects.filter(pgh_label="delete")
    assert {event.pgh_context.metadata["user"] for event in events} == {people.owner.pk}
    kept = {row["ref"]: {name: row[name] for name in before["B1"]} for row in events.values()}
    assert kept == before
    assert events.get(ref="B1").pgh_obj_id == before["B1"]["id"]


def test_the_record_stays_and_says_so(brought):
    client, batch = brought(GOOD)
    page = client.get(f"/data/imports/{batch.pk}/withdraw/").content.decode()
    assert "15/06/2026" in page
    withdraw(client, batch)
    waiting = client.get(f"/data/imports/{batch.pk}/").content.decode()
    assert "chờ đến lượt" in waiting.lower()
    work()
    page = client.get(f"/data/imports/{batch.pk}/").content.decode()
    assert "Đã rút 3 dòng" in page
    assert "Nhập nhầm hệ tọa độ" in page
    assert f"/data/imports/{batch.pk}/withdraw/" not in page
    assert client.get(f"/data/imports/{batch.pk}/withdraw/").status_code == 403


def test_the_same_file_may_be_brought_again(brought):
    client, batch = brought(GOOD)
    before = counts()
    withdraw(client, batch)
    work()
    assert counts() == {}
    _client, again = brought(GOOD)
    assert again.pk != batch.pk
    assert counts() == before
    assert again.rows_duplicate == 0


def test_a_file_whose_rows_were_known_from_it_may_be_brought_again(brought):
    client, first = brought(GOOD)
    _client, second = brought([*GOOD, incident("A9", 107.02)])
    assert second.rows_duplicate == 3
    assert "3 dòng vì coi là có rồi" in client.get(f"/data/imports/{first.pk}/withdraw/").content.decode()
    withdraw(client, first)
    work()
    assert Incident.objects.count() == 1
    _client, again = brought([*GOOD, incident("A9", 107.02)])
    assert again.rows_accepted == 3
    assert Incident.objects.count() == 4


def test_a_case_that_was_its_duplicate_counts_again(brought):
    client, first = brought(GOOD)
    client, _second = brought([incident("B1", 107.0503)], source="Công an xã")
    pair = SuspectedDuplicate.objects.get()
    client.post(f"/data/duplicates/{pair.pk}/", {"decision": "same"})
    withdraw(client, first)
    work()
    assert sum(counts().values()) == 1
    assert counts() == counted_anew()
    assert not SuspectedDuplicate.objects.exists()


def test_a_case_that_counts_no_more_is_not_taken_out_twice(brought):
    brought(GOOD)
    before = counts()
    client, second = brought([incident("B1", 107.0503), MORE[1]], source="Công an xã")
    pair = SuspectedDuplicate.objects.get()
    client.post(f"/data/duplicates/{pair.pk}/", {"decision": "same"})
    withdraw(client, second)
    work()
    assert Incident.objects.count() == 3
    assert counts() == before


def test_rows_set_aside_are_dropped(brought):
    client, batch = brought([*GOOD, NOWHERE], skip=True)
    problem = ImportProblem.objects.set_aside().get()
    withdraw(client, batch)
    work()
    problem.refresh_from_db()
    assert problem.decision == ImportProblem.Decision.DROP


def test_who_may(brought, people, signed_in):
    _client, batch = brought(GOOD)
    assert withdraw(signed_in(people.colleague), batch).status_code == 403
    assert withdraw(signed_in(people.outsider), batch).status_code == 404
    assert signed_in(people.outsider).get(f"/data/imports/{batch.pk}/withdraw/progress/").status_code == 404
    assert not ImportWithdrawal.objects.exists()


def test_an_import_that_reaches_beyond_the_jurisdiction_stays(people, signed_in, tmp_path):
    path = write_table(tmp_path / "hai-tinh.csv", [*GOOD, FOREIGN])
    run("import_incidents", path, "--source", "Bộ", "--commit")
    batch = ImportBatch.objects.get()
    client = signed_in(people.owner)
    assert "/withdraw/" not in client.get(f"/data/imports/{batch.pk}/").content.decode()
    assert withdraw(client, batch).status_code == 403
    assert Incident.objects.count() == 4


@pytest.mark.parametrize("reason", ["", "   ", "Nhầm, gọi 0912345678", "x" * 301])
def test_a_reason_is_asked_for(brought, reason):
    client, batch = brought(GOOD)
    assert withdraw(client, batch, reason).status_code == 400
    assert not ImportWithdrawal.objects.exists()


def test_two_people_at_once(brought):
    client, batch = brought(GOOD)
    withdraw(client, batch)
    assert withdraw(client, batch).status_code == 403
    assert ImportWithdrawal.objects.count() == 1


def test_one_that_was_cut_off_changed_nothing_and_can_be_asked_again(brought):
    client, batch = brought(GOOD)
    before = counts()
    withdraw(client, batch)
    # What a killed worker leaves: it says it runs, and nobody holds its lock.
    ImportWithdrawal.objects.update(state=ImportWithdrawal.State.RUNNING)
    call_command("tidy_uploads", verbosity=0)
    assert ImportWithdrawal.objects.get().state == ImportWithdrawal.State.INTERRUPTED
    assert counts() == before
    assert "chưa đổi gì" in client.get(f"/data/imports/{batch.pk}/").content.decode()
    assert withdraw(client, batch).status_code == 302
    work()
    assert counts() == {}


def test_a_failure_changes_nothing(brought, monkeypatch):
    client, batch = brought(GOOD)
    before = counts()
    withdraw(client, batch)

    def fail(_batch):
        Incident.objects.update(deaths=9)
        raise OSError("disk full")

    monkeypatch.setattr("layers.importing.withdrawing._take_incidents", fail)
    waiting = ImportWithdrawal.objects.get()
    with pytest.raises(OSError, match="disk full"):
        working.run(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.state == ImportWithdrawal.State.INTERRUPTED
    assert counts() == before
    assert not Incident.objects.filter(deaths=9).exists()


def test_sites(people, signed_in, tmp_path, brought):
    brought(GOOD)
    point = {"type": "Point", "coordinates": [107.05, 11.05]}
    path = write_layer(tmp_path / "m.geojson", [(point, {"ref": "M1", "name": "Mỏ đá mẫu 1"})])
    run("import_sites", path, "--kind", "mine", "--commit")
    batch = ImportBatch.objects.get(layer=ImportBatch.Layer.SITES)
    client = signed_in(people.owner)
    assert withdraw(client, batch).status_code == 302
    work()
    assert not Site.objects.exists()
    assert "Đã rút 1 dòng" in client.get(f"/data/imports/{batch.pk}/").content.decode()
    assert Incident.objects.count() == 3
    run("import_sites", path, "--kind", "mine", "--commit")
    assert Site.objects.count() == 1


def test_other_layers_are_not_offered(people, signed_in):
    batch = ImportBatch.objects.create(layer=ImportBatch.Layer.ROADS, file_name="duong.gpkg")
    client = signed_in(people.owner)
    assert "/withdraw/" not in client.get(f"/data/imports/{batch.pk}/").content.decode()
    assert withdraw(client, batch).status_code == 403


def test_screenings_are_made_from_what_stands(brought):
    client, batch = brought(GOOD)
    assert [one["batch"] for one in data_cutoff()["incidents"]] == [batch.pk]
    withdraw(client, batch)
    work()
    assert "incidents" not in data_cutoff()


def test_a_picture_that_should_not_have_come_goes_with_its_file(
    people, signed_in, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.VAR_DIR = tmp_path / "var"
    path = picture(tmp_path / "a.tif")
    told = ("--kind", "drone", "--source", "Tổ bay", "--as-of", "2026-01-01", "--commit")
    run("import_raster", path, *told)
    made = Raster.objects.get()
    assert withdraw(signed_in(people.outsider), made.batch).status_code == 404
    assert withdraw(signed_in(people.colleague), made.batch).status_code == 403
    owner = signed_in(people.owner)
    assert "Rút lần nhập này" in owner.get(f"/data/imports/{made.batch.pk}/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(owner, made.batch, "Ảnh nhìn rõ người")
        work()
    assert ImportWithdrawal.objects.get().state == "done"
    assert not Raster.objects.exists() and not made.path.exists()
    assert owner.get(f"/data/imports/{made.batch.pk}/").status_code == 200
    assert "Đã lưu 1 dòng" in run("import_raster", path, *told)
