"""The pages of reports for the three people, and what is typed wrongly."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from gis_app.plans.models import PlanVersion
from gis_app.reports.models import ReportDate, ReportDelivery, ReportParty
from gis_app.reports.waiting import undated as undated_reports
from gis_app.reports.waiting import waiting_for
from tests.reports.conftest import TODAY, YEAR, address, first, undated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


def page(client, name: str = "reports", **query: object) -> str:
    return client.get(reverse(name), query).content.decode()


def test_the_calendar_says_what_is_owed_and_until_when(version, people, signed_in):
    text = page(signed_in(people.colleague))
    assert "24/11/2026 (thứ Ba)" in text
    assert "“trước ngày 25/11”, mục VII.4" in text
    assert "còn 2 ngày" in text
    assert "văn bản không nêu ngày" in text


def test_another_province_sees_nothing_of_it(version, people, signed_in):
    client = signed_in(people.outsider)
    assert "7488" not in page(client)
    one = first(version).occurrence
    assert client.get(address("report", one)).status_code == 404
    for name in ("report_deliver", "report_date", "report_parties", "report_file"):
        assert client.post(address(name, one)).status_code == 404
    assert client.get(address("report_write", one)).status_code == 404


def test_a_viewer_reads_and_writes_nothing(version, people, signed_in):
    client, one = signed_in(people.colleague), first(version).occurrence
    text = client.get(address("report", one)).content.decode()
    assert "Giao Công an tỉnh tham mưu UBND tỉnh" in text
    assert "<form" not in text.split("<main")[1]
    given = {"sender": "Công an tỉnh", "number": "1/BC", "delivered_on": "20/11/2026"}
    assert client.post(address("report_deliver", one), given).status_code == 403
    assert client.post(address("report_date", one), {"source": "CV"}).status_code == 403
    assert not ReportDelivery.objects.exists()
    assert not ReportDate.objects.exists()


def test_a_delivery_is_recorded_and_shown(version, people, signed_in):
    client, one = signed_in(people.owner), first(version).occurrence
    given = {"sender": "Công an tỉnh", "number": "125/BC-CAT", "delivered_on": "20/11/2026"}
    text = client.post(address("report_deliver", one), given, follow=True).content.decode()
    assert "125/BC-CAT" in text
    assert "đúng hạn" in text
    found = ReportDelivery.objects.get()
    assert (found.recorded_by, found.due_on) == (people.owner, datetime.date(2026, 11, 24))
    withdrawal = address("report_withdraw", one, found.pk)
    assert "Chưa ghi lý do" in client.post(withdrawal, {"reason": ""}).content.decode()
    assert "(nhầm)" in client.post(withdrawal, {"reason": "nhầm"}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("report_deliver", {"sender": "", "number": "1", "delivered_on": "1/1/2026"}, "Chưa ghi đơn vị gửi"),
        ("report_deliver", {"sender": "A", "number": "1", "delivered_on": "31/02/2026"}, "Ngày không đúng"),
        ("report_deliver", {"sender": "A", "number": "1", "delivered_on": "01/12/2026"}, "chưa đến"),
        ("report_date", {"day": "31/02", "source": "CV"}, "không phải năm nào cũng có"),
        ("report_date", {"day": "mai", "source": "CV"}, "Ngày không đúng"),
        ("report_date", {"day": "12/13", "source": "CV"}, "Ngày không đúng"),
        ("report_date", {"day": "10/12", "source": ""}, "Chưa ghi văn bản đặt hạn"),
        ("report_parties", {"names": "x" * 201}, "dài quá 200 ký tự"),
    ],
)
def test_what_is_typed_wrongly_gets_one_sentence(version, people, signed_in, name, given, sentence):
    one = undated(version).occurrence
    response = signed_in(people.owner).post(address(name, one), given)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not (
        ReportDelivery.objects.exists() or ReportDate.objects.exists() or ReportParty.objects.exists()
    )


def test_addresses_of_nothing_are_not_found(version, people, signed_in):
    client, one = signed_in(people.owner), first(version).occurrence
    good = [version.plan_id, one.year, one.obligation.key, one.position]
    for place, bad in ((0, "khong-co"), (1, 1999), (1, 9999), (2, "abc"), (3, 2)):
        wrong = [*good[:place], bad, *good[place + 1 :]]
        assert client.get(reverse("report", args=wrong)).status_code == 404


def test_a_year_that_is_none_is_said(version, people, signed_in):
    assert "“hai” không phải một năm" in page(signed_in(people.owner), year="hai")
    assert "“20260” không phải một năm" in page(signed_in(people.owner), year="20260")


def test_a_plan_without_reports_says_so(version, people, signed_in):
    record = {**version.record, "reporting": [], "tasks": []}
    PlanVersion.objects.create(plan=version.plan, number=2, record=record, sha256="0" * 64)
    text = page(signed_in(people.owner), year=YEAR + 1)
    assert "không quy định báo cáo nào" in text


def test_a_plan_that_is_over_reminds_of_nothing(people, signed_in):
    assert "hết thời gian thực hiện" in page(signed_in(people.owner))
    assert not [line for line in waiting_for(people.owner, TODAY) if "7488" in line.sentence]


def test_reminders_come_before_the_day_and_stay_a_while_after(version, people):
    def lines(day: datetime.date) -> list[str]:
        return [line.sentence for line in waiting_for(people.owner, day)]

    assert lines(datetime.date(2026, 10, 24)) == []
    assert lines(datetime.date(2026, 10, 25)) == ["Báo cáo năm 2026 (7488/KH-UBND): cần gửi"]
    assert "chưa ghi nhận" in lines(datetime.date(2026, 11, 25))[0]
    assert lines(datetime.date(2027, 2, 1)) != []
    assert lines(datetime.date(2027, 6, 1)) == []
    assert waiting_for(people.colleague, TODAY) == []


def test_what_has_no_day_is_known(version, people):
    assert "Sơ kết năm 2026" in [
        standing.occurrence.title for standing in undated_reports(people.owner, YEAR)
    ]


def test_the_page_asks_few_questions(version, people, signed_in, django_assert_max_num_queries):
    client = signed_in(people.owner)
    with django_assert_max_num_queries(22):
        page(client)


def test_a_period_typed_wrongly_is_said_on_the_page(version, people, signed_in):
    client, one = signed_in(people.owner), first(version).occurrence
    url = address("report_write", one)
    for query, sentence in (
        ({"since": "01/01/2026", "until": "31/02/2026"}, "Ngày không đúng"),
        ({"since": "01/05/2026", "until": "01/01/2026"}, "không có ngày nào"),
        ({"since": "01/01/2026", "until": "31/12/2026"}, "chưa đến"),
    ):
        assert sentence in client.get(url, query).content.decode()


def test_the_page_of_a_report_shows_its_figures(version, people, signed_in):
    text = signed_in(people.owner).get(address("report_write", first(version).occurrence)).content.decode()
    assert "Số liệu sẽ có trong báo cáo" in text
    assert "chưa rõ, không phải bằng 0" in text
    assert "15 % của 4 = 0,6 → 0" in text


def test_other_days_are_looked_at_without_losing_what_is_typed(version, people, signed_in):
    url = address("report_file", first(version).occurrence)
    given = {"since": "01/01/2026", "until": "31/03/2026", "subject": "Trích yếu đã sửa", "format": "look"}
    text = signed_in(people.owner).post(url, given).content.decode()
    assert "từ 01/01/2026 đến 31/03/2026" in text
    assert "cùng kỳ năm trước: từ 01/01/2025 đến 31/03/2025" in text
    assert "Trích yếu đã sửa" in text
