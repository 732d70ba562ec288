"""`manage.py doctor`: clean on a right installation, one sentence and an error on a wrong one."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from gis_app.operations import checks
from gis_app.operations.checks import Diagnosis, Verdict, datum, examine
from gis_app.operations.checks.software import projection_variables

pytestmark = pytest.mark.django_db


def test_a_right_installation_has_no_fault(capsys):
    call_command("doctor")
    printed = capsys.readouterr().out
    for subject in ("PostGIS", "VN-2000 trong Python", "VN-2000 trong GeoDjango", "Tinos", "Đĩa"):
        assert subject in printed
    assert "✘" not in printed


def test_the_datum_shift_that_postgis_takes_when_left_alone_is_found(monkeypatch):
    monkeypatch.setattr(datum, "postgis_srid", lambda epsg: epsg)
    diagnosis = datum.postgis_control_point()
    assert diagnosis.verdict is Verdict.BAD
    assert "0,79" in diagnosis.finding or "0,80" in diagnosis.finding
    assert diagnosis.remedy


def test_a_disabled_history_trigger_is_found():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE screening_finding DISABLE TRIGGER USER")
    diagnosis = checks.database.history_triggers()
    assert diagnosis.verdict is Verdict.BAD
    assert "screening_finding" in diagnosis.finding


def test_environment_variables_that_mix_up_proj_are_found(monkeypatch):
    monkeypatch.setenv("PROJ_LIB", "/usr/share/proj")
    assert projection_variables().verdict is Verdict.BAD


def test_one_bad_diagnosis_makes_the_command_fail(monkeypatch, capsys):
    def sick() -> Diagnosis:
        return Diagnosis(Verdict.BAD, "Thử", "hỏng", "Sửa đi.")

    monkeypatch.setattr(checks, "CHECKS", (sick,))
    with pytest.raises(CommandError, match="Có 1 lỗi"):
        call_command("doctor")
    assert "→ Sửa đi." in capsys.readouterr().out


def test_a_check_that_breaks_is_a_diagnosis_and_the_others_go_on(monkeypatch):
    def breaks() -> Diagnosis:
        raise RuntimeError("gãy")

    def fine() -> Diagnosis:
        return Diagnosis(Verdict.GOOD, "Khác", "tốt")

    monkeypatch.setattr(checks, "CHECKS", (breaks, fine))
    first, second = examine()
    assert first.verdict is Verdict.BAD
    assert "gãy" in first.finding
    assert second.verdict is Verdict.GOOD
