"""What devices send: nothing lost, nothing twice, whatever happens to the line, the server or the device."""

from __future__ import annotations

import contextlib
import datetime
import json
import random
import threading
import uuid

import pytest
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from gis_app.access.models import Agency
from gis_app.border.board import syncing
from gis_app.border.board.syncing import MOST_ITEMS, OldAppError, sync
from gis_app.border.models import BorderReport, ReportStep
from tests.border.force import EAST

SCHEDULES, PART = 500, 25


class KilledError(Exception):
    """The server died."""


class Device:
    """A device at a post: keeps what it made until it was told that the server has it."""

    def __init__(self, account, chance: random.Random) -> None:
        self.account = account
        self.chance = chance
        self.made: list[dict] = []
        self.kept: dict[str, dict] = {}
        self.backup: dict[str, dict] = {}
        self.clock = timezone.now() - datetime.timedelta(days=chance.random() * 7)

    def identity(self) -> str:
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    def tick(self) -> str:
        self.clock += datetime.timedelta(minutes=self.chance.randint(1, 90))
        return self.clock.isoformat()

    def keep(self, item: dict) -> dict:
        item |= {"id": self.identity(), "agency": self.account.agency_id}
        self.made.append(item)
        self.kept[item["id"]] = item
        return item

    def report(self, **fields) -> dict:
        return self.keep(
            {
                "type": "report",
                "kind": "smuggling",
                "urgency": "routine",
                "text": "Hai xe máy qua đường mòn",
                "lon": EAST[0] + self.chance.uniform(-0.02, 0.02),
                "lat": EAST[1] + self.chance.uniform(-0.02, 0.02),
                "accuracy_m": self.chance.choice([None, 12, 2000]),
                "occurred_at": self.tick(),
            }
            | fields
        )

    def step(self, report: dict, act: str, text: str = "", after: dict | None = None) -> dict:
        given = {"type": "step", "report": report["id"], "act": act, "text": text, "told_at": self.tick()}
        return self.keep(given | ({"after": after["id"]} if after else {}))

    def work(self) -> None:
        """Make a few reports and steps, each step knowing the one before it."""
        for _report in range(self.chance.randint(1, 2)):
            report, before = self.report(), None
            for act, text in (("verify", ""), ("comment", "đang xem"), ("confirm", "đúng"))[
                : self.chance.randint(0, 3)
            ]:
                before = self.step(report, act, text, before)

    def batch(self, items: list[dict]) -> dict:
        return {"app": 1, "sent_at": timezone.now().isoformat(), "items": items}

    def taken(self, answers) -> None:
        for answer in answers:
            if answer.outcome in {"stored", "already"}:
                self.kept.pop(answer.id, None)


def live_through(device: Device, monkeypatch) -> None:
    """Let a device work, and send with cuts, deaths, repetitions and a restored backup, then in peace."""
    chance, real = device.chance, syncing._answer

    def deadly(*given):
        with transaction.atomic():
            answer = real(*given)
            if chance.random() < 0.3:
                raise KilledError
        return answer

    device.work()
    device.backup = dict(device.kept)
    for _try in range(chance.randint(1, 4)):
        items = chance.sample(list(device.kept.values()), chance.randint(0, len(device.kept)))
        items += chance.sample(device.made, chance.randint(0, len(device.made)))
        fate = chance.choice(["offline", "answered", "answer lost", "server killed", "restored"])
        if fate == "restored":
            device.kept = dict(device.backup)
        elif fate == "server killed":
            with monkeypatch.context() as patch:
                patch.setattr(syncing, "_answer", deadly)
                with contextlib.suppress(KilledError):
                    device.taken(sync(device.batch(items), device.account))
        elif fate != "offline":
            answers = sync(device.batch(items), device.account)
            assert [answer.id for answer in answers] == [item["id"] for item in items]
            if fate == "answered":
                device.taken(answers)
    device.taken(
        sync(device.batch(chance.sample(list(device.kept.values()), len(device.kept))), device.account)
    )


def assert_all_there_once(device: Device) -> None:
    assert device.kept == {}
    reports = {uuid.UUID(item["id"]) for item in device.made if item["type"] == "report"}
    steps = {uuid.UUID(item["id"]): item["act"] for item in device.made if item["type"] == "step"}
    assert set(BorderReport.objects.filter(pk__in=reports).values_list("pk", flat=True)) == reports
    stored = ReportStep.objects.filter(report__in=reports).order_by("number")
    assert dict(stored.exclude(act="report").values_list("pk", "act")) == steps
    assert stored.filter(act="report").count() == len(reports)
    for report in reports:
        acts = [step.act for step in stored if step.report_id == report]
        assert acts == ["report", "verify", "comment", "confirm"][: len(acts)]


# In parts: a test is one transaction, which thousands of savepoints make slow.
@pytest.mark.django_db
@pytest.mark.parametrize("first", range(0, SCHEDULES, PART))
def test_no_schedule_loses_or_doubles_anything(force, monkeypatch, first):
    for seed in range(first, first + PART):
        device = Device(force.east, random.Random(seed))
        live_through(device, monkeypatch)
        assert_all_there_once(device)


@pytest.mark.django_db
def test_two_hundred_records_of_a_week_go_in_one_batch_in_any_order(force):
    device = Device(force.east, random.Random(7))
    while len(device.made) < 200:
        device.work()
    items = device.chance.sample(device.made, len(device.made))
    device.taken(sync(device.batch(items), force.east))
    assert_all_there_once(device)


@pytest.mark.django_db
class TestOverHttp:
    def send(self, client: Client, batch) -> tuple[int, dict]:
        answer = client.post("/border/sync", json.dumps(batch), content_type="application/json")
        return answer.status_code, answer.json()

    def test_each_item_is_answered_in_its_place(self, force, signed_in):
        device = Device(force.east, random.Random(1))
        report = device.report()
        named = device.report(text="Người dẫn đường là Nguyễn Văn Hùng")
        early = device.step(report, "confirm")
        batch = device.batch([early, named, report, {"type": "report"}, 7])
        status, answer = self.send(signed_in(force.east), batch)
        assert status == 200
        assert [item["outcome"] for item in answer["items"]] == [
            "refused", "refused", "stored", "refused", "refused",
        ]  # fmt: skip
        assert "Nguyễn Văn Hùng" in answer["items"][1]["sentence"]
        assert not any(item["again"] for item in answer["items"])
        _status, again = self.send(signed_in(force.east), batch)
        assert [item["outcome"] for item in again["items"]][2] == "already"

    def test_an_old_app_is_told_and_nothing_is_taken(self, force, signed_in):
        device = Device(force.east, random.Random(2))
        batch = device.batch([device.report()]) | {"app": 0}
        status, answer = self.send(signed_in(force.east), batch)
        assert (status, answer["items"]) == (426, [])
        assert "hãy cập nhật ứng dụng; tin vẫn còn trên máy" in answer["sentence"]
        assert not BorderReport.objects.exists()
        with pytest.raises(OldAppError):
            sync({"items": []}, force.east)

    @pytest.mark.parametrize(
        "body",
        [b"", b"{", b"[]", b"7", b'{"app": 1}', b'{"app": 1, "items": {}}', b"[" * 100_000, b"\xff"],
    )
    def test_what_cannot_be_read_is_one_sentence(self, force, signed_in, body):
        answer = signed_in(force.east).post("/border/sync", body, content_type="application/json")
        assert answer.status_code in {400, 426}
        assert "tin vẫn còn trên máy" in answer.json()["sentence"]

    @pytest.mark.parametrize(
        "change",
        [
            {"lon": "x"}, {"lat": None}, {"lon": 10**400}, {"lat": True}, {"kind": 7}, {"kind": "a\x00"},
            {"text": ["a"]}, {"text": "\ud800"}, {"occurred_at": "hôm qua"}, {"occurred_at": "9999-99-99"},
            {"id": "abc"}, {"id": 7}, {"agency": "x"}, {"accuracy_m": -5}, {"urgency": None},
        ],
    )  # fmt: skip
    def test_a_broken_item_is_refused_and_the_next_one_stored(self, force, signed_in, change):
        device = Device(force.east, random.Random(3))
        broken, sound = device.report() | change, device.report()
        status, answer = self.send(signed_in(force.east), device.batch([broken, sound]))
        assert status == 200
        assert [item["outcome"] for item in answer["items"]] == ["refused", "stored"]
        assert answer["items"][0]["sentence"]

    @pytest.mark.parametrize(
        "change", [{"act": "fly"}, {"act": "join"}, {"report": "x"}, {"act": "hand_over"}, {"after": 5}]
    )
    def test_a_broken_step_harms_nothing(self, force, signed_in, change):
        device = Device(force.east, random.Random(4))
        report = device.report()
        step = device.step(report, "comment", "một ý kiến") | change
        status, answer = self.send(signed_in(force.east), device.batch([report, step]))
        assert status == 200
        wanted = "stored" if "after" in change else "refused"
        assert [item["outcome"] for item in answer["items"]] == ["stored", wanted]

    def test_too_many_items_are_told_to_come_in_parts(self, force, signed_in):
        status, answer = self.send(signed_in(force.east), {"app": 1, "items": [{}] * (MOST_ITEMS + 1)})
        assert (status, answer["items"]) == (400, [])

    def test_another_agency_cannot_send_what_was_made_on_the_device_before_it(self, force, signed_in):
        device = Device(force.east, random.Random(5))
        report = device.report()
        _status, answer = self.send(signed_in(force.west), device.batch([report]))
        (item,) = answer["items"]
        assert (item["outcome"], item["again"]) == ("refused", True)
        assert "Đồn Biên phòng Đông" in item["sentence"]
        _status, answer = self.send(signed_in(force.east), device.batch([report]))
        assert answer["items"][0]["outcome"] == "stored"

    def test_the_successor_of_a_merged_agency_sends_what_its_devices_kept(self, force):
        device = Device(force.east, random.Random(6))
        sent, kept = device.report(), device.report()
        sync(device.batch([sent]), force.east)
        heir = Agency.objects.create(name="Đồn mới", kind=Agency.Kind.BORDER_POST)
        Agency.objects.filter(pk=force.east.agency_id).update(valid_to=timezone.localdate(), successor=heir)
        force.east.refresh_from_db()
        (answer,) = sync(device.batch([kept]), force.east)
        assert "đã thôi hoạt động" in answer.sentence
        force.east.agency = heir
        outcomes = [answer.outcome for answer in sync(device.batch([sent, kept]), force.east)]
        assert outcomes == ["already", "stored"]

    def test_who_has_no_part_in_the_border_is_turned_away(self, force, signed_in):
        client = signed_in(force.people.colleague)
        assert client.post("/border/sync", b"{}", content_type="application/json").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_the_same_batch_delivered_by_several_at_once_is_stored_once(force, signed_in):
    for seed in range(5):
        device = Device(force.east, random.Random(seed))
        device.work()
        body = json.dumps(device.batch(device.made))
        outcomes: list[list[str]] = []

        def deliver(body=body, outcomes=outcomes):
            try:
                answer = signed_in(force.east).post("/border/sync", body, content_type="application/json")
                outcomes.append([item["outcome"] for item in answer.json()["items"]])
            finally:
                connections.close_all()

        threads = [threading.Thread(target=deliver) for _delivery in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert len(outcomes) == 3
        assert all(outcome in {"stored", "already"} for each in outcomes for outcome in each)
        device.kept = {}
        assert_all_there_once(device)
