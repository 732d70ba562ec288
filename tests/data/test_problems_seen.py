"""What was wrong with a row is told only to those whose jurisdiction holds the whole file."""

from __future__ import annotations

import pytest

from layers.models import ImportProblem
from tests.factories import ImportBatchFactory, IncidentFactory, located

pytestmark = pytest.mark.django_db

SENTENCE = "Dòng 7 nằm ngoài mọi xã, phường (107,25; 11,05)."


def batch_with_problem(*units):
    batch = ImportBatchFactory(rows_refused=1)
    for unit in units:
        located(IncidentFactory(batch=batch), unit)
    ImportProblem.objects.create(batch=batch, row=7, code="outside_communes", stored_sentence=SENTENCE)
    return batch


def pages(client, batch):
    return [
        client.get(f"/data/imports/{batch.pk}/").content.decode(),
        client.get("/data/set-aside/").content.decode(),
    ]


def test_a_file_of_the_own_province_tells_its_problems(people, signed_in):
    batch = batch_with_problem(people.home_communes[0])
    assert all(SENTENCE in page for page in pages(signed_in(people.owner), batch))
    assert SENTENCE not in pages(signed_in(people.outsider), batch)[1]


def test_a_file_of_two_provinces_tells_neither_about_the_other(people, signed_in):
    batch = batch_with_problem(people.home_communes[0], people.away_communes[0])
    for account in (people.owner, people.outsider):
        assert all(SENTENCE not in page for page in pages(signed_in(account), batch))
