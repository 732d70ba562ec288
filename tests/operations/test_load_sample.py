"""`manage.py load_sample` gives every page something to show, once, wholly or not at all."""

from __future__ import annotations

import datetime
import stat

import pytest
from django.core.management import CommandError, call_command

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.operations.sample import accounts, cycle
from gis_app.screening.models import Screening
from gis_app.transformation.models import KeyArea, Status
from layers.models import AdminUnit, BoundarySet, Incident, Site, Succession

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 1)


@pytest.fixture
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def counts() -> tuple[int, ...]:
    models = (BoundarySet, AdminUnit, Succession, Incident, Site, Screening, KeyArea, Account)
    return tuple(model.objects.count() for model in models)


def test_the_sample_fills_every_page_and_a_second_call_changes_nothing(own_folder, capsys):
    call_command("load_sample")
    loaded = counts()
    by_province = {
        code: AdminUnit.objects.communes().on(TODAY).of_province(code).count() for code in ("75", "79", "82")
    }
    assert by_province == {"75": 95, "79": 168, "82": 102}
    assert AdminUnit.objects.communes().on(datetime.date(2025, 6, 30)).count() == 1017
    assert {area.status for area in KeyArea.objects.all()} == set(Status)
    assert not BoundarySet.objects.filter(is_sample=False).exists()

    planner = Account.objects.get(username="thammuu.dongnai")
    assert restrict(AdminUnit.objects.communes().on(TODAY), planner).count() == 95
    assert restrict(AdminUnit.objects.communes().on(datetime.date(2025, 6, 30)), planner).count() > 95
    officer = Account.objects.get(username="congan.locthanh")
    assert [unit.full_name for unit in restrict(AdminUnit.objects.communes().on(TODAY), officer)] == [
        "Xã Lộc Thành"
    ]
    password = accounts.known_password()
    assert password is not None
    assert planner.check_password(password)
    assert stat.S_IMODE(accounts.password_file().stat().st_mode) == 0o600

    for plan in ("brvt-94-2017", "dongnai-7488-2017", "dongthap-bcd138-2024"):
        newest = Screening.objects.filter(plan_version__plan=plan).order_by("-as_of", "-pk").first()
        met = set(newest.findings.met().values_list("criterion", flat=True))
        assert {"d.conditional_business", "d.traffic", "d.land_dispute"} <= met

    call_command("load_sample")
    assert counts() == loaded
    assert planner.check_password(accounts.known_password())
    call_command("sample_accounts")
    printed = capsys.readouterr().out
    assert password in printed
    assert "thuky.dongnai" in printed


def test_a_failure_at_the_end_leaves_nothing(own_folder, monkeypatch):
    def breaks() -> None:
        raise RuntimeError("mất điện")

    monkeypatch.setattr(
        "gis_app.operations.management.commands.load_sample.STEPS",
        (
            ("Ranh giới", lambda: BoundarySet.objects.create(name="nửa vời", valid_from=TODAY)),
            ("Hỏng", breaks),
        ),
    )
    with pytest.raises(RuntimeError):
        call_command("load_sample")
    assert not BoundarySet.objects.exists()


def test_a_clock_before_the_sample_is_told(own_folder, monkeypatch):
    early = datetime.date(2026, 1, 1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: early)
    with pytest.raises(CommandError, match="chỉnh đồng hồ"):
        call_command("load_sample")
    assert not BoundarySet.objects.exists()


def test_if_empty_leaves_an_office_alone(own_folder, capsys):
    BoundarySet.objects.create(name="Của cơ quan", valid_from=TODAY)
    call_command("load_sample", "--if-empty")
    assert BoundarySet.objects.count() == 1
    assert "không nạp dữ liệu mẫu" in capsys.readouterr().out


def test_without_sample_accounts_the_command_says_how_to_make_one(own_folder, capsys):
    call_command("sample_accounts")
    assert "createsuperuser" in capsys.readouterr().out


def test_the_programmes_of_the_sample_are_plans_of_the_records(django_db_setup):
    from gis_app.plans.models import Plan

    for plan_id, _board, _mark in cycle.PROGRAMMES:
        assert Plan.objects.filter(pk=plan_id).exists()
