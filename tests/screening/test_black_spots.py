"""Black spots in the traffic rule: roads and crashes from the database, communes, sentences, evidence."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.gis.geos import GEOSGeometry, LineString, MultiLineString
from django.db import connection

from gis_app.screening.black_spots import reading
from gis_app.screening.rules.traffic import RULE
from gis_app.screening.storing import flat
from layers.models import Incident, Road
from tests.factories import ImportBatchFactory
from tests.screening.asking import AS_OF, ask, happened, moved

pytestmark = pytest.mark.django_db
MIDDLE = (107.05, 11.05)
EDGE = (107.1, 11.05)  # between the first and the second commune


def lay(around=MIDDLE, number="QL.51", km_origin=10.0, **more) -> Road:
    """Store a road that runs 2 km west and 2 km east of a place."""
    places = [moved(around, 90, metres) for metres in range(-2_000, 2_001, 50)]
    return Road.objects.create(
        number=number,
        geometry=MultiLineString(LineString(places), srid=4326),
        km_origin=km_origin,
        batch=ImportBatchFactory(layer="roads"),
        **more,
    )


def crash(unit, at=MIDDLE, day=AS_OF, deaths=1, injuries=0):
    return happened(unit, "traffic_crash", at, day, deaths=deaths, injuries=injuries)


def judged(unit, **parameters):
    return ask(RULE, [unit], **parameters)[0].judgement


def test_the_reason_names_the_road_its_kilometres_and_the_dead(people):
    unit = people.home_communes[0]
    lay()
    for metres, deaths, injuries in ((300, 1, 0), (400, 0, 2), (500, 1, 0), (800, 0, 1)):
        crash(unit, moved(MIDDLE, 90, metres), deaths=deaths, injuries=injuries)
    judgement = judged(unit)
    assert judgement.outcome == "met"
    assert "QL.51 Km 12+300–Km 12+800: 4 vụ, 2 người chết trong 12 tháng" in judgement.reason.vi
    assert "QL.51 Km 12+300–Km 12+800: crashes in 12 months: 4, deaths: 2" in judgement.reason.en
    assert "cụm phẳng" not in judgement.reason.vi
    (spot,) = judgement.details["black_spots"]["spots"]
    assert (spot["crashes"], spot["fatal"], spot["injured"], spot["deaths"], spot["injuries"]) == (
        4,
        2,
        2,
        2,
        3,
    )
    assert (spot["method"], spot["communes"]) == ("network", [unit.full_name])
    assert spot["clauses"] == ["a", "b"]


def test_the_evidence_is_the_stretch_of_road(people):
    unit = people.home_communes[0]
    lay()
    made = [crash(unit, moved(MIDDLE, 90, metres)) for metres in (300, 700)]
    (result,) = ask(RULE, [unit])
    assert [entry["id"] for entry in result.evidence] == [one.pk for one in made]
    parts = GEOSGeometry(flat([result.evidence_ewkb])[0])
    (stretch,) = (part for part in parts if part.geom_type == "LineString")
    begin, end = stretch[0], stretch[-1]
    assert begin == pytest.approx(moved(MIDDLE, 90, 300), abs=1e-6)
    assert end == pytest.approx(moved(MIDDLE, 90, 700), abs=1e-6)


def test_a_spot_on_a_boundary_belongs_to_both_communes(people):
    west, east, _third, far = people.home_communes
    lay(EDGE)
    crash(west, moved(EDGE, 270, 200))
    crash(east, moved(EDGE, 90, 200))
    results = ask(RULE, [west, east, far])
    assert [result.judgement.outcome for result in results] == ["met", "met", "not_met"]
    assert results[0].judgement.details["black_spots"]["spots"][0]["communes"] == [
        west.full_name,
        east.full_name,
    ]
    assert judged(west).outcome == "met"  # also when only one of them is asked about


@pytest.mark.parametrize(
    ("months", "day", "outcome"),
    [
        (12, datetime.date(2025, 7, 1), "met"),
        (12, datetime.date(2025, 6, 30), "not_met"),
        (24, datetime.date(2024, 7, 1), "met"),
        (24, datetime.date(2024, 6, 30), "not_met"),
        (13, datetime.date(2025, 6, 30), "met"),
    ],
)
def test_the_months_looked_back_are_a_parameter_and_not_a_day_more(people, months, day, outcome):
    unit = people.home_communes[0]
    lay()
    crash(unit)
    crash(unit, day=day)
    judgement = judged(unit, black_spot_months=months)
    assert judgement.outcome == outcome
    assert (f"trong {months} tháng" in judgement.reason.vi) == (outcome == "met")


def test_crashes_are_known_where_they_were_reported_in_the_months_looked_back(people):
    unit = people.home_communes[0]
    lay()
    crash(unit, day=datetime.date(2024, 7, 1))
    assert judged(unit).outcome == "no_data"
    judgement = judged(unit, black_spot_months=24)
    assert judgement.outcome == "not_met"
    assert judgement.details["black_spots"]["crashes"] == 1


def test_crashes_on_no_road_are_told_and_looked_at_as_the_crow_flies(people):
    unit = people.home_communes[0]
    lay()
    for metres in (100, 120):
        crash(unit, moved(MIDDLE, 0, metres))
    crash(unit)
    judgement = judged(unit)
    assert judgement.outcome == "met"
    assert "cụm phẳng, chưa theo tuyến đường: 2 vụ, 2 người chết" in judgement.reason.vi
    assert "2 vụ không gắn được vào đường nào trong 50 m" in judgement.reason.vi
    assert judgement.details["black_spots"]["crashes_on_no_road"] == 2
    judgement = judged(unit, snap_m=120)
    assert judgement.details["black_spots"]["crashes_on_no_road"] == 0
    assert "QL.51 Km 12+000: 3 vụ" in judgement.reason.vi


def test_potential_spots_are_reported_and_decide_nothing(people):
    unit = people.home_communes[0]
    lay()
    crash(unit)
    judgement = judged(unit)
    assert judgement.outcome == "not_met"
    assert judgement.details["black_spots"]["potential_spots"] == 1
    assert "1 điểm tiềm ẩn" in judgement.reason.vi
    assert judged(unit, potential_fatal_crashes=2).details["black_spots"]["potential_spots"] == 0


def test_unknown_deaths_leave_the_question_open(people):
    unit = people.home_communes[0]
    lay()
    crash(unit)
    crash(unit, deaths=None, injuries=None)
    judgement = judged(unit)
    assert judgement.outcome == "no_data"
    assert "Chưa thể kết luận về điểm đen: 1 nơi" in judgement.reason.vi


def test_a_road_without_chainage_is_named_with_the_length_of_the_stretch(people):
    unit = people.home_communes[0]
    parts = [
        LineString([moved(MIDDLE, 90, metres) for metres in range(first, first + 1_001, 50)])
        for first in (-1_500, 0)
    ]
    lay().delete()
    Road.objects.create(
        number="ĐT.769",
        geometry=MultiLineString(*parts, srid=4326),
        batch=ImportBatchFactory(layer="roads"),
    )
    for metres in (100, 350):
        crash(unit, moved(MIDDLE, 90, metres))
    assert "ĐT.769 (đoạn 250 m): 2 vụ" in judged(unit).reason.vi


def test_a_changed_road_is_seen_at_once(people):
    unit = people.home_communes[0]
    road = lay()
    for metres in (0, 200):
        crash(unit, moved(MIDDLE, 90, metres))
    assert "QL.51 Km 12+000–Km 12+200" in judged(unit).reason.vi
    Road.objects.filter(pk=road.pk).update(km_origin=20)
    assert "QL.51 Km 22+000–Km 22+200" in judged(unit).reason.vi
    Road.objects.all().delete()
    assert judged(unit).outcome == "not_met"


def test_crashes_are_never_read_by_a_sequential_scan(people):
    """With a hundred thousand incidents of other kinds and years, those of the window come from an index."""
    unit = people.home_communes[0]
    first = crash(unit)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "INSERT INTO layers_incident"
            " (source, ref, category_id, occurred_at, occurred_on, point, batch_id, withdrawn_reason)"
            " SELECT 'plan', n, CASE WHEN n %% 8 = 0 THEN 'traffic_crash' ELSE 'theft' END,"
            " now(), date '2020-01-01' + n %% 2372,"
            " ST_SetSRID(ST_Point(106.5 + n %% 317 / 300.0, 10.5 + n %% 331 / 300.0), 4326), %s, ''"
            " FROM generate_series(1, 100000) n",
            [first.batch_id],
        )
        cursor.execute("ANALYZE layers_incident")
        box = reading.box_around([unit.pk])
        values = {**box._asdict(), "since": AS_OF - datetime.timedelta(days=364), "until": AS_OF}
        cursor.execute("EXPLAIN " + reading.CRASHES, values)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert Incident.objects.count() > 100_000
    assert "layers_incident" in plan
    assert "Seq Scan" not in plan
