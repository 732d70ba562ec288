"""The pages of packs: who sees them, what they say, and bad input at each entry."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from gis_app.border.exchange import reviewing
from gis_app.border.models import BorderReport, ExchangePack
from tests.border.packs import SECRET, approved, draft, submitted, told

pytestmark = pytest.mark.django_db
_HOME = "/border/exchange/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.VAR_DIR = tmp_path


def filled(force, **fields) -> dict:
    today = timezone.localdate()
    return {
        "counterpart": "mondulkiri",
        "province": force.people.home.pk,
        "document": "Biên bản 05/BB-2026",
        "purpose": "Họp thường kỳ",
        "first_day": f"{today - datetime.timedelta(days=9):%d/%m/%Y}",
        "last_day": f"{today - datetime.timedelta(days=1):%d/%m/%Y}",
        "depth_m": "5000",
        "kinds": ["smuggling"],
        "states": ["confirmed", "closed"],
        "note_en": "",
        "note_vi": "",
    } | fields


def test_a_pack_is_written_previewed_and_submitted_through_the_pages(force, signed_in):
    report = told(force)
    client = signed_in(force.command)
    answer = client.post(f"{_HOME}new/", filled(force))
    pack = ExchangePack.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"{_HOME}{pack.code}/"
    body = client.get(answer["Location"]).content.decode()
    assert "1 trong 1 tin của kỳ" in body
    assert "Smuggling" in body
    assert SECRET not in body
    assert f"/border/reports/{report.pk}/" in body, "the author can trace a line"
    assert client.post(f"{_HOME}{pack.code}/submit/", {"version": pack.version}).status_code == 302
    pack.refresh_from_db()
    assert pack.state == "in_review"


def test_the_reviewer_sees_what_leaves_and_no_report(force, signed_in):
    report = told(force)
    force.report(at=(107.05, 11.19), occurred_at=timezone.now() - datetime.timedelta(days=2))
    pack = submitted(force)
    client = signed_in(force.people.owner)
    body = client.get(f"{_HOME}{pack.code}/").content.decode()
    assert "1 trong 2 tin của kỳ" in body
    assert "chưa được xác nhận" in body
    assert "Duyệt, lập tệp" in body
    assert str(report.pk) not in body
    assert SECRET not in body
    told(force, days_ago=5)
    body = client.get(f"{_HOME}{pack.code}/").content.decode()
    assert "Dữ liệu đã thay đổi" in body
    assert "Duyệt, lập tệp" not in body


def test_approval_and_files_through_the_pages(force, signed_in):
    told(force)
    pack = submitted(force)
    author, reviewer = signed_in(force.command), signed_in(force.people.owner)
    for form in ("pdf", "gpkg", "kml"):
        assert author.get(f"{_HOME}{pack.code}/files/{form}/").status_code == 409
    answer = reviewer.post(f"{_HOME}{pack.code}/approve/", {"version": pack.version, "digest": pack.digest})
    assert answer.status_code == 302
    for form, begins in (("pdf", b"%PDF"), ("gpkg", b"SQLite format 3"), ("kml", b"<?xml")):
        answer = author.get(f"{_HOME}{pack.code}/files/{form}/")
        assert answer.status_code == 200
        assert answer.content.startswith(begins)
        assert f"border-exchange-{pack.code}.{form}" in answer["Content-Disposition"]
    assert author.get(f"{_HOME}{pack.code}/files/zip/").status_code == 404
    pack.refresh_from_db()
    reviewer.post(f"{_HOME}{pack.code}/withdraw/", {"version": pack.version, "reason": "Gửi nhầm"})
    assert author.get(f"{_HOME}{pack.code}/files/pdf/").status_code == 409


@pytest.mark.parametrize("path", ["", "edit/", "files/pdf/"])
def test_the_three_people_and_a_post(path, force, signed_in):
    told(force)
    pack = approved(force)
    address = f"{_HOME}{pack.code}/{path}"
    found = {
        name: signed_in(account).get(address).status_code
        for name, account in (
            ("owner", force.people.owner),
            ("colleague", force.people.colleague),
            ("outsider", force.people.outsider),
            ("post", force.east),
            ("police", force.police),
        )
    }
    mine = 403 if path == "edit/" else 200
    assert found == {"owner": mine, "colleague": 403, "outsider": 404, "post": 404, "police": 403}


def test_the_list_shows_packs_of_the_own_province_only(force, signed_in):
    told(force)
    pack = submitted(force)
    for account, status, shown in (
        (force.people.owner, 200, True),
        (force.people.outsider, 200, False),
        (force.east, 200, False),
        (force.people.colleague, 403, False),
        (force.police, 403, False),
    ):
        answer = signed_in(account).get(_HOME)
        assert answer.status_code == status
        assert (pack.code in answer.content.decode()) is shown
    assert signed_in(force.east).get(f"{_HOME}new/").status_code == 403


@pytest.mark.parametrize(
    "fields",
    [
        {"counterpart": "nobody"},
        {"province": "999999"},
        {"first_day": "32/13/2026"},
        {"first_day": "01/01/2030", "last_day": "01/01/2020"},
        {"last_day": "31/12/2099"},
        {"depth_m": "xa"},
        {"depth_m": "-5"},
        {"kinds": []},
        {"kinds": ["human_trafficking"]},
        {"states": ["refuted"]},
        {"sections": ["999999"]},
        {"document": ""},
        {"document": "x" * 300},
        {"note_en": "x" * 601},
        {"note_en": "Meet at 22:30"},
        {"note_vi": "a\x00b"},
    ],
)
def test_bad_input_stores_nothing_and_keeps_what_was_typed(fields, force, signed_in):
    told(force)
    answer = signed_in(force.command).post(f"{_HOME}new/", filled(force, purpose="Giữ lại", **fields))
    assert answer.status_code == 422
    assert "Giữ lại" in answer.content.decode()
    assert not ExchangePack.objects.exists()


def test_a_province_of_somebody_else_is_no_choice(force, signed_in):
    answer = signed_in(force.command).post(f"{_HOME}new/", filled(force, province=force.people.away.pk))
    assert answer.status_code == 422
    assert not ExchangePack.objects.exists()


def test_acts_with_broken_fields_change_nothing(force, signed_in):
    told(force)
    pack = submitted(force)
    client = signed_in(force.people.owner)
    for act, fields in (
        ("approve", {}),
        ("approve", {"version": "x", "digest": pack.digest}),
        ("approve", {"version": "9" * 40, "digest": pack.digest}),
        ("approve", {"version": pack.version, "digest": ""}),
        ("approve", {"version": pack.version, "digest": "0" * 64}),
        ("return", {"version": pack.version, "reason": "  "}),
        ("return", {"version": pack.version, "reason": "Gọi 0912345678"}),
    ):
        assert client.post(f"{_HOME}{pack.code}/{act}/", fields).status_code == 400
    assert client.post(f"{_HOME}{pack.code}/explode/", {}).status_code == 404
    assert client.get(f"{_HOME}{pack.code}/approve/").status_code == 405
    assert client.get(f"{_HOME}NOSUCH22/").status_code == 404
    pack.refresh_from_db()
    assert pack.state == "in_review"


def test_an_edit_from_an_old_tab_does_not_overwrite(force, signed_in):
    told(force)
    pack = draft(force)
    client = signed_in(force.command)
    old = filled(force, version=pack.version, purpose="Thẻ cũ")
    assert client.post(f"{_HOME}{pack.code}/edit/", filled(force, version=pack.version)).status_code == 302
    assert client.post(f"{_HOME}{pack.code}/edit/", old).status_code == 422
    pack.refresh_from_db()
    assert pack.purpose == "Họp thường kỳ"


def test_lines_of_an_approved_pack_stay_though_the_report_moves_on(force, signed_in):
    report = told(force)
    pack = approved(force)
    kept = pack.entries.get()
    BorderReport.objects.filter(pk=report.pk).update(kind="drug")
    body = signed_in(force.command).get(f"{_HOME}{pack.code}/").content.decode()
    assert kept.public_id in body
    assert "Smuggling" in body
    assert reviewing.fetch(pack.code, "kml", force.command).sha256 == pack.files.get(form="kml").sha256
