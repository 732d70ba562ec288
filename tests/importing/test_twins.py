"""Tables that a second connection fills take the place of the empty ones, and nobody can tell them apart."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.core.management import CommandError
from django.db import Error, IntegrityError, OperationalError, connection, transaction

from layers.importing.late_work import LateWork
from layers.importing.twins import SCHEMA, Twins, replaceable
from layers.models import AdminUnit, ImportBatch, Incident, IncidentLocation, MonthlyCount
from tests.importing.files import (
    HEADINGS,
    every_count,
    four_communes,
    incident,
    load_communes,
    run,
    write_table,
)

REPLACED = ["layers_incidentlocation", "layers_monthlycount"]
ROWS = [incident(f"R{n}", 107.01 + n % 9 / 50) for n in range(20)]
#: What an administrator may have given a table.
ADDED = {
    "a right": "GRANT SELECT ON layers_monthlycount TO PUBLIC",
    "a right to a column": "GRANT SELECT (month) ON layers_monthlycount TO PUBLIC",
    "a view": "CREATE VIEW office AS SELECT unit_id FROM layers_incidentlocation",
    "a setting": "ALTER TABLE layers_incidentlocation SET (fillfactor = 90)",
    "a setting of a column": "ALTER TABLE layers_incidentlocation ALTER unit_id SET STATISTICS 1000",
    "statistics": "CREATE STATISTICS office ON unit_id, month FROM layers_monthlycount",
    "a policy": "ALTER TABLE layers_monthlycount ENABLE ROW LEVEL SECURITY",
    "a publication": "CREATE PUBLICATION office FOR TABLE layers_monthlycount",
    "what followers know a row by": "ALTER TABLE layers_monthlycount REPLICA IDENTITY FULL",
    "a word about it": "COMMENT ON TABLE layers_monthlycount IS 'office'",
    "a child": "CREATE TABLE office () INHERITS (layers_monthlycount)",
    "a rule": "CREATE RULE office AS ON DELETE TO layers_monthlycount DO INSTEAD NOTHING",
    "a reference": "ALTER TABLE layers_monthlycount ADD FOREIGN KEY (unit_id) REFERENCES layers_adminunit",
    "a trigger switched off": "ALTER TABLE layers_monthlycount DISABLE TRIGGER USER",
    "another place": "ALTER TABLE layers_monthlycount SET UNLOGGED",
}


@pytest.fixture
def office(transactional_db, tmp_path):
    """Four communes in force, on a machine with two processors whatever this one has."""
    load_communes(four_communes(tmp_path / "communes.geojson", province_code="75"))
    with patch("layers.importing.twins.os.sched_getaffinity", return_value={0, 1}):
        yield


def asked(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def identities() -> list[object]:
    """Return what PostgreSQL knows the replaced tables by."""
    return [asked("SELECT %s::regclass::oid", table)[0][0] for table in REPLACED]


def looks() -> list[list[tuple[object, ...]]]:
    """Return all that a twin must have like the table before it."""
    statements = (
        "SELECT attname, atttypid, atttypmod, attnotnull, attidentity, attstorage, attcollation,"
        " pg_get_expr(adbin, adrelid) FROM pg_attribute"
        " LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
        " WHERE attrelid = ANY(%s::regclass[]) AND attnum > 0 AND NOT attisdropped"
        " ORDER BY attrelid::regclass::text, attnum",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) ORDER BY 1, 2",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint"
        " WHERE conrelid = ANY(%s::regclass[]) ORDER BY 1, 2",
        "SELECT pg_get_triggerdef(oid), tgenabled FROM pg_trigger"
        " WHERE tgrelid = ANY(%s::regclass[]) AND NOT tgisinternal ORDER BY 1",
        "SELECT relname, relowner, relacl, reloptions, relpersistence, relnamespace FROM pg_class"
        " WHERE oid = ANY(%s::regclass[]) ORDER BY 1",
        "SELECT objoid::regclass::text, objsubid, description FROM pg_description"
        " WHERE objoid = ANY(%s::regclass[]) ORDER BY 1, 2",
    )
    return [asked(statement, REPLACED) for statement in statements]


def left_over() -> list[tuple[object, ...]]:
    return asked("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", SCHEMA)


def bring_in(tmp_path, *rows) -> None:
    run(
        "import_incidents",
        write_table(tmp_path / "i.csv", list(rows), HEADINGS),
        "--source",
        "sổ",
        "--commit",
    )


def all_there(count: int = len(ROWS)) -> bool:
    return (
        Incident.objects.count() == IncidentLocation.objects.count() == count
        and sum(MonthlyCount.objects.values_list("incidents", flat=True)) == count
    )


def test_the_twins_are_in_their_place_and_look_the_same(office, tmp_path):
    before, looked = identities(), looks()
    bring_in(tmp_path, *ROWS)
    assert all_there()
    assert not set(identities()) & set(before)
    assert looks() == looked
    assert left_over() == []
    # What the next import adds goes into the same tables.
    placed = identities()
    more = [incident(f"S{n}", 107.01 + n % 9 / 50) for n in range(5)]
    bring_in(tmp_path, *more)
    assert all_there(len(ROWS) + len(more))
    assert identities() == placed


def test_references_are_kept_afterwards(office, tmp_path):
    bring_in(tmp_path, *ROWS)
    unit = AdminUnit.objects.communes().first()
    with pytest.raises(IntegrityError, match="refers to what is not in"), transaction.atomic():
        IncidentLocation.objects.create(incident_id=-1, boundary_set_id=unit.boundary_set_id, unit=unit)
    with pytest.raises(IntegrityError, match="refers to what is not in"), transaction.atomic():
        MonthlyCount.objects.filter(unit=unit).update(unit_id=-1)


def test_a_place_that_leads_nowhere_takes_all_of_it_back(office, tmp_path):
    """What the second connection wrote is asked for its references like all the rest."""
    copied, unit = Twins.copy, AdminUnit.objects.communes().first()

    def and_one_more(self, model, fields, streams):
        copied(self, model, fields, streams)
        if model is IncidentLocation:
            self.wait()
            table = f"{SCHEMA}.layers_incidentlocation"
            with self._connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO {table} (incident_id, boundary_set_id, unit_id) VALUES (-1, %s, %s)",
                    [unit.boundary_set_id, unit.pk],
                )

    before, counts = identities(), every_count()
    with (
        patch.object(Twins, "copy", and_one_more),
        pytest.raises(IntegrityError, match="refers to what is not"),
    ):
        bring_in(tmp_path, *ROWS)
    assert (identities(), every_count()) == (before, counts)


def test_a_refused_row_leaves_everything_as_it_was(office, tmp_path):
    before, counts = identities(), every_count()
    with pytest.raises(CommandError):
        bring_in(tmp_path, *ROWS, incident("far", 90.0))
    assert (identities(), every_count()) == (before, counts)
    bring_in(tmp_path, *ROWS)
    assert all_there()


def test_what_an_import_left_behind_is_gone_after_the_next(office, tmp_path):
    before, counts, take_the_place = identities(), every_count(), Twins.take_the_place

    def and_the_power_fails(self):
        take_the_place(self)
        raise Error("power failure")

    with (
        patch.object(Twins, "take_the_place", and_the_power_fails),
        pytest.raises(Error, match="power failure"),
    ):
        bring_in(tmp_path, *ROWS)
    assert (identities(), every_count()) == (before, counts)
    assert left_over() == [(table,) for table in REPLACED]
    bring_in(tmp_path, *ROWS)
    assert all_there()
    assert left_over() == []


def test_a_second_connection_that_is_lost_takes_all_of_it_back(office, tmp_path):
    copied = Twins.copy

    def and_is_lost(self, model, fields, streams):
        # The import's own connection is at work in a thread: not this one's to use.
        third = connection.copy()
        with third.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(%s, 10000)", [self._connection.connection.info.backend_pid]
            )
        third.close()
        copied(self, model, fields, streams)

    before, counts = identities(), every_count()
    with patch.object(Twins, "copy", and_is_lost), pytest.raises(Error):
        bring_in(tmp_path, *ROWS)
    assert (identities(), every_count()) == (before, counts)
    assert not ImportBatch.objects.filter(layer="incidents").exists()
    bring_in(tmp_path, *ROWS)
    assert all_there()


@pytest.mark.parametrize("what", ADDED)
def test_a_table_with_more_than_the_program_gave_it_is_seen(db, what):
    models = (IncidentLocation, MonthlyCount)
    assert replaceable(models)
    asked(ADDED[what])
    assert not replaceable(models)


def test_a_right_that_was_taken_back_is_none(db):
    asked("GRANT SELECT ON layers_monthlycount TO PUBLIC")
    asked("REVOKE SELECT ON layers_monthlycount FROM PUBLIC")
    assert replaceable((IncidentLocation, MonthlyCount))


def test_a_table_with_more_than_the_program_gave_it_stays(office, tmp_path):
    asked(ADDED["a view"])
    try:
        before, looked = identities(), looks()
        bring_in(tmp_path, *ROWS)
        assert all_there()
        assert (identities(), looks()) == (before, looked)
    finally:
        asked("DROP VIEW office")


def test_one_processor_has_no_use_for_twins(office, tmp_path):
    before = identities()
    with patch("layers.importing.twins.os.sched_getaffinity", return_value={0}):
        bring_in(tmp_path, *ROWS)
    assert all_there()
    assert identities() == before


def test_without_a_second_connection_the_first_does_it_all(office, tmp_path):
    before = identities()
    with patch.object(Twins, "_make", side_effect=OperationalError("too many connections")):
        bring_in(tmp_path, *ROWS)
    assert all_there()
    assert identities() == before


def test_within_a_larger_transaction_there_are_none(office):
    with transaction.atomic(), transaction.atomic(), LateWork() as late:
        assert late.put_off
        assert late.twins is None
