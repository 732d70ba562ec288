"""What was done past the program to sealed decisions is found, and the decision is named."""

from __future__ import annotations

import datetime
import io

import pgtrigger
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from gis_app.access.models import AuditEntry
from gis_app.operations.checks import Verdict, seals
from gis_app.transformation.models import Decision, Seal, StatusChange
from gis_app.transformation.sealing import forms
from gis_app.transformation.sealing.verifying import faults, faults_of, known_seal

pytestmark = pytest.mark.django_db
DECEMBER = datetime.date(2025, 12, 5)


@pytest.fixture
def sealed(cycle) -> list[Decision]:
    """Three decisions about three areas, two of them on one list."""
    first, second = cycle.propose(*cycle.communes[:2])
    (third,) = cycle.propose(cycle.communes[2], year=2027)
    return [
        cycle.decide("select", first, second, on=DECEMBER, number="1/QĐ"),
        cycle.decide("start", first, on=DECEMBER, number="2/QĐ"),
        cycle.decide("select", third, on=datetime.date(2026, 10, 1), number="3/QĐ"),
    ]


def past_the_program(statement: str, *values: object, events: bool = False) -> None:
    """Run a statement as somebody does who stops the triggers of the database first."""
    tables = ["transformation_decision", "transformation_statuschange", "transformation_seal"]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def sentences() -> str:
    return "\n".join(fault.sentence for fault in faults())


def test_one_chain_over_all_years_in_the_order_of_recording(sealed):
    chain = list(Seal.objects.order_by("position"))
    assert [seal.decision for seal in chain] == sealed
    assert [seal.position for seal in chain] == [1, 2, 3]
    assert [seal.previous for seal in chain] == ["", chain[0].sha256, chain[1].sha256]
    assert all(forms.digest(seal.content) == seal.sha256 for seal in chain)
    assert faults() == []
    assert seals.decisions().verdict is Verdict.GOOD
    assert chain[-1].short in seals.decisions().finding


@pytest.mark.parametrize("model", [Decision, StatusChange, Seal])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete(sealed, model, act):
    rows = model.objects.filter(pk=model.objects.latest("pk").pk)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        rows._raw_delete(rows.db) if act == "delete" else rows.update(id=10**6)


def test_an_altered_date_is_found_and_the_decision_named(sealed):
    past_the_program(
        "UPDATE transformation_decision SET decided_on = '2025-11-01' WHERE id = %s", sealed[0].pk
    )
    assert sentences() == (
        "Quyết định số 1/QĐ ngày 05/12/2025 (dongnai-7488-2017, 2026): ngày trong cơ sở dữ liệu là "
        "“01/11/2025”, "
        "lúc niêm phong là “05/12/2025”"
    )
    assert [fault.sentence for fault in faults_of(sealed[0])] == [sentences()]
    assert faults_of(sealed[1]) == []
    out = io.StringIO()
    with pytest.raises(CommandError, match="lỗi cần xử lý"):
        call_command("doctor", stdout=out)
    assert "Quyết định số 1/QĐ ngày 05/12/2025" in out.getvalue()


def test_a_line_that_was_changed_removed_or_added_is_found(sealed):
    first, second = sealed[0].changes.order_by("pk")
    past_the_program(
        "UPDATE transformation_statuschange SET effective_on = '2020-01-01' WHERE id = %s", first.pk
    )
    assert "1/QĐ" in sentences()
    assert "1 dòng địa bàn bị sửa" in sentences()
    past_the_program("DELETE FROM transformation_statuschange WHERE id = %s", second.pk)
    assert "1 dòng địa bàn bị xóa" in sentences()
    past_the_program(
        "UPDATE transformation_statuschange SET decision_id = %s WHERE id = %s", sealed[2].pk, first.pk
    )
    assert "3/QĐ ngày 01/10/2026 (dongnai-7488-2017, 2027): 1 dòng địa bàn được thêm" in sentences()


def test_two_communes_that_changed_places_are_found(sealed):
    areas = [change.area_id for change in sealed[0].changes.order_by("pk")]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE transformation_keyarea DROP CONSTRAINT key_area_once_per_plan_year")
        cursor.execute(
            "UPDATE transformation_keyarea a SET unit_id = b.unit_id FROM transformation_keyarea b"
            " WHERE (a.id, b.id) IN ((%s, %s), (%s, %s))",
            [areas[0], areas[1], areas[1], areas[0]],
        )
    assert "1/QĐ" in sentences()
    assert "2 dòng địa bàn bị sửa" in sentences()


def test_a_removed_decision_is_named_and_the_hole_told(sealed):
    past_the_program("DELETE FROM transformation_seal WHERE decision_id = %s", sealed[1].pk)
    past_the_program("DELETE FROM transformation_statuschange WHERE decision_id = %s", sealed[1].pk)
    past_the_program("DELETE FROM transformation_decision WHERE id = %s", sealed[1].pk)
    assert "Chuỗi niêm phong bị đứt trước Quyết định số 3/QĐ" in sentences()
    assert "thiếu niêm phong thứ 2" in sentences()
    assert "Niêm phong thứ 2 (Quyết định số 2/QĐ ngày 05/12/2025" in sentences()


def test_a_decision_written_past_the_program_has_no_seal(sealed):
    Decision.objects.create(
        plan_year=sealed[0].plan_year, act="select", number="9/QĐ", decided_on=DECEMBER, body="ai đó"
    )
    assert sentences().startswith("Quyết định số 9/QĐ ngày 05/12/2025")
    assert "chưa được niêm phong" in sentences()


def test_seals_that_changed_places_are_found(sealed):
    one, two = Seal.objects.order_by("position")[:2]
    past_the_program("UPDATE transformation_seal SET position = 99 WHERE id = %s", one.pk)
    past_the_program("UPDATE transformation_seal SET position = 1 WHERE id = %s", two.pk)
    past_the_program("UPDATE transformation_seal SET position = 2 WHERE id = %s", one.pk)
    assert "đã bị đổi chỗ" in sentences()


def reseal(decision: Decision, position: int, previous: str) -> str:
    """Seal a changed decision anew, as somebody would who knows the form; return the seal."""
    row = Decision.objects.values(*forms.DECISION_COLUMNS).get(pk=decision.pk)
    lines = StatusChange.objects.filter(decision=decision).values(*forms.LINE_COLUMNS)
    text = forms.content(forms.CURRENT, position, previous, row, lines)
    past_the_program(
        "UPDATE transformation_seal SET content = %s, sha256 = %s, previous = %s WHERE decision_id = %s",
        text,
        forms.digest(text),
        previous,
        decision.pk,
    )
    return forms.digest(text)


def test_one_link_made_anew_does_not_fit_the_next(sealed):
    past_the_program("UPDATE transformation_decision SET number = '1A/QĐ' WHERE id = %s", sealed[0].pk)
    reseal(sealed[0], 1, "")
    assert "Quyết định số 2/QĐ" in sentences()
    assert "không nối với niêm phong đứng trước" in sentences()


def test_a_whole_chain_made_anew_is_found_by_the_history_of_the_database(sealed):
    past_the_program("UPDATE transformation_decision SET number = '1A/QĐ' WHERE id = %s", sealed[0].pk)
    previous = ""
    for position, decision in enumerate(sealed, start=1):
        previous = reseal(decision, position, previous)
    assert "Niêm phong thứ 1 (Quyết định số 1/QĐ ngày 05/12/2025" in sentences()
    assert "đã bị thay bằng niêm phong khác" in sentences()


def cut_the_tail(decision: Decision) -> None:
    for table, column in (("seal", "decision_id"), ("statuschange", "decision_id"), ("decision", "id")):
        past_the_program(f"DELETE FROM transformation_{table} WHERE {column} = %s", decision.pk)


def test_a_cut_tail_is_found_by_the_history_or_by_the_log_of_prints(sealed):
    last = sealed[2].seal
    AuditEntry.write(
        AuditEntry.Act.PRINT_ANNEX, "dongnai-7488-2017 2027", seal=last.sha256, sealed=last.position
    )
    cut_the_tail(sealed[2])
    assert "Niêm phong thứ 3 (Quyết định số 3/QĐ" in sentences()
    assert "nay không còn trong chuỗi" in sentences()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM transformation_sealevent")
    assert "Phụ lục in" in sentences()
    assert "mang niêm phong thứ 3" in sentences()


def test_what_only_paper_tells(sealed):
    """A tail removed with every copy of its seal leaves nothing: the printed seal is unknown."""
    printed = sealed[2].seal.short
    assert known_seal(printed) == sealed[2].seal
    cut_the_tail(sealed[2])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM transformation_sealevent WHERE position = 3")
    assert faults() == []
    assert known_seal(printed) is None
    assert known_seal("12 ab") is None


def test_an_unknown_form_is_no_seal():
    with pytest.raises(ValueError, match="no form 7"):
        forms.content(7, 1, "", {}, [])


def test_triggers_that_were_switched_off_are_told_too(sealed):
    from gis_app.operations.checks.database import history_triggers

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE transformation_decision DISABLE TRIGGER USER")
    assert history_triggers().verdict is Verdict.BAD


def test_ignoring_the_triggers_of_the_program_is_found(sealed):
    with pgtrigger.ignore("transformation.Decision:never_changes"):
        Decision.objects.filter(pk=sealed[0].pk).update(body="ai đó")
    assert "cơ quan quyết định trong cơ sở dữ liệu là “ai đó”" in sentences()


def test_a_seal_from_paper_opens_its_decision(cycle, sealed, signed_in):
    seal = sealed[0].seal
    found = signed_in(cycle.people.owner).get("/decisions/", {"seal": seal.short})
    assert found.headers["Location"] == f"/decisions/{sealed[0].pk}/"
    away = signed_in(cycle.people.outsider).get("/decisions/", {"seal": seal.sha256}, follow=True)
    assert "có trong chuỗi (thứ 1), của một quyết định ngoài phạm vi" in away.content.decode()
    unknown = signed_in(cycle.people.owner).get("/decisions/", {"seal": "0" * 16}, follow=True)
    assert "Không có niêm phong này trong chuỗi" in unknown.content.decode()
