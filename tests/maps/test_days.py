"""The map of a past day is the one that was true then; what is not known about a day is said."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from gis_app.plans.models import Plan
from gis_app.transformation.deciding import decide
from gis_app.transformation.proposing import propose_by_hand
from layers.models import Succession
from tests.factories import REFORM, AdminUnitFactory, BoundarySetFactory, square

pytestmark = pytest.mark.django_db
Day = datetime.date
PLAN = "dongnai-7488-2017"


@pytest.fixture
def programme(people):
    """A commune of 2018 that is the same ground as one of today; proposed, selected and begun in 2019."""
    old = BoundarySetFactory(name="Trước sắp xếp", valid_from=Day(2018, 1, 1), valid_to=REFORM)
    before = AdminUnitFactory(
        boundary_set=old,
        code="26001",
        full_name="Xã Cũ",
        province_code="75",
        valid_to=REFORM,
        geometry=square(107.0, 11.0),
    )
    now = people.home_communes[0]
    Succession.objects.create(old_unit=before, new_unit=now, area_share=1, known_by="overlay")
    plan = Plan.objects.get(pk=PLAN)
    area = propose_by_hand(plan, 2019, before, "phức tạp", None, proposed_on=Day(2019, 1, 10))
    paper = {"body": "Ban Chỉ đạo 138", "areas": [area], "account": None, "cap_breach_reason": "thử"}
    decide(area.plan_year, "select", "1/QĐ", Day(2019, 3, 1), **paper)
    decide(area.plan_year, "start", "2/QĐ", Day(2019, 7, 1), **paper)
    return before, now


def status(client, day: str, **etag):
    return client.get("/map/status.json", {"plan": PLAN, "date": day}, **etag)


def test_each_day_has_its_own_statuses_and_communes(people, programme, signed_in):
    before, now = programme
    client = signed_in(people.owner)
    shown = {
        day: status(client, day).json() for day in ("2019-01-09", "2019-06-30", "2019-07-01", "2026-01-01")
    }
    assert [answer["units"] for answer in shown.values()] == [
        {},
        {str(before.pk): "selected"},
        {str(before.pk): "in_transformation"},
        {str(now.pk): "in_transformation"},
    ]
    assert shown["2019-06-30"]["shapes"] == shown["2019-07-01"]["shapes"] != shown["2026-01-01"]["shapes"]
    assert "thay đổi đầu tiên là từ 10/01/2019" in shown["2019-01-09"]["note"]
    assert [shown[day]["note"] for day in ("2019-06-30", "2026-01-01")] == ["", ""]
    assert "Không có ranh giới" in status(client, "2017-12-31").json()["note"]


def test_the_days_on_which_something_changed(people, programme, signed_in):
    answer = signed_in(people.owner).get("/map/days.json", {"plan": PLAN}).json()
    assert answer["steps"] == [
        {"day": "2019-01-10", "text": "1 đề xuất"},
        {"day": "2019-03-01", "text": "1 đã lựa chọn"},
        {"day": "2019-07-01", "text": "1 đang chuyển hóa"},
        {"day": "2025-07-01", "text": "ranh giới xã, phường mới"},
    ]
    assert (answer["first"], answer["last"]) == ("2017-07-31", timezone.localdate().isoformat())
    assert signed_in(people.outsider).get("/map/days.json", {"plan": PLAN}).status_code == 400


def test_an_answer_holds_until_something_is_decided(people, programme, signed_in):
    client = signed_in(people.owner)
    first = status(client, "2019-06-30")
    assert status(client, "2019-06-30", headers={"if-none-match": first["ETag"]}).status_code == 304
    propose_by_hand(Plan.objects.get(pk=PLAN), 2026, people.home_communes[1], "phức tạp", None)
    assert status(client, "2019-06-30", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_without_any_change_the_page_says_so(people, signed_in):
    client = signed_in(people.owner)
    assert status(client, "2026-01-01").json()["note"] == "Chưa có trạng thái nào được ghi."
    assert client.get("/map/days.json", {"plan": PLAN}).json()["steps"] == []
    later = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
    propose_by_hand(Plan.objects.get(pk=PLAN), 2026, people.home_communes[1], "phức tạp", None)
    assert "ở tương lai" in status(client, later).json()["note"]
