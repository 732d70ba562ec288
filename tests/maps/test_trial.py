"""What the try-out page is told: only to who may screen, only their communes, nothing stored."""

from __future__ import annotations

import pytest

from gis_app.screening.models import Screening
from tests.factories import SiteFactory
from tests.screening.asking import hectares

pytestmark = pytest.mark.django_db
ASKED = {"plan": "dongnai-7488-2017", "year": "2026", "as_of": "2026-06-30"}
ANSWER = "/screenings/try/answer.json"


@pytest.fixture
def quarries(people):
    for lon in (107.05, 107.06):
        SiteFactory(kind_id="mine", geometry=hectares((lon, 11.05), 2))


def test_all_criteria_then_only_those_that_were_moved(people, quarries, signed_in):
    client = signed_in(people.owner)
    first = client.get(ANSWER, ASKED).json()
    unit = str(people.home_communes[0].pk)
    assert first["criteria"]["d.mining"][unit][0] == "met"
    assert set(first["names"]) == {str(commune.pk) for commune in people.home_communes}
    moved = client.get(ANSWER, {**ASKED, "settings": "d.mining", "d.mining.min_sites": "3"}).json()
    assert set(moved["criteria"]) == {"d.mining"}
    outcome, reason = moved["criteria"]["d.mining"][unit]
    assert outcome == "not_met"
    assert "3" in reason
    assert not Screening.objects.exists()


def test_three_people(people, quarries, signed_in):
    people.owner.units.set([people.home_communes[1]])
    own = signed_in(people.owner).get(ANSWER, ASKED).json()
    assert set(own["names"]) == {str(people.home_communes[1].pk)}
    assert signed_in(people.colleague).get(ANSWER, ASKED).status_code == 403, "a viewer may not screen either"
    assert signed_in(people.outsider).get(ANSWER, ASKED).status_code == 400
    assert "thử" in signed_in(people.owner).get("/screenings/try/", ASKED).content.decode()
    assert signed_in(people.colleague).get("/screenings/try/", ASKED).status_code == 403


@pytest.mark.parametrize(
    "changed",
    [
        {"plan": "none"},
        {"year": "99"},
        {"as_of": "31/02/2026"},
        {"as_of": "2999-01-01"},
        {"settings": "d.mining", "d.mining.min_sites": "x"},
        {"settings": "d.mining", "d.mining.min_sites": "1e999"},
        {"settings": "d.mining", "d.mining.unknown": "1"},
        {"settings": "nothing", "nothing.at": "1"},
    ],
)
def test_bad_input_is_one_sentence(people, signed_in, changed):
    answer = signed_in(people.owner).get(ANSWER, ASKED | changed)
    assert answer.status_code == 400
    assert answer.content.decode().strip()
