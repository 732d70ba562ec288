"""A report comes in: refused with one sentence, or kept as it is, placed, marked and told to its agency."""

from __future__ import annotations

import datetime
import math

import pytest
from django.utils import timezone

from gis_app.border.board import handling, marks
from gis_app.border.board.refusing import RefusedError
from gis_app.border.board.steps import Act
from gis_app.border.models import BorderReport, ReportStep
from tests.border.conftest import NORTH
from tests.border.force import EAST, identity

pytestmark = pytest.mark.django_db


def test_it_is_placed_and_told_as_it_stands(force):
    report = force.report()
    assert report.unit in force.people.home_communes
    assert report.section.agency == force.east.agency
    assert (report.inside, report.marks) == (True, [])
    assert report.distance_m == pytest.approx(2_212, abs=5)
    assert report.holder == report.author_agency == force.east.agency
    assert report.shares.get().agency == force.east.agency


def test_the_same_report_again_changes_nothing(force):
    told = force.told()
    first = force.report(report_id=told.report_id, occurred_at=told.occurred_at)
    again = force.report(report_id=told.report_id, occurred_at=told.occurred_at, sent_at=timezone.now())
    assert again.pk == first.pk
    assert BorderReport.objects.count() == ReportStep.objects.count() == 1


def test_the_id_of_another_report_is_refused_and_tells_nothing(force):
    first = force.report()
    with pytest.raises(RefusedError, match="đã dùng cho một tin khác") as refused:
        force.report(report_id=first.pk, text="nội dung khác")
    with pytest.raises(RefusedError, match="đã dùng cho một tin khác"):
        force.report(force.west, report_id=first.pk, occurred_at=first.occurred_at)
    assert "Hai xe" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Đối tượng mang giấy tờ 070091001234 đi bộ", "số giấy tờ tùy thân"),
        ("Gọi 0912 345 678 để biết thêm", "số điện thoại"),
        ("Xe 93A-123.45 chở hàng", "biển số xe"),
        ("Người dẫn đường là Nguyễn Văn Hùng ở bên kia", "Nguyễn Văn Hùng"),
        ("Trần Thị Bích Ngọc", "họ tên người"),
        ("Gặp Nguyễn Văn Hùng ở chốt", "Nguyễn Văn Hùng"),
    ],
)
def test_a_text_about_a_person_is_refused_with_one_sentence(force, text, what):
    with pytest.raises(RefusedError, match=what):
        force.report(text=text)
    report = force.report()
    with pytest.raises(RefusedError, match=what):
        handling.move(report.pk, Act.COMMENT, force.east, text)
    assert BorderReport.objects.count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "Bốn người, hai xe máy, cách mốc 68 khoảng 500 m",
        "Gần chợ Bến Thành cũ, đường Lê Văn Duyệt",
        "Tại ấp Nguyễn Văn Hùng có đám cháy rộng 2 ha",
        "Ấp Nguyễn Văn Hùng có đám cháy",
        "Đồn Biên phòng Lộc Thành cử tổ 3 người lúc 22:15",
        "BỐN NGƯỜI VƯỢT BIÊN TRÁI PHÉP",
    ],
)
def test_places_and_numbers_are_no_persons(force, text):
    assert force.report(text=text).text == text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "khong_co"}, "Loại tin này không có"),
        ({"urgency": "ngay"}, "Độ khẩn này không có"),
        ({"text": "  "}, "Chưa có nội dung"),
        ({"text": "a" * 2001}, "dài quá 2.000 ký tự"),
        ({"text": "a\x00b"}, "không đọc được"),
        ({"text": "a\ud800b"}, "không đọc được"),
        ({"lat": 91.0}, "Vị trí không đúng"),
        ({"lon": math.nan}, "Vị trí không đúng"),
        ({"lon": math.inf}, "Vị trí không đúng"),
        ({"accuracy_m": -1.0}, "Sai số vị trí không đúng"),
        ({"accuracy_m": math.nan}, "Sai số vị trí không đúng"),
        ({"occurred_at": datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)}, "Thời gian không đúng"),
    ],
)
def test_bad_input_is_refused_with_one_sentence(force, fields, sentence):
    with pytest.raises(RefusedError, match=sentence):
        force.report(**fields)
    assert not BorderReport.objects.exists()


def test_a_clock_hours_off_is_kept_and_told(force):
    now = timezone.now()
    wrong = now + datetime.timedelta(hours=3)
    report = force.report(occurred_at=wrong - datetime.timedelta(minutes=10), sent_at=wrong)
    assert report.marks == ["clock", "future"]
    assert report.occurred_at > now
    said = marks.sentences(report)[0]
    likely = report.occurred_at - (report.sent_at - report.received_at)
    assert abs(likely - (now - datetime.timedelta(minutes=10))) < datetime.timedelta(minutes=1)
    assert said == (
        f"Đồng hồ máy gửi nhanh 3,0 giờ: giờ xảy ra có thể là {timezone.localtime(likely):%d/%m/%Y %H:%M}."
    )


def test_two_kilometres_of_accuracy_are_kept_and_told(force):
    report = force.report(accuracy_m=2000.0)
    assert report.marks == ["coarse"]
    assert marks.sentences(report) == ["Vị trí chỉ chính xác đến 2.000 m: hãy hỏi lại vị trí."]


def test_a_point_across_the_line_is_kept_asked_about_and_answered(force):
    report = force.report(at=(107.05, NORTH + 0.0027))
    assert report.marks == ["beyond"]
    assert report.unit in force.people.home_communes
    assert "ngoài đường biên giới 299 m: vị trí đúng như vậy" in marks.sentences(report)[0]
    handling.settle_place(report.pk, force.east, "đứng bên này ngắm sang")
    report.refresh_from_db()
    assert marks.sentences(report) == ["Điểm nằm ngoài đường biên giới 299 m; đã được trả lời."]
    handling.settle_place(report.pk, force.east, "bấm nhầm", *EAST)
    report.refresh_from_db()
    assert report.marks == []
    assert report.inside is True


def test_without_a_line_or_communes_a_report_is_kept_all_the_same(force):
    report = force.report(at=(102.0, 20.0))
    assert report.unit is None
    assert report.shares.get().agency == force.east.agency


def test_a_step_sent_twice_is_one_step(force):
    from gis_app.border.board.recording import Sender

    report = force.report()
    sender = Sender(identity(), "abc")
    first = handling.move(report.pk, Act.VERIFY, force.east, "", sender)
    assert handling.move(report.pk, Act.VERIFY, force.east, "", sender) == first
    with pytest.raises(RefusedError, match="đã dùng cho việc khác"):
        handling.move(report.pk, Act.VERIFY, force.east, "", Sender(sender.step_id, "khác"))
    assert ReportStep.objects.count() == 2


def test_the_form_keeps_what_was_typed_when_it_is_refused(force, signed_in):
    client = signed_in(force.east)
    typed = {
        "kind": "smuggling",
        "urgency": "urgent",
        "occurred_at": "22/11/2026 08:30",
        "text": "Xe 93A-123.45 chở hàng lậu",
        "lat": "11,18",
        "lon": "107,05",
        "report_id": str(identity()),
    }
    answer = client.post("/border/reports/new/", typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "biển số xe" in page
    assert "Xe 93A-123.45 chở hàng lậu" in page
    assert typed["report_id"] in page
    as_script = client.post("/border/reports/new/", typed, headers={"accept": "application/json"})
    assert as_script.json()["sentence"].startswith("Nội dung có biển số xe")
    sent = client.post("/border/reports/new/", typed | {"text": "Xe tải chở hàng lậu"})
    assert sent.status_code == 302
    assert BorderReport.objects.get().point.coords == (107.05, 11.18)
