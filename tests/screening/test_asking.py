"""Criteria asked over two connections: the same answers, from one picture of the database."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.db import connection

from gis_app.screening import asking
from gis_app.screening.counted import COUNTED
from gis_app.screening.rules import RULES
from gis_app.screening.rules.shape import Question
from layers.models import Incident
from tests.screening.asking import AS_OF, happened, known

CATEGORIES = ("fire", "land_dispute", "traffic_crash", "theft", "illegal_mining", "business_violation")


def questions(people) -> asking.Asked:
    units = tuple(sorted(unit.pk for unit in people.home_communes))
    criteria = [*COUNTED, *RULES]
    return [
        (criterion, Question(units, AS_OF, {p.key: p.default for p in criterion.parameters}))
        for criterion in criteria
    ]


def something_happened(people) -> None:
    for commune, category in zip(people.home_communes * 2, CATEGORIES, strict=False):
        happened(commune, category, commune.geometry.point_on_surface.coords, deaths=1)
    known(people.home_communes[0], "population", 10_000)


@pytest.mark.django_db(transaction=True)
def test_two_connections_say_what_one_says(people):
    something_happened(people)
    alone = asking.ask(questions(people))
    with patch.object(asking, "_ask_in", wraps=asking._ask_in) as over_the_second, asking.one_picture():
        together = asking.ask(questions(people))
    assert over_the_second.called
    assert together == alone
    outcomes = {result.judgement.outcome for found in together.values() for result in found}
    assert {"met", "not_met", "no_data"} <= outcomes
    with patch.object(asking, "_ask_in", return_value=None), asking.one_picture():
        assert asking.ask(questions(people)) == alone  # the server had no connection left


@pytest.mark.django_db(transaction=True)
def test_the_second_connection_sees_the_picture_of_the_first(people):
    """What is committed after the picture was taken counts on neither."""
    something_happened(people)

    def and_another(snapshot: str, reading: asking.Asked, waiting: asking.Waiting) -> asking.Results | None:
        try:
            happened(people.home_communes[0], "fire", (107.05, 11.05), deaths=1)
        finally:
            connection.close()
        return ask_in(snapshot, reading, waiting)

    ask_in = asking._ask_in
    before = asking.ask(questions(people))
    with patch.object(asking, "_ask_in", and_another), asking.one_picture():
        during = asking.ask(questions(people))
    assert Incident.objects.filter(category="fire").count() == 2
    assert during == before
    assert asking.ask(questions(people)) != before


@pytest.mark.django_db
def test_inside_another_transaction_all_are_asked_over_its_own_connection(people):
    something_happened(people)
    with patch.object(asking, "_ask_in") as over_the_second, asking.one_picture():
        found = asking.ask(questions(people))
    assert not over_the_second.called
    assert [result.judgement.outcome for result in found["d.fire_explosion_weapon"]].count("met") == 1


@pytest.mark.django_db(transaction=True)
def test_no_statement_is_compiled_and_later_ones_are_as_the_server_says(people):
    """Compiling takes longer than the statements; a server that is not ours may have it switched on."""
    with connection.cursor() as cursor:
        cursor.execute("SET jit = on")
        with asking.one_picture():
            cursor.execute("SHOW jit")
            assert cursor.fetchone() == ("off",)
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("on",)
        cursor.execute("RESET jit")
