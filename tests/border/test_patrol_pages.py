"""The pages of patrols: who sees and records what, what is refused and how; sent twice is done once."""

from __future__ import annotations

import datetime
import json
import uuid

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gis_app.access.models import Agency
from gis_app.access.roles import Role
from gis_app.border.models import CommuneDuty, Patrol, PatrolStep
from gis_app.border.patrols.recording import Walked, plan_patrol, record_done
from gis_app.border.patrols.waiting import waiting_for
from layers.models import AdminUnit
from tests.border.conftest import NORTH
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db
LIST, NEW, TRACK = "/border/patrols/", "/border/patrols/new/", "/border/patrols/track/"
JSON = {"Accept": "application/json"}
DRAWN = json.dumps({"type": "LineString", "coordinates": [[107.0, 11.199], [107.1, 11.199]]})
SHORT = json.dumps({"type": "LineString", "coordinates": [[107.05, 11.199], [107.06, 11.199]]})


@pytest.fixture
def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def police_duty(force) -> None:
    """The police answer for a border commune: only who works on the border is offered as a partner."""
    make_duty(force.police.agency, force.people.home_communes[2])


@pytest.fixture
def planned(force, today) -> Patrol:
    """A patrol of the east post with the police, planned for today."""
    route = MultiLineString(LineString((107.0, NORTH), (107.05, NORTH)), srid=4326)
    return plan_patrol(force.east.agency, [force.police.agency], today, None, route=route)


def make_duty(agency: Agency, unit: AdminUnit) -> None:
    """Make an agency answer for a commune."""
    given = {"document": "QĐ (thử)", "valid_from": datetime.date(2025, 7, 1)}
    CommuneDuty.objects.create(agency=agency, unit=unit, **given)


def gpx(
    body: str | None = None, *, time: str = "2026-06-01T01:00:00Z", name: str = "vet.gpx"
) -> SimpleUploadedFile:
    """Return a track of 11 km along the line, or a file with another text."""
    points = "".join(
        f'<trkpt lat="11.199" lon="{107 + 0.001 * n:.3f}"><time>{time}</time></trkpt>' for n in range(100)
    )
    track = f"<gpx><trk><name>Nguyễn Văn A</name><trkseg>{points}</trkseg></trk></gpx>"
    return SimpleUploadedFile("vet.gpx", (track if body is None else body).encode(), "application/gpx+xml")


def plan(force, today, **fields) -> dict[str, object]:
    """Return what the form of a plan sends."""
    given = {"lead": force.east.agency.pk, "planned_on": f"{today:%d/%m/%Y}", "step_id": str(uuid.uuid4())}
    return {**given, **fields}


def done(today, **fields) -> dict[str, object]:
    """Return what the form of a done patrol sends."""
    return {"done_on": f"{today:%d/%m/%Y}", "way": "gpx", "step_id": str(uuid.uuid4()), **fields}


class TestWhoSees:
    def test_each_agency_that_takes_part_and_the_superior(self, force, planned, signed_in):
        for account in (force.east, force.police):
            assert "Tuần tra ngày" in signed_in(account).get(f"{LIST}{planned.pk}/").text
        make_duty(force.east.agency, force.people.home_communes[3])
        assert signed_in(force.command).get(f"{LIST}{planned.pk}/").status_code == 200

    def test_nobody_else(self, force, planned, signed_in):
        people = force.people
        for account in (force.west, people.owner, people.colleague, people.outsider):
            assert signed_in(account).get(f"{LIST}{planned.pk}/").status_code == 404
            for act in ("done", "correct"):
                assert signed_in(account).get(f"{LIST}{planned.pk}/{act}/").status_code in {403, 404}
            answer = signed_in(account).post(f"{LIST}{planned.pk}/cancel/", {"reason": "mưa"})
            assert answer.status_code == 404
        planned.refresh_from_db()
        assert planned.state == Patrol.State.PLANNED

    def test_the_neighbour_is_not_told_of_the_coverage_beside(self, force, planned, signed_in):
        west = signed_in(force.west).get(LIST)
        assert [each.section.agency for each in west.context["sections"]] == [force.west.agency]
        assert west.context["settings"]["routes"] == []

    def test_a_viewer_gets_counts_only(self, force, planned, today, signed_in):
        record_done(planned, today, Walked(planned.planned_route, "planned"), None)
        answer = signed_in(force.people.colleague).get(LIST)
        assert answer.status_code == 200
        assert "settings" not in answer.context
        assert signed_in(force.people.colleague).get(NEW).status_code == 403
        assert signed_in(force.people.colleague).post(TRACK, {"gpx": gpx()}).status_code == 403

    def test_an_account_without_agency_is_told_what_to_do(self, force, signed_in):
        nobody = AccountFactory(username="nobody", role=Role.BORDER_GUARD)
        assert "nhờ quản trị ghi cơ quan" in signed_in(nobody).get(LIST).text
        answer = signed_in(nobody).get(NEW)
        assert (answer.status_code, "chưa thuộc cơ quan" in answer.text) == (400, True)

    def test_nobody_signed_in(self, planned, client):
        for path in (LIST, NEW, f"{LIST}{planned.pk}/"):
            assert client.get(path).status_code == 302


class TestPlanning:
    def test_drawn_joint_and_seen_by_both(self, force, police_duty, today, signed_in):
        sent = plan(force, today, agencies=[force.police.agency.pk], shape=DRAWN, document="KH 5/KH-ĐBP")
        answer = signed_in(force.east).post(NEW, sent, headers=JSON)
        patrol = Patrol.objects.get()
        assert answer.json() == {"url": f"{LIST}{patrol.pk}/"}
        assert patrol.planned_route.num_coords == 2
        assert set(patrol.agencies.all()) == {force.east.agency, force.police.agency}
        assert "phối hợp" in signed_in(force.police).get(LIST).text

    def test_sent_twice_it_is_planned_once(self, force, today, signed_in):
        sent = plan(force, today)
        first, second = (signed_in(force.east).post(NEW, sent, headers=JSON).json() for _time in range(2))
        assert first == second
        assert Patrol.objects.count() == PatrolStep.objects.count() == 1

    def test_the_id_of_another_is_not_taken_over(self, force, today, signed_in):
        sent = plan(force, today)
        signed_in(force.east).post(NEW, sent, headers=JSON)
        stolen = signed_in(force.west).post(NEW, {**sent, "lead": force.west.agency.pk}, headers=JSON)
        assert "đã dùng cho việc khác" in stolen.json()["sentence"]

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"planned_on": "30/02/2026"}, "Ngày không đúng"),
            ({"planned_on": "22/11/2206"}, "quá xa"),
            ({"planned_on": ""}, "Ngày dự kiến"),
            ({"lead": "999999"}, "Cơ quan chủ trì"),
            ({"agencies": ["x"]}, "Cơ quan cùng tham gia"),
            ({"note": "Liên hệ 0912345678"}, "số điện thoại"),
            ({"note": "Tổ trưởng Nguyễn Văn An dẫn đường"}, "họ tên người"),
            ({"document": "xe 60A-123.45"}, "biển số xe"),
            ({"shape": "{"}, "Không đọc được hình vẽ"),
            ({"shape": '{"type":"Point","coordinates":[107,11]}'}, "phải là một đường"),
            ({"shape": '{"type":"LineString","coordinates":[[2,48],[3,48]]}'}, "xa Việt Nam"),
            ({"note": "\x00"}, ""),
            ({"step_id": "không phải"}, ""),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_stored(self, force, today, signed_in, fields, sentence):
        answer = signed_in(force.east).post(NEW, plan(force, today, **fields), headers=JSON)
        assert answer.status_code == 400
        assert sentence in answer.json()["sentence"]
        assert not Patrol.objects.exists()

    def test_of_another_agency_is_refused(self, force, today, signed_in):
        sent = plan(force, today, lead=force.west.agency.pk)
        assert signed_in(force.east).post(NEW, sent, headers=JSON).status_code == 400

    def test_an_agency_that_has_ended_is_offered_no_more(self, force, police_duty, today, signed_in):
        page = signed_in(force.east).get(NEW)
        assert "Công an xã thử" in page.text
        Agency.objects.filter(pk=force.police.agency.pk).update(valid_to=today)
        assert "Công an xã thử" not in signed_in(force.east).get(NEW).text

    def test_without_scripts_the_page_comes_back_with_what_was_typed(self, force, today, signed_in):
        sent = plan(force, today, note="số 0912345678", document="KH 5")
        answer = signed_in(force.east).post(NEW, sent)
        assert (answer.status_code, 'value="KH 5"' in answer.text) == (400, True)


class TestDone:
    def test_by_gpx_coverage_changes(self, force, planned, today, signed_in):
        browser = signed_in(force.east)
        before = browser.get(LIST).context["sections"][0].share
        sent = done(today, gpx=gpx(time=f"{today:%Y-%m-%d}T01:00:00Z"))
        assert browser.post(f"{LIST}{planned.pk}/done/", sent, headers=JSON).status_code == 200
        planned.refresh_from_db()
        assert (planned.state, planned.route_origin) == ("done", "gpx")
        # A straight way of a hundred records is stored with its two ends.
        assert planned.route.num_coords == 2
        after = browser.get(LIST).context["sections"][0].share
        assert (before, after) == (None, pytest.approx(0.5, abs=0.03))

    def test_a_clock_that_is_wrong_is_asked_about_and_kept(self, force, planned, today, signed_in):
        browser = signed_in(force.east)
        sent = done(today, gpx=gpx(time="2046-01-15T20:00:00Z"))
        assert browser.post(f"{LIST}{planned.pk}/done/", sent, headers=JSON).status_code == 200
        planned.refresh_from_db()
        assert planned.done_on == today
        assert "Đồng hồ thiết bị ghi 16/01/2046" in browser.get(f"{LIST}{planned.pk}/").text

    @pytest.mark.parametrize(
        ("north", "sentence"),
        [
            (11.199, None),
            (11.23, "vượt ra ngoài đường biên giới đến 3.3"),
            (10.8, "cách đường biên giới ít nhất 44 km"),
        ],
    )
    def test_a_route_off_the_border_is_asked_about_and_kept(
        self, force, planned, today, signed_in, north, sentence
    ):
        browser, drawn = signed_in(force.east), DRAWN.replace("11.199", str(north))
        sent = done(today, way="drawn", shape=drawn)
        assert browser.post(f"{LIST}{planned.pk}/done/", sent, headers=JSON).status_code == 200
        doubts = browser.get(f"{LIST}{planned.pk}/").context["doubts"]
        assert len(doubts) == (sentence is not None)
        assert sentence is None or sentence in doubts[0]

    def test_names_in_the_file_are_stored_nowhere(self, force, planned, today, signed_in):
        signed_in(force.east).post(f"{LIST}{planned.pk}/done/", done(today, gpx=gpx()), headers=JSON)
        stored = json.dumps(list(Patrol.objects.values()), default=str)
        assert "Nguyễn" not in stored

    def test_as_planned_and_drawn(self, force, planned, today, signed_in):
        answer = signed_in(force.police).post(
            f"{LIST}{planned.pk}/done/", done(today, way="planned"), headers=JSON
        )
        assert answer.status_code == 200
        planned.refresh_from_db()
        assert planned.route.equals_exact(planned.planned_route)

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"gpx": gpx("")}, "không đọc được"),
            ({"gpx": gpx("<gpx><trk><trkseg>")}, "bị cắt giữa chừng"),
            ({"gpx": gpx("<kml></kml>")}, "không phải GPX"),
            ({"gpx": gpx('<!DOCTYPE a [<!ENTITY b "c">]><gpx>&b;</gpx>')}, "DOCTYPE"),
            ({"gpx": gpx("<gpx></gpx>")}, "không có vết đi"),
            ({"gpx": gpx('<gpx><wpt lat="11" lon="107"/></gpx>')}, "chỉ có điểm đánh dấu"),
            ({"gpx": gpx(gpx().read().decode().replace('lon="107', 'lon="7'))}, "xa Việt Nam"),
            ({"gpx": gpx(gpx().read().decode().replace('lon="107.099', 'lon="109.9'))}, "cách điểm trước"),
            ({}, "Chưa chọn tệp GPX"),
            ({"way": "drawn"}, "Chưa vẽ tuyến"),
            ({"way": ""}, "Chưa chọn tuyến đã đi"),
            ({"way": "planned", "done_on": "01/01/1999"}, "quá xa"),
            ({"way": "planned", "done_on": "01/01/2100"}, "tương lai"),
            ({"way": "planned", "note": "gặp 012345678901"}, "số giấy tờ"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_changed(
        self, force, planned, today, signed_in, fields, sentence
    ):
        answer = signed_in(force.east).post(f"{LIST}{planned.pk}/done/", done(today, **fields), headers=JSON)
        assert answer.status_code == 400
        assert sentence in answer.json()["sentence"]
        planned.refresh_from_db()
        assert planned.state == Patrol.State.PLANNED

    def test_a_look_into_a_file_stores_nothing(self, force, planned, signed_in):
        answer = signed_in(force.east).post(TRACK, {"gpx": gpx()}).json()
        assert "Vết dài 10,8 km." in answer["sentence"]
        assert "01/06/2026" in answer["sentence"]
        assert answer["shape"]["type"] == "MultiLineString"
        assert signed_in(force.east).post(TRACK).status_code == 400
        planned.refresh_from_db()
        assert planned.route is None


class TestCorrecting:
    def test_with_a_reason_and_both_values_in_the_history(self, force, planned, today, signed_in):
        browser, page = signed_in(force.east), f"{LIST}{planned.pk}/"
        browser.post(f"{page}done/", done(today, gpx=gpx()), headers=JSON)
        sent = {
            **plan(force, today, agencies=[], note="đã đi hết"),
            "done_on": f"{today - datetime.timedelta(days=1):%d/%m/%Y}",
            "way": "drawn",
            "shape": SHORT,
            "reason": "ghi nhầm ngày",
        }
        assert browser.post(f"{page}correct/", sent, headers=JSON).status_code == 200
        text = browser.get(page).text
        assert f"ngày thực hiện: {today:%d/%m/%Y} → {today - datetime.timedelta(days=1):%d/%m/%Y}" in text
        assert "tuyến đã đi: tuyến 10,8 km → tuyến 1,1 km" in text
        assert "ghi nhầm ngày" in text
        assert [step.act for step in planned.steps.all()] == ["plan", "done", "correct"]

    def test_a_route_that_is_kept_stays_as_it_is(self, force, planned, today, signed_in):
        browser, page = signed_in(force.east), f"{LIST}{planned.pk}/"
        browser.post(f"{page}done/", done(today, gpx=gpx()), headers=JSON)
        before = Patrol.objects.get().route
        sent = plan(force, today, done_on=f"{today:%d/%m/%Y}", way="kept", shape=SHORT, reason="thêm ghi chú")
        browser.post(f"{page}correct/", {**sent, "note": "mưa"}, headers=JSON)
        patrol = Patrol.objects.get()
        assert (patrol.note, patrol.route.wkb) == ("mưa", before.wkb)

    def test_two_at_once_do_not_overwrite_each_other(self, force, planned, today, signed_in):
        page = f"{LIST}{planned.pk}/correct/"
        seen = signed_in(force.east).get(page).context["form"].initial["seen"]
        sent = plan(force, today, agencies=[force.police.agency.pk], reason="bổ sung", seen=str(seen))
        first = signed_in(force.east).post(page, {**sent, "note": "một"}, headers=JSON)
        again = {**sent, "note": "hai", "step_id": str(uuid.uuid4())}
        second = signed_in(force.police).post(page, again, headers=JSON)
        assert first.status_code == 200
        assert "Có người vừa ghi" in second.json()["sentence"]
        assert Patrol.objects.get().note == "một"

    @pytest.mark.parametrize(("fields", "sentence"), [({"reason": ""}, "Lý do"), ({}, "Chưa có gì khác")])
    def test_without_reason_or_change_it_is_refused(self, force, planned, today, signed_in, fields, sentence):
        same = plan(force, today, agencies=[force.police.agency.pk], **{"reason": "xem lại", **fields})
        answer = signed_in(force.east).post(f"{LIST}{planned.pk}/correct/", same, headers=JSON)
        assert sentence in answer.json()["sentence"]

    def test_cancelled_and_planned_again(self, force, planned, signed_in):
        browser, page = signed_in(force.east), f"{LIST}{planned.pk}/"
        browser.post(f"{page}cancel/", {"reason": "mưa lũ"})
        assert "không thực hiện" in browser.get(page).text
        browser.post(f"{page}reopen/", {"reason": "ghi nhầm"})
        planned.refresh_from_db()
        assert (planned.state, planned.cancel_reason) == ("planned", "")
        assert [step.act for step in planned.steps.all()] == ["plan", "cancel", "reopen"]

    def test_a_done_patrol_that_is_reopened_covers_no_more(self, force, planned, today, signed_in):
        browser, page = signed_in(force.east), f"{LIST}{planned.pk}/"
        browser.post(f"{page}done/", done(today, way="planned"), headers=JSON)
        assert browser.get(LIST).context["sections"][0].share > 0
        browser.post(f"{page}reopen/", {"reason": "ghi nhầm lần khác"}, headers=JSON)
        assert browser.get(LIST).context["sections"][0].share is None
        assert planned.steps.last().changes["route"][1] is None


class TestList:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("", 3),
            ("standing=planned", 2),
            ("standing=overdue", 1),
            ("standing=done", 1),
            ("standing=done&days=1", 0),
            ("joint=joint", 1),
            ("joint=single", 2),
            ("agency=999999", 0),
            ("standing=x&days=abc&reach=-1&depth=%00&agency=²&page=x", 3),
        ],
    )
    def test_filters(self, force, planned, today, signed_in, asked, found):
        earlier = today - datetime.timedelta(days=3)
        plan_patrol(force.east.agency, [], earlier, None)
        walked = plan_patrol(force.east.agency, [], earlier, None, route=planned.planned_route)
        record_done(walked, earlier, Walked(walked.planned_route, "planned"), None)
        answer = signed_in(force.east).get(f"{LIST}?{asked}")
        assert answer.context["page_obj"].paginator.count == found

    def test_what_is_not_known_is_told_and_not_zero(self, force, signed_in):
        answer = signed_in(force.east).get(LIST)
        assert "chưa có số liệu" in answer.text
        assert "Chưa ghi lần tuần tra nào của các đơn vị này" in answer.text
        assert answer.context["gaps"] == []

    def test_without_a_line_it_says_so(self, people, signed_in):
        post = Agency.objects.create(name="Đồn", kind=Agency.Kind.BORDER_POST)
        guard = AccountFactory(username="guard", role=Role.BORDER_GUARD, agency=post)
        assert "Chưa có đường biên giới nào được nhập" in signed_in(guard).get(LIST).text

    def test_the_advice_names_the_longest_gap_and_since_when(self, force, planned, today, signed_in):
        long_ago = today - datetime.timedelta(days=30)
        old = plan_patrol(force.east.agency, [], long_ago, None)
        far = MultiLineString(LineString((107.1, NORTH), (107.2, NORTH)), srid=4326)
        record_done(old, long_ago, Walked(far, "drawn"), None)
        record_done(planned, today, Walked(planned.planned_route, "planned"), None)
        (gap,) = signed_in(force.east).get(LIST).context["gaps"]
        assert gap.since == long_ago
        assert "từ mốc 63" in gap.sentence() or "từ mốc 62" in gap.sentence()
        assert f"sau {long_ago:%d/%m/%Y} chưa ghi ai đi qua" in gap.sentence()


class TestWaiting:
    def test_what_has_passed_unmarked_waits_for_the_lead_alone(self, force, planned, today):
        tomorrow = today + datetime.timedelta(days=1)
        (line,) = waiting_for(force.east, tomorrow)
        assert line.sentence.startswith("1 lần tuần tra")
        assert line.url == "/border/patrols/?standing=overdue"
        assert waiting_for(force.east, today) == []
        for account in (force.police, force.west, force.people.owner, force.people.colleague):
            assert waiting_for(account, tomorrow) == []
