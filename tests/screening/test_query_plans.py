"""How PostgreSQL reads the large tables for each rule: by an index, never from end to end.

The plans are those of an ordinary server, nothing is switched off. The tables are as a register is: many
provinces, five years; one province is asked about.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from gis_app.screening.black_spots import reading
from gis_app.screening.counted import COUNTED
from gis_app.screening.ground import LOCATED, Ground
from gis_app.screening.regulations import REGULATIONS
from gis_app.screening.rules import RULES
from gis_app.screening.rules.shape import Question, read_by_any
from layers.models import AdminUnit
from tests.factories import AdminUnitFactory, BoundarySetFactory, ImportBatchFactory, square
from tests.screening.asking import AS_OF

LARGE = {"layers_incident", "layers_incidentlocation", "layers_site", "layers_indicatorvalue"}
ROWS = (Path(__file__).parent / "crowded.sql").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def asked(django_db_setup, django_db_blocker) -> Iterator[Question]:
    """A question about one province of ten; the rows are taken away again."""
    with django_db_blocker.unblock():
        boundary_set = BoundarySetFactory(name="Bộ ranh giới của các tỉnh")
        for number in range(40):
            AdminUnitFactory(
                boundary_set=boundary_set,
                code=f"{number:05d}",
                province_code=f"{number // 4:02d}",
                geometry=square(round(105 + number * 0.1, 4), 11.0),
            )
        with connection.cursor() as cursor:
            values = {"batch": ImportBatchFactory().pk, "set": boundary_set.pk}
            cursor.execute(ROWS.replace("% ", "%% "), values)
        units = AdminUnit.objects.of_province("05").order_by("pk")
        yield Question(tuple(units.values_list("pk", flat=True)), AS_OF, {})
        with connection.cursor() as cursor:
            cursor.execute(
                "TRUNCATE layers_incident, layers_incidentlocation, layers_site, layers_siteevent, "
                "layers_adminunit, layers_boundaryset, layers_importbatch CASCADE; ANALYZE"
            )


def nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def read_from_end_to_end(sql: str, values: Mapping[str, Any]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", values)
        (answer,) = cursor.fetchone()
    (plan,) = json.loads(answer) if isinstance(answer, str) else answer
    return {
        node["Relation Name"]
        for node in nodes(plan["Plan"])
        if node["Node Type"] in ("Seq Scan", "Parallel Seq Scan") and node.get("Relation Name") in LARGE
    }


@pytest.mark.django_db
@pytest.mark.parametrize("criterion", [*RULES, COUNTED[0], *REGULATIONS], ids=lambda criterion: criterion.key)
def test_no_large_table_is_read_from_end_to_end(asked, criterion):
    values = {parameter.key: parameter.default for parameter in criterion.parameters}
    question = Question(asked.unit_ids, AS_OF, values)
    with question.ground.located(read_by_any([(criterion, question)])):
        assert read_from_end_to_end(criterion.sql, criterion.values(question)) == set()


@pytest.mark.django_db
def test_incidents_that_rules_share_are_found_by_an_index(asked):
    wanted = read_by_any(
        (rule, Question(asked.unit_ids, AS_OF, {p.key: p.default for p in rule.parameters})) for rule in RULES
    )
    assert {"traffic_crash", "fire", "land_dispute", "business_violation", "illegal_mining"} <= wanted.keys()
    for since in set(wanted.values()):
        categories = [key for key, first in wanted.items() if first == since]
        values = Ground(asked.unit_ids, AS_OF).located_values(categories, since)
        assert values["days"] is None
        assert read_from_end_to_end(LOCATED, values) == set()


@pytest.mark.django_db
def test_where_a_day_has_many_incidents_they_are_found_day_by_day(asked):
    """A month of two categories among as many incidents as these is worth a search for each day."""
    since = AS_OF - datetime.timedelta(days=30)
    values = Ground(asked.unit_ids, AS_OF).located_values(["fire", "land_dispute"], since)
    assert values["days"] == [since + datetime.timedelta(days=n) for n in range(31)]
    assert read_from_end_to_end(LOCATED, values) == set()
    with connection.cursor() as cursor:
        cursor.execute(LOCATED, values)
        day_by_day = sorted(cursor.fetchall())
        cursor.execute(LOCATED, values | {"days": None})
        assert day_by_day == sorted(cursor.fetchall())
    assert {row[3] for row in day_by_day} <= set(values["days"])
    assert day_by_day


@pytest.mark.django_db
def test_crashes_are_found_by_an_index(asked):
    box = reading.box_around(asked.unit_ids)._asdict()
    days = {"since": asked.window.since, "until": asked.window.until}
    assert read_from_end_to_end(reading.CRASHES, box | days) == set()


@pytest.mark.django_db
def test_the_test_would_see_a_sequential_scan(asked):
    assert read_from_end_to_end("SELECT count(*) FROM layers_incident WHERE deaths = %(n)s", {"n": 1}) == {
        "layers_incident"
    }
