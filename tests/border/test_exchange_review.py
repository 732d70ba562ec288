"""A second person is really needed, decides on what is true now, and everything is recorded."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gis_app.access.models import AuditEntry
from gis_app.border.board import handling
from gis_app.border.board.refusing import RefusedError
from gis_app.border.exchange import drafting, reviewing
from gis_app.border.exchange.refusing import ChangedError
from gis_app.border.exchange.waiting import waiting_for
from gis_app.border.models import ExchangePack, LeavingRule, PackFile, PackStep, ReportKind
from tests.border.packs import SECRET, approved, draft, submitted, told, wanted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.VAR_DIR = tmp_path


@pytest.fixture
def pack(force) -> ExchangePack:
    """A pack of one report that waits for a second person."""
    told(force)
    return submitted(force)


def steps(pack: ExchangePack) -> list[tuple[str, str]]:
    return list(pack.steps.values_list("act", "account__username"))


def test_the_way_of_a_pack_is_recorded_step_by_step(force, pack):
    reviewing.send_back(pack.code, pack.version, "Thiếu đoạn phía tây", force.people.owner)
    pack.refresh_from_db()
    assert (pack.state, pack.digest) == ("returned", "")
    drafting.change(pack.code, pack.version, wanted(force, depth_m=4_000), force.command)
    pack.refresh_from_db()
    drafting.submit(pack.code, pack.version, force.command)
    pack.refresh_from_db()
    reviewing.approve(pack.code, pack.version, pack.digest, force.people.owner)
    reviewing.fetch(pack.code, "pdf", force.command)
    pack.refresh_from_db()
    reviewing.withdraw(pack.code, pack.version, "Gửi nhầm bên nhận", force.command)
    assert steps(pack) == [
        ("create", "command"),
        ("submit", "command"),
        ("return", "owner"),
        ("change", "command"),
        ("submit", "command"),
        ("approve", "owner"),
        ("download", "command"),
        ("withdraw", "command"),
    ]
    approval = pack.steps.get(act="approve")
    assert approval.digest == pack.digest
    for file in pack.files.all():
        assert file.sha256[:16] in approval.text


def test_the_author_never_approves_whatever_is_posted(force, pack, signed_in):
    for account in (force.command,):
        with pytest.raises(RefusedError, match="người thứ hai"):
            reviewing.approve(pack.code, pack.version, pack.digest, account)
    first, second = signed_in(force.command), signed_in(force.command)
    for client in (first, second):
        answer = client.post(
            f"/border/exchange/{pack.code}/approve/", {"version": pack.version, "digest": pack.digest}
        )
        assert answer.status_code == 400
    pack.refresh_from_db()
    assert pack.state == "in_review"
    assert not PackFile.objects.exists()


def test_the_database_itself_refuses_an_author_as_reviewer(force, pack):
    with pytest.raises(IntegrityError), transaction.atomic():
        ExchangePack.objects.filter(pk=pack.pk).update(reviewer=force.command)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExchangePack.objects.filter(pk=pack.pk).update(state="approved")


def test_who_has_no_part_in_it_is_refused(force, pack):
    for account in (force.people.colleague, force.police):
        with pytest.raises(PermissionDenied):
            reviewing.approve(pack.code, pack.version, pack.digest, account)
    for account in (force.people.outsider, force.west, force.east):
        with pytest.raises(RefusedError):
            reviewing.approve(pack.code, pack.version, pack.digest, account)
    pack.refresh_from_db()
    assert pack.state == "in_review"


@pytest.mark.parametrize("what", ["new", "changed", "rule", "kind", "unconfirmed"])
def test_data_that_changed_since_must_be_reviewed_again(what, force, pack):
    if what == "new":
        told(force, days_ago=5)
    elif what == "changed":
        report = pack.entries.get().report
        handling.settle_place(report.pk, force.east, "đã đo lại", 107.08, 11.19)
    elif what == "rule":
        LeavingRule.objects.filter(kind="smuggling").update(may_leave=False)
    elif what == "kind":
        ReportKind.objects.filter(pk="smuggling").update(label_en="Contraband")
    else:
        # Left out, but part of what the reviewer was shown.
        force.report(at=(107.05, 11.19), occurred_at=timezone.now() - datetime.timedelta(days=2))
    with pytest.raises(ChangedError, match="đã thay đổi"):
        reviewing.approve(pack.code, pack.version, pack.digest, force.people.owner)
    assert not PackFile.objects.exists()
    if what == "rule":
        return
    drafting.submit(pack.code, pack.version, force.command)
    pack.refresh_from_db()
    reviewing.approve(pack.code, pack.version, pack.digest, force.people.owner)
    assert PackFile.objects.count() == 3


def test_a_page_that_shows_an_older_pack_decides_nothing(force, pack):
    """The reviewer's page was opened before the author took the pack back and changed it."""
    seen = (pack.version, pack.digest)
    drafting.take_back(pack.code, pack.version, force.command)
    with pytest.raises(RefusedError):
        reviewing.approve(pack.code, *seen, force.people.owner)
    pack.refresh_from_db()
    drafting.change(pack.code, pack.version, wanted(force, note_en="Another note."), force.command)
    pack.refresh_from_db()
    drafting.submit(pack.code, pack.version, force.command)
    with pytest.raises(RefusedError):
        reviewing.approve(pack.code, *seen, force.people.owner)
    pack.refresh_from_db()
    with pytest.raises(RefusedError):
        reviewing.approve(pack.code, pack.version, seen[1], force.people.owner)
    assert not PackFile.objects.exists()


def test_frozen_lines_changed_in_the_database_are_not_approved(force, pack):
    pack.entries.update(east_km=700)
    with pytest.raises(RefusedError):
        reviewing.approve(pack.code, pack.version, pack.digest, force.people.owner)
    assert not PackFile.objects.exists()


def test_only_the_author_changes_and_submits(force):
    told(force)
    pack = draft(force)
    for do in (
        lambda: drafting.change(pack.code, pack.version, wanted(force), force.people.owner),
        lambda: drafting.submit(pack.code, pack.version, force.people.owner),
        lambda: reviewing.withdraw(pack.code, pack.version, "bỏ", force.people.owner),
    ):
        with pytest.raises(RefusedError):
            do()
    assert steps(pack) == [("create", "command")]


def test_a_pack_in_review_is_not_changed_behind_the_reviewer(force, pack):
    with pytest.raises(RefusedError, match="rút về"):
        drafting.change(pack.code, pack.version, wanted(force), force.command)


def test_an_empty_pack_is_not_submitted(force):
    pack = draft(force)
    with pytest.raises(RefusedError, match="Không có tin nào"):
        drafting.submit(pack.code, pack.version, force.command)


@pytest.mark.parametrize(
    "fields",
    [
        {"note_en": "Contact Nguyễn Văn Bình at the gate"},
        {"note_vi": "Gọi 0912345678 khi đến"},
        {"note_en": "They cross at 22:30 most nights"},
        {"note_vi": "Thường qua lúc 22h30"},
        {"note_en": "See 11.19023 N, 107.05012 E"},
        {"note_vi": "Điểm 659840 1303220"},
        {"document": "Theo lời ông Nguyễn Văn Bình"},
    ],
)
def test_notes_with_persons_hours_or_places_are_refused(fields, force):
    told(force)
    with pytest.raises(RefusedError):
        draft(force, **fields)
    assert not ExchangePack.objects.exists()


def test_ordinary_notes_are_kept(force):
    pack = draft(
        force,
        note_en="12 reports between 01/10/2026 and 15/10/2026; a joint patrol is proposed, map 1:50000.",
        note_vi="Đề nghị tuần tra chung tháng 11/2026 theo Biên bản số 12/BB.",
        document="Biên bản ghi nhớ số 123456/BB-2026",
    )
    assert pack.note_en.startswith("12 reports")


def test_the_text_of_a_report_is_not_a_note(force):
    told(force)
    pack = draft(force, note_vi=f"Tin: {SECRET.upper()}.")
    with pytest.raises(RefusedError, match="chép lại"):
        drafting.submit(pack.code, pack.version, force.command)


@pytest.mark.parametrize(
    "fields",
    [
        {"last_day": timezone.localdate()},
        {"first_day": timezone.localdate()},
        {"depth_m": 0},
        {"depth_m": 100_000},
        {"kinds": ()},
        {"states": ()},
        {"states": ("new",)},
    ],
)
def test_what_makes_no_sense_is_refused(fields, force):
    with pytest.raises(RefusedError):
        draft(force, **fields)


def test_a_post_with_one_commune_writes_no_pack_for_the_province(force):
    with pytest.raises(RefusedError, match="không gồm cả tỉnh"):
        draft(force, force.east)
    with pytest.raises(PermissionDenied):
        draft(force, force.police)


def test_a_withdrawn_pack_keeps_its_record_and_gives_no_file(force):
    told(force)
    pack = approved(force)
    reviewing.withdraw(pack.code, pack.version, "Bên nhận đề nghị", force.people.owner)
    for form in PackFile.Form:
        with pytest.raises(RefusedError, match="thu hồi"):
            reviewing.fetch(pack.code, form, force.command)
    pack.refresh_from_db()
    assert pack.files.count() == 3, "what was sent can still be recognised"
    with pytest.raises(RefusedError):
        reviewing.withdraw(pack.code, pack.version, "lần nữa", force.people.owner)


def test_files_and_steps_never_change(force):
    told(force)
    pack = approved(force)
    for rows in (PackFile.objects.filter(pack=pack), PackStep.objects.filter(pack=pack)):
        for change in (lambda rows=rows: rows.delete(), lambda rows=rows: rows.update(pack=pack)):
            with pytest.raises(Exception, match=r"Cannot (update|delete)"), transaction.atomic():
                change()


def test_each_file_taken_is_logged(force):
    told(force)
    pack = approved(force)
    file = reviewing.fetch(pack.code, "kml", force.command)
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.account) == ("export_data", force.command)
    assert pack.code in entry.subject
    assert entry.details["sha256"] == file.sha256
    assert (entry.details["format"], entry.details["rows"]) == ("kml", 1)


def test_what_waits_is_told_to_whom_it_waits_for(force, pack):
    today = timezone.localdate()
    people = (force.command, force.people.owner, force.people.colleague, force.people.outsider, force.east)
    assert [len(waiting_for(account, today)) for account in people] == [0, 1, 0, 0, 0]
    assert pack.code in waiting_for(force.people.owner, today)[0].sentence
    reviewing.send_back(pack.code, pack.version, "Xem lại kỳ", force.people.owner)
    assert [len(waiting_for(account, today)) for account in people] == [1, 0, 0, 0, 0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", ["approve", "take_back"])
def test_two_at_once_decide_once(other, force):
    """Two reviewers, or a reviewer and the author, press at the same moment."""
    told(force)
    pack = submitted(force)
    gate = threading.Barrier(2)
    outcomes: list[str] = []

    def do(act: str) -> None:
        try:
            gate.wait(timeout=30)
            if act == "approve":
                reviewing.approve(pack.code, pack.version, pack.digest, force.people.owner)
            else:
                drafting.take_back(pack.code, pack.version, force.command)
            outcomes.append(act)
        except RefusedError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(act,)) for act in ("approve", other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("refused") == 1
    pack.refresh_from_db()
    done = (set(outcomes) - {"refused"}).pop()
    assert pack.state == ("approved" if done == "approve" else "draft")
    assert pack.files.count() == (3 if done == "approve" else 0)
    assert pack.steps.count() == 3
