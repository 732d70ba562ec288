"""Two sources that may have reported one case: proposed, decided by a person, counted accordingly."""

from __future__ import annotations

import pytest

from layers.models import DuplicateRule, ImportBatch, Incident, MonthlyCount, SuspectedDuplicate
from tests.data.conftest import GOOD, work
from tests.importing.files import incident

pytestmark = pytest.mark.django_db

#: 107.05 E, 11.05 N moved by about 33 m, and by about 76 m.
NEAR, FAR = 107.0503, 107.0507


@pytest.fixture
def two_sources(checked):
    """Return a function that stores the good rows from one source, then rows of another."""

    def bring(*rows):
        client, job = checked(GOOD)
        client.post(f"/data/import/{job.pk}/problems/")
        work()
        Incident.objects.update(source="Công an xã")
        ImportBatch.objects.filter(layer=ImportBatch.Layer.INCIDENTS).update(source="Công an xã")
        client, job = checked(list(rows))
        client.post(f"/data/import/{job.pk}/problems/")
        work()
        return client, job

    return bring


def counted() -> int:
    return sum(MonthlyCount.objects.values_list("incidents", flat=True))


@pytest.mark.parametrize(
    ("row", "proposed"),
    [
        (incident("B1", NEAR, when="15/06/2026 09:20"), 1),
        (incident("B1", NEAR, when="15/06/2026 09:31"), 0),
        (incident("B1", FAR), 0),
        (incident("B1", NEAR, category="robbery"), 0),
    ],
)
def test_only_cases_near_in_place_time_and_kind_are_proposed(two_sources, row, proposed):
    two_sources(row)
    assert SuspectedDuplicate.objects.count() == proposed


def test_the_distance_is_that_of_the_rule(two_sources):
    DuplicateRule.objects.create(metres=100, minutes=60)
    two_sources(incident("B1", FAR))
    pair = SuspectedDuplicate.objects.get()
    assert pair.metres == pytest.approx(76.5, abs=1)


def test_a_decision_takes_a_case_out_of_the_counts_and_back(two_sources, people):
    client, _job = two_sources(incident("B1", NEAR))
    pair = SuspectedDuplicate.objects.get()
    assert ", B1 (" in client.get("/data/duplicates/").content.decode()
    assert counted() == 4

    client.post(f"/data/duplicates/{pair.pk}/", {"decision": "same"})
    pair.refresh_from_db()
    assert (pair.decision, pair.decided_by) == ("same", people.owner)
    assert pair.second.duplicate_of == pair.first
    assert counted() == 3
    assert not pair.second.locations.exists()
    assert not Incident.objects.counted().filter(ref="B1").exists()

    client.post(f"/data/duplicates/{pair.pk}/", {"decision": "different"})
    assert counted() == 4
    assert Incident.objects.counted().filter(ref="B1").exists()


def test_nobody_else_decides(two_sources, people, signed_in):
    two_sources(incident("B1", NEAR))
    pair = SuspectedDuplicate.objects.get()
    address = f"/data/duplicates/{pair.pk}/"
    assert signed_in(people.colleague).post(address, {"decision": "same"}).status_code == 403
    assert signed_in(people.outsider).post(address, {"decision": "same"}).status_code == 404
    assert ", B1 (" not in signed_in(people.outsider).get("/data/duplicates/").content.decode()
    signed_in(people.owner).post(address, {"decision": "merge"})
    pair.refresh_from_db()
    assert pair.decision == ""


def test_a_case_is_the_duplicate_of_one_other_only(two_sources):
    client, _job = two_sources(incident("B1", NEAR))
    first = SuspectedDuplicate.objects.get()
    third = Incident.objects.get(ref="A2")
    Incident.objects.filter(pk=first.second_id).update(duplicate_of=third)
    page = client.post(f"/data/duplicates/{first.pk}/", {"decision": "same"}, follow=True)
    assert "hãy kết luận lại cặp đó trước" in page.content.decode()
