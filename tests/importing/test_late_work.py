"""What waits until the rows are there comes in the end, and asks what it would have asked of each of them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from layers.importing.late_work import LateWork
from layers.models import AdminUnit, Incident, IncidentLocation
from tests.factories import IncidentFactory
from tests.importing.files import HEADINGS, incident, run, write_table

TABLES = ["layers_incident", "layers_incidentlocation", "layers_monthlycount"]
ROWS = [incident(f"R{n}", 107.01 + n % 9 / 50) for n in range(20)]


def asked(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def kept() -> tuple[list[tuple[object, ...]], ...]:
    """Return the indexes, the constraints and the triggers of the tables that an import fills."""
    indexes = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) ORDER BY 1, 2"
    constraints = (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE %s::regclass[] && ARRAY[conrelid::regclass, confrelid::regclass] ORDER BY 1, 2"
    )
    triggers = (
        "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger"
        " WHERE tgrelid = ANY(%s::regclass[]) AND NOT tgisinternal ORDER BY 1, 2"
    )
    return tuple(asked(statement, TABLES) for statement in (indexes, constraints, triggers))


def bring_in(tmp_path, *rows, **options) -> None:
    table = write_table(tmp_path / "i.csv", list(rows), HEADINGS)
    run("import_incidents", table, "--source", "sổ", "--commit", **options)


def test_all_is_as_it_was_when_an_import_ends(tmp_path, communes):
    before = kept()
    bring_in(tmp_path, *ROWS)
    assert kept() == before
    assert Incident.objects.count() == IncidentLocation.objects.count() == len(ROWS)


def test_nothing_is_put_off_where_there_is_an_incident(communes):
    IncidentFactory()
    before = kept()
    with transaction.atomic(), LateWork() as late:
        assert not late.put_off
        assert kept() == before


@pytest.mark.parametrize(("column", "value"), [("unit_id", -1), ("incident_id", -1), ("boundary_set_id", -1)])
def test_a_place_that_leads_nowhere_is_noticed_at_the_end(tmp_path, communes, column, value):
    case = IncidentFactory()
    unit = AdminUnit.objects.communes().first()
    place = {"incident_id": case.pk, "boundary_set_id": unit.boundary_set_id, "unit_id": unit.pk}
    place[column] = value
    asked("ALTER TABLE layers_incidentlocation DISABLE TRIGGER USER")
    IncidentLocation.objects.bulk_create([IncidentLocation(**place)])
    asked("ALTER TABLE layers_incidentlocation ENABLE TRIGGER USER")
    with pytest.raises(IntegrityError, match="refers to what is not in"):
        asked("SELECT layers_must_all_refer('layers_incidentlocation')")


@pytest.mark.parametrize("missing", [0, 2, 4], ids=["first", "between", "last"])
def test_a_number_that_is_missing_among_many_is_noticed(communes, missing):
    """Numbers one after the other are counted, not looked up; a missing one must not hide in a count."""
    cases = IncidentFactory.create_batch(5)
    unit = AdminUnit.objects.communes().first()
    places = [
        IncidentLocation(incident=case, boundary_set_id=unit.boundary_set_id, unit=unit) for case in cases
    ]
    gone = cases[missing].pk
    Incident.objects.filter(pk=gone).delete()
    with pytest.raises(IntegrityError, match="refers to what is not in"), transaction.atomic():
        IncidentLocation.objects.bulk_create(places)
    IncidentLocation.objects.bulk_create([place for place in places if place.incident_id != gone])
    assert IncidentLocation.objects.count() == 4
