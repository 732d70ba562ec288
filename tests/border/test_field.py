"""What the installable page of a post is given: the same shell for all, the account's own map and answers."""

from __future__ import annotations

import datetime
import json
import re
import uuid
from pathlib import Path

import pytest
import shapely
from django.contrib.gis.geos import LineString, MultiLineString
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from gis_app.border.board import handling
from gis_app.border.board.steps import Act
from gis_app.border.board.syncing import ACTS, sync
from gis_app.border.field.package import package
from gis_app.border.models import BorderReport, ReportStep
from layers.models import Road
from layers.reading.measured_lines import MeasuredLines
from tests.border.conftest import NORTH
from tests.border.force import EAST
from tests.factories import ImportBatchFactory

pytestmark = pytest.mark.django_db
FIELD = "/border/field/"
BEYOND = (EAST[0], NORTH + 0.0027)


def told(client: Client, path: str, **headers) -> dict:
    response = client.get(FIELD + path, headers=headers)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    return response.json()


class TestShell:
    def test_it_is_the_same_for_nobody_and_for_everybody(self, force, signed_in):
        pages = {
            client.get(FIELD).content for client in (Client(), signed_in(force.east), signed_in(force.west))
        }
        assert len(pages) == 1
        assert b"csrfmiddlewaretoken" not in pages.pop()

    def test_the_worker_keeps_every_file_that_the_page_names(self, client):
        worker = client.get(FIELD + "worker.js")
        assert worker["Content-Type"] == "text/javascript"
        shell = json.loads(re.match(r"self\.SHELL = (.*);\n", worker.content.decode())[1])
        named = set(re.findall(r'"(/static/[^"]+)"', client.get(FIELD).content.decode()))
        assert named <= set(shell["files"])
        imported = {
            f"/static/js/border/field/{name}"
            for file in shell["files"]
            if file.endswith(".js") and "/field/" in file
            for name in re.findall(r'from "\./([\w.]+)"', _static(file))
        }
        assert imported <= set(shell["files"])
        assert [file for file in shell["files"] if not finders.find(file.removeprefix("/static/"))] == []

    def test_another_language_is_another_version(self, client):
        first = client.get(FIELD + "worker.js").content
        assert client.get(FIELD + "worker.js").content == first
        client.cookies["django_language"] = "en"
        assert client.get(FIELD + "worker.js").content != first

    def test_the_manifest_names_icons_that_exist(self, client):
        manifest = client.get(FIELD + "manifest.webmanifest").json()
        assert manifest["scope"] == manifest["start_url"] == FIELD
        assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]} == {
            (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
        }
        assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in manifest["icons"])


def _static(address: str) -> str:
    return Path(finders.find(address.removeprefix("/static/"))).read_text(encoding="utf-8")


class TestState:
    def test_without_a_session_it_is_a_sentence_and_not_a_page(self, client):
        for path in ("state.json", "package.json", "answers.json"):
            response = client.get(FIELD + path)
            assert (response.status_code, response["Cache-Control"]) == (401, "no-store")
            assert "đăng nhập" in response.json()["sentence"]

    def test_a_device_learns_who_it_is_and_what_can_be_done(self, force, signed_in):
        state = told(signed_in(force.east), "state.json")
        assert (state["account"]["id"], state["account"]["agency"]) == (force.east.pk, force.east.agency_id)
        assert abs(state["now"] / 1000 - timezone.now().timestamp()) < 60
        assert state["refused"] == ""
        assert state["urgencies"][0]["key"] == "routine"
        assert {act["key"] for act in state["acts"]} == set(ACTS)
        assert {act["key"] for act in state["acts"] if act["needsText"]} == {
            "comment", "close", "refute", "place",
        }  # fmt: skip

    def test_who_has_no_part_is_told_so(self, force, signed_in):
        client = signed_in(force.people.colleague)
        assert "không được báo tin" in told(client, "state.json")["refused"]
        assert client.get(FIELD + "package.json").status_code == 403
        assert client.get(FIELD + "answers.json").status_code == 403


class TestPackage:
    def test_an_account_gets_its_own_communes_and_sections(self, force, signed_in):
        mine, other = (told(signed_in(each), "package.json") for each in (force.east, force.people.outsider))
        homes = {str(unit.full_name) for unit in force.people.home_communes}
        assert {commune["name"] for commune in mine["communes"]} == homes
        assert homes.isdisjoint(commune["name"] for commune in other["communes"])

    def test_without_a_jurisdiction_it_is_empty(self, force, signed_in):
        force.east.units.clear()
        held = told(signed_in(force.east), "package.json")
        assert held["communes"] == held["lines"] == held["sites"] == []

    def test_the_line_carries_the_servers_metres(self, force, measured):
        held = json.loads(package(datetime.date(2026, 6, 1), force.east)[0])
        (line,) = held["lines"]
        assert line["inside"] == -1  # drawn from west to east along the north: the communes lie on the right
        ((*_, last),) = line["parts"]
        feet = measured.feet(last[0], last[1])
        assert last[2] == pytest.approx(feet.along_m[0], abs=1)
        assert {marker["label"] for marker in held["markers"]} <= {"60", "61", "62", "63"}

    def test_roads_are_cut_to_the_communes(self, force):
        far = [(106.0, 11.15), (107.05, 11.15), (109.0, 11.15)]
        shape = MultiLineString(LineString(*far), srid=4326)
        Road.objects.create(number="QL.99", geometry=shape, batch=ImportBatchFactory(layer="road"))
        held = json.loads(package(datetime.date(2026, 6, 1), force.east)[0])
        (road,) = held["roads"]
        lons = [lon for part in road["parts"] for lon, _lat in part]
        edges = [unit.geometry.extent for unit in force.people.home_communes]
        assert min(lons) == pytest.approx(min(edge[0] for edge in edges))
        assert max(lons) == pytest.approx(max(edge[2] for edge in edges))

    def test_it_is_sent_again_only_when_something_changed(self, force, signed_in):
        client = signed_in(force.east)
        first = client.get(FIELD + "package.json")
        again = client.get(FIELD + "package.json", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        force.east.units.set(force.people.home_communes[:1])
        after = client.get(FIELD + "package.json", headers={"If-None-Match": first["ETag"]})
        assert after.status_code == 200

    def test_a_line_in_parts_keeps_its_parts(self, force, line):
        apart = shapely.MultiLineString([[(107, 11), (107.1, 11)], [(107.2, 11), (107.3, 11)]])
        parts = MeasuredLines([apart]).vertices(0)
        assert [part[:, :2].tolist() for part in parts] == [
            [[107, 11], [107.1, 11]], [[107.2, 11], [107.3, 11]],
        ]  # fmt: skip
        assert parts[0][-1, 2] == pytest.approx(parts[1][0, 2])


class TestAnswers:
    def test_a_post_gets_what_became_of_its_reports(self, force, signed_in):
        report = force.confirmed()
        handling.hand_over(report.pk, force.police.agency, force.east)
        handling.move(report.pk, Act.ACKNOWLEDGE, force.police)
        handling.move(report.pk, Act.COMMENT, force.police, "Xe đi hướng nào?")
        first = told(signed_in(force.east), "answers.json")
        (found,) = first["reports"]
        assert (found["id"], found["state"], found["mine"]) == (str(report.pk), "acknowledged", False)
        assert found["steps"][-1]["text"] == "Xe đi hướng nào?"
        assert not found["steps"][-1]["own"]
        later = signed_in(force.east).get(f"{FIELD}answers.json?since={first['number']}").json()
        assert later["reports"] == []
        assert told(signed_in(force.west), "answers.json")["reports"] == []
        (held,) = told(signed_in(force.police), "answers.json")["reports"]
        assert held["mine"]

    def test_the_place_of_a_sensitive_report_stays_with_its_holder(self, force, signed_in):
        report = force.confirmed(kind="human_trafficking", at=BEYOND)
        handling.hand_over(report.pk, force.police.agency, force.east)
        assert told(signed_in(force.police), "answers.json")["reports"][0]["place"]
        (made,) = told(signed_in(force.east), "answers.json")["reports"]
        assert (made["mine"], bool(made["place"])) == (False, True)

    def test_what_was_closed_long_ago_is_left_to_the_servers_pages(self, force, signed_in):
        closed = force.taken_to("closed")
        long_ago = timezone.now() - datetime.timedelta(days=60)
        BorderReport.objects.filter(pk=closed.pk).update(received_at=long_ago)
        assert told(signed_in(force.east), "answers.json")["reports"] == []

    @pytest.mark.parametrize("since", ["x", "-1", "9" * 20, "²"])
    def test_a_wrong_number_is_a_sentence(self, force, signed_in, since):
        assert signed_in(force.east).get(f"{FIELD}answers.json", {"since": since}).status_code == 400


class TestPlaceFromADevice:
    def answer(self, force, report, **fields) -> dict:
        return {
            "id": str(uuid.uuid4()),
            "type": "step",
            "agency": force.east.agency_id,
            "report": str(report.pk),
            "act": "place",
            "text": "đúng như vậy, nhìn từ mốc",
            "told_at": timezone.now().isoformat(),
        } | fields

    def sent(self, force, *items):
        return sync({"app": 1, "sent_at": timezone.now().isoformat(), "items": list(items)}, force.east)

    def test_it_is_answered_once_however_often_it_is_sent(self, force):
        report = force.report(at=BEYOND)
        item = self.answer(force, report)
        outcomes = [answer.outcome for _try in range(3) for answer in self.sent(force, item)]
        assert outcomes == ["stored", "already", "already"]
        report.refresh_from_db()
        assert report.place_settled
        assert ReportStep.objects.filter(report=report, act=Act.PLACE).count() == 1

    def test_another_place_under_the_same_id_is_another_thing(self, force):
        report = force.report(at=BEYOND)
        item = self.answer(force, report, lon=EAST[0], lat=EAST[1])
        (first,) = self.sent(force, item)
        assert first.outcome == "stored"
        report.refresh_from_db()
        assert report.marks == []
        (second,) = self.sent(force, item | {"lon": EAST[0] + 0.01})
        assert second.outcome == "refused"
