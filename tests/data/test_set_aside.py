"""Points that lie outside wait for a person; those that wait are stored when boundaries cover them."""

from __future__ import annotations

import pytest

from layers.models import ImportProblem, Incident, MonthlyCount
from tests.data.conftest import GOOD, NOWHERE, work
from tests.importing.files import four_communes, incident, load_communes

pytestmark = pytest.mark.django_db


@pytest.fixture
def aside(checked):
    """The owner's browser after an import that left two points outside."""
    client, job = checked([*GOOD, incident("W1", 107.25, 11.05), NOWHERE])
    client.post(f"/data/import/{job.pk}/problems/", {"skip_refused": "1"})
    work()
    job.refresh_from_db()
    return client, job


def decide(client, ref: str, decision: str):
    problem = ImportProblem.objects.set_aside().get(record__ref=ref)
    client.post("/data/set-aside/", {"decision": decision, "problems": [problem.pk]})
    problem.refresh_from_db()
    return problem


def test_a_waiting_point_is_stored_where_it_lies_once_it_is_covered(aside, tmp_path, people):
    client, job = aside
    waiting = decide(client, "W1", "wait")
    dropped = decide(client, "N1", "drop")
    assert waiting.decided_by == people.owner
    east = four_communes(tmp_path / "east.geojson", prefix="77", province_code="77")
    east.write_text(east.read_text().replace("107.2", "107.4").replace("107.1", "107.3"))
    east.write_text(east.read_text().replace("107.0", "107.2"))
    load_communes(east)
    stored = Incident.objects.get(ref="W1")
    assert stored.point.coords == (107.25, 11.05)
    assert stored.batch_id == job.batch_id
    waiting.refresh_from_db()
    dropped.refresh_from_db()
    assert (waiting.decision, dropped.decision) == ("stored", "drop")
    assert sum(MonthlyCount.objects.values_list("incidents", flat=True)) == 4
    assert not Incident.objects.filter(ref="N1").exists()


def test_nothing_is_decided_without_a_mark(aside):
    client, _job = aside
    page = client.post("/data/set-aside/", {"decision": "drop"}, follow=True).content.decode()
    assert "Chưa đánh dấu dòng nào" in page
    client.post("/data/set-aside/", {"decision": "elsewhere", "problems": ["1"]})
    assert not ImportProblem.objects.exclude(decision="").exists()
