"""The calendar feed: parsed back, under the rights of the moment, gone when taken back."""

from __future__ import annotations

import datetime

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from gis_app.reports.delivering import record_delivery, set_date, withdraw_delivery
from gis_app.reports.feed.addresses import MOST_FEEDS, account_behind, make_feed, revoke
from gis_app.reports.feed.calendar import calendar_of
from gis_app.reports.models import CalendarFeed
from gis_app.transformation.refusing import RefusedError
from tests.reports.conftest import TODAY, first, undated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


def events(account) -> dict[str, icalendar.Event]:
    parsed = icalendar.Calendar.from_ical(calendar_of(account, TODAY, "https://diaban.local"))
    found = {str(event["uid"]): event for event in parsed.walk("VEVENT")}
    assert len(found) == len(parsed.walk("VEVENT"))
    return found


def the_report(account) -> icalendar.Event:
    return next(event for event in events(account).values() if "7488" in event["summary"])


def test_a_deadline_is_the_whole_last_day(version, people):
    event = the_report(people.owner)
    assert event["dtstart"].dt == datetime.date(2026, 11, 24)
    assert event["dtend"].dt == datetime.date(2026, 11, 25)
    assert "24/11/2026 (thứ Ba)" in event["description"]
    assert event["url"].startswith("https://diaban.local/reports/dongnai-7488-2017/2026/")
    assert event.walk("VALARM")[0]["trigger"].dt == datetime.timedelta(days=-7)


def test_no_time_zone_is_named_and_every_line_ends_as_the_standard_asks(version, people):
    written = calendar_of(people.owner, TODAY, "https://diaban.local")
    assert b"TZID" not in written
    lines = written.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)


def test_the_uid_stays_and_the_sequence_grows_with_each_change(version, people):
    before = the_report(people.owner)
    delivery = record_delivery(first(version).occurrence, "Công an tỉnh", "1/BC", TODAY, people.owner)
    sent = the_report(people.owner)
    withdraw_delivery(delivery, first(version).occurrence, "nhầm", people.owner)
    after = the_report(people.owner)
    assert before["uid"] == sent["uid"] == after["uid"]
    assert [event["sequence"] for event in (before, sent, after)] == [0, 1, 2]
    assert sent["summary"].startswith("Đã gửi")
    assert not sent.walk("VALARM")


def test_an_office_date_brings_an_event_that_says_whose_day_it_is(version, people):
    known = set(events(people.owner))
    set_date(undated(version).occurrence, 12, 20, "CV 8/BCĐ", people.owner)
    new = {uid: event for uid, event in events(people.owner).items() if uid not in known}
    assert {event["dtstart"].dt for event in new.values()} >= {datetime.date(2026, 12, 20)}
    assert all("hạn do cơ quan đặt: CV 8/BCĐ" in event["description"] for event in new.values())


def test_an_outsider_gets_no_deadline_of_the_province(version, people):
    assert not [event for event in events(people.outsider).values() if "7488" in event["summary"]]


def test_the_address_answers_whoever_has_it_and_no_commune_is_named(version, people):
    _feed, token = make_feed(people.colleague, "Outlook")
    response = Client().get(reverse("report_calendar", args=[token]))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    assert "no-store" in response["Cache-Control"]
    text = response.content.decode().replace("\r\n ", "")
    assert "7488/KH-UBND" in text
    assert not any(commune.name in text for commune in people.home_communes)
    assert CalendarFeed.objects.get().fetched_at is not None


def test_only_a_hash_of_the_token_is_kept(people):
    feed, token = make_feed(people.owner, "")
    assert token not in feed.token_sha256
    assert len(token) >= 43


@pytest.mark.parametrize("end", ["revoked", "closed", "unknown"])
def test_an_address_that_is_not_valid_gets_one_sentence(people, end):
    feed, token = make_feed(people.owner, "")
    if end == "revoked":
        revoke(feed)
    elif end == "closed":
        people.owner.is_active = False
        people.owner.save()
    else:
        token = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert account_behind(token) is None
    response = Client().get(reverse("report_calendar", args=[token]))
    assert response.status_code == 404
    assert response.content.decode().startswith("Đường dẫn lịch này không dùng được")


def test_the_jurisdiction_is_that_of_the_moment(version, people):
    _feed, token = make_feed(people.owner, "")
    people.owner.units.set([people.away])
    text = Client().get(reverse("report_calendar", args=[token])).content.decode()
    assert "7488" not in text


def test_one_account_cannot_take_back_the_address_of_another(people, signed_in):
    feed, token = make_feed(people.owner, "")
    assert signed_in(people.colleague).post(reverse("report_feed_revoke", args=[feed.pk])).status_code == 404
    assert account_behind(token) == people.owner
    signed_in(people.owner).post(reverse("report_feed_revoke", args=[feed.pk]))
    assert account_behind(token) is None


def test_there_is_an_end_to_addresses(people):
    for _number in range(MOST_FEEDS):
        make_feed(people.owner, "")
    with pytest.raises(RefusedError, match="thu hồi"):
        make_feed(people.owner, "")


def test_the_page_shows_the_address_once(people, signed_in):
    client = signed_in(people.owner)
    text = client.post(reverse("report_feed_make"), {"label": "Outlook"}).content.decode()
    assert "/reports/calendar/" in text
    assert "/reports/calendar/" not in client.get(reverse("report_feeds")).content.decode()


def test_the_log_of_requests_does_not_hold_the_key(people, caplog):
    _feed, token = make_feed(people.owner, "")
    with caplog.at_level("INFO", logger="diaban.request"):
        Client().get(reverse("report_calendar", args=[token]))
    assert caplog.records
    assert token not in caplog.text
