"""What is missing, who owes it, and what waits for whom."""

from __future__ import annotations

import datetime

import pytest

from gis_app.plans.models import Plan
from gis_app.transformation.targets.confirming import send_back
from gis_app.transformation.targets.owing import owed
from gis_app.transformation.targets.progress import Owes, progress_of
from gis_app.transformation.targets.waiting import stale_since, waiting_for

pytestmark = pytest.mark.django_db
Day = datetime.date
TODAY = Day(2026, 11, 22)


def test_what_is_missing_and_who_owes_it(year):
    two = year.say("T2", 42, 50)
    year.say("T8", 40, 40, confirmed=False)
    send_back(year.area, two.pk, "ghi lại", year.planner)
    progress = progress_of(year.area, TODAY)
    told = {m.target.id: (m.why, m.owes) for m in progress.missing}
    assert told["T1"] == ("none", Owes.COMMUNE)
    assert told["T2"] == ("sent_back", Owes.COMMUNE)
    assert told["T8"] == ("waiting", Owes.PLANNER)
    assert [one.office for one in owed(progress)] == ["Công an xã Đồng Nai 1", "Cán bộ tham mưu"]
    assert owed(progress)[1].missing[0].sentence() == "T8: 40/40 = 100 % tính đến 30/09/2026 chờ xác nhận"


def test_a_confirmed_figure_stands_while_a_newer_one_waits(year):
    year.say("T2", 42, 50, as_of=Day(2026, 6, 30))
    newer = year.say("T2", 10, 50, confirmed=False)
    row = next(row for row in progress_of(year.area, TODAY).rows if row.target.id == "T2")
    assert (row.value, row.met, row.pending, row.pending_standing) == (84, True, newer, "not_met")


def told(account, on=TODAY) -> list[str]:
    return [line.sentence for line in waiting_for(account, on)]


def test_what_waits_for_whom(year):
    assert told(year.officer) == ["Xã Đồng Nai 1: 9 chỉ tiêu chưa có số liệu"]
    result = year.say("T2", 42, 50, confirmed=False)
    year.say("T4", 1, 1)
    assert told(year.planner) == ["Xã Đồng Nai 1: 1 số liệu chờ xác nhận"]
    send_back(year.area, result.pk, "ghi lại", year.planner)
    assert told(year.officer) == ["Xã Đồng Nai 1: 1 số liệu bị gửi trả, 7 chỉ tiêu chưa có số liệu"]
    assert told(year.cycle.people.colleague) == []
    assert told(year.cycle.people.outsider) == []
    assert [line.due for line in waiting_for(year.officer, TODAY)] == [Day(2026, 12, 31)]
    assert "chờ đánh giá và quyết định" in told(year.secretary, Day(2027, 1, 1))[0]


def test_figures_grow_old_with_the_reports_of_the_plan(year):
    assert stale_since(year.area.plan_year.version, TODAY) == Day(2025, 11, 22)
    half_a_year = Plan.objects.get(pk="brvt-94-2017").current
    assert stale_since(half_a_year, Day(2026, 8, 31)) == Day(2026, 2, 28)
