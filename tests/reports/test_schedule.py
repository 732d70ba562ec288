"""The days of each plan's reports, as the documents word them."""

from __future__ import annotations

import dataclasses
import datetime
import re

import pytest

from gis_app.plans.models import Plan, PlanVersion
from gis_app.reports.models import ReportDate
from gis_app.reports.obligations import obligations_of
from gis_app.reports.schedule import last_day, occurrences, report_years
from gis_app.transformation.models import PlanYear

pytestmark = pytest.mark.django_db

#: file of the text, and the words from which each day of the plan is read there
WORDED = {
    "dongthap-bcd138-2024": {"05/3", "05/6", "05/9", "05/12"},
    "dongnai-7488-2017": {"25/11"},
    "brvt-94-2017": {"20/11"},
    "binhduong-6672-2021": {"15/9"},
    "binhphuoc-07-2022": set(),
}


def dated(plan_of, plan_id: str, year: int = 2026) -> list[tuple[str, datetime.date]]:
    return [(one.label, one.due) for one in occurrences(plan_of(plan_id), year, ()) if one.due]


def test_before_a_day_is_the_day_before(plan_of):
    day = datetime.date
    assert dated(plan_of, "dongthap-bcd138-2024", 2024) == [
        ("quý I năm 2024", day(2024, 3, 4)),
        ("6 tháng năm 2024", day(2024, 6, 4)),
        ("quý III năm 2024", day(2024, 9, 4)),
        ("năm 2024", day(2024, 12, 4)),
    ]
    assert dated(plan_of, "dongnai-7488-2017") == [("năm 2026", day(2026, 11, 24))]
    assert dated(plan_of, "brvt-94-2017") == [("năm 2026", day(2026, 11, 19))]
    assert dated(plan_of, "binhduong-6672-2021") == [("năm 2026", day(2026, 9, 14))]
    assert dated(plan_of, "binhphuoc-07-2022") == []


@pytest.mark.parametrize("plan_id", WORDED)
def test_every_day_stands_in_the_words_of_its_document(plan_of, plan_id):
    version = plan_of(plan_id)
    words = {
        (int(month), int(day))
        for owed in obligations_of(version)
        for day, month in re.findall(r"trước ngày (\d+)/(\d+)", owed.rule.source.quote)
    }
    assert words == {owed.rule.before for owed in obligations_of(version) if owed.rule.before}
    assert {f"{day:02d}/{month}" for month, day in words} == WORDED[plan_id]


def test_bình_phước_reports_quarterly_half_yearly_and_yearly_without_a_day(plan_of):
    found = occurrences(plan_of("binhphuoc-07-2022"), 2026, ())
    labels = [one.label for one in found]
    assert labels == [
        *[f"quý {quarter} năm 2026" for quarter in ("I", "II", "III", "IV")],
        "6 tháng đầu năm 2026",
        "năm 2026",
        "định kỳ, năm 2026 (chưa rõ kỳ)",
    ]
    assert all(one.due is None for one in found)


def test_seven_monitoring_teams_meet_at_six_months_and_a_year(plan_of):
    meetings = [
        one for one in occurrences(plan_of("brvt-94-2017"), 2026, ()) if one.obligation.rule.kind == "meeting"
    ]
    assert [one.label for one in meetings] == ["6 tháng đầu năm 2026", "năm 2026"]
    assert all(len(one.obligation.teams_named) == 7 for one in meetings)


def test_a_date_of_the_office_is_used_and_is_not_the_plans(plan_of):
    version = plan_of("binhphuoc-07-2022")
    owed = obligations_of(version)[0]
    own = ReportDate.objects.create(
        plan=version.plan, rule=owed.key, position=4, month=1, day=10, following_year=True, source="CV 12"
    )
    found = occurrences(version, 2026, [own])[0]
    assert (found.due, found.is_stated, found.office_date) == (datetime.date(2027, 1, 10), False, own)


def test_a_date_of_the_office_never_replaces_the_plans(plan_of):
    version = plan_of("dongnai-7488-2017")
    owed = next(owed for owed in obligations_of(version) if owed.rule.before)
    own = ReportDate.objects.create(
        plan=version.plan, rule=owed.key, position=1, month=1, day=10, source="CV"
    )
    assert occurrences(version, 2026, [own])[0].due == datetime.date(2026, 11, 24)


def test_before_the_29th_of_february_exists_in_every_year(plan_of):
    rule = dataclasses.replace(obligations_of(plan_of("dongnai-7488-2017"))[0].rule, before=(2, 29))
    assert last_day(rule, 2026) == last_day(rule, 2026).replace(month=2, day=28)
    assert last_day(rule, 2028) == datetime.date(2028, 2, 28)


def test_keys_are_unique_and_survive_a_version_that_moves_the_date(plan_of):
    version = plan_of("dongthap-bcd138-2024")
    keys = [owed.key for owed in obligations_of(version)]
    assert len(set(keys)) == len(keys) == 4
    record = {
        **version.record,
        "reporting": [{**r, "before": "--12-20"} for r in version.record["reporting"]],
    }
    later = PlanVersion(plan=version.plan, number=2, record=record)
    assert [owed.key for owed in obligations_of(later)] == keys


def test_a_duty_written_twice_has_two_keys(plan_of):
    version = plan_of("dongnai-7488-2017")
    twice = PlanVersion(
        plan=version.plan, record={**version.record, "reporting": version.record["reporting"] * 2}
    )
    assert len({owed.key for owed in obligations_of(twice)}) == 4


def test_a_plan_without_rules_asks_for_nothing(plan_of):
    version = plan_of("dongnai-7488-2017")
    empty = PlanVersion(plan=version.plan, record={**version.record, "reporting": []})
    assert occurrences(empty, 2026, ()) == []


def test_reports_are_owed_in_the_plans_period_and_in_years_that_are_used(plan_of):
    over, open_ended = plan_of("dongnai-7488-2017"), plan_of("binhphuoc-07-2022")
    PlanYear.objects.create(plan=Plan.objects.get(pk=over.plan_id), year=2026)
    found = report_years([over, open_ended], [2020, 2025, 2026])
    assert {(one.version.plan_id, one.year) for one in found if one.is_owed} == {
        (over.plan_id, 2020),
        (over.plan_id, 2026),
        *((open_ended.plan_id, year) for year in (2020, 2025, 2026)),
    }
