"""Figures of a report: periods as long as each other, unknown told from zero, victims kept safe."""

from __future__ import annotations

import datetime

import pytest

from gis_app.reports import changes
from gis_app.reports.figures.gathering import gather
from gis_app.reports.figures.spans import compared, usual
from gis_app.reports.letter import wording
from gis_app.screening.window import Window
from gis_app.transformation.refusing import RefusedError
from layers.models import MonthlyCount
from tests.factories import IncidentFactory, located
from tests.reports.conftest import TODAY, YEAR

pytestmark = pytest.mark.django_db
DAY = datetime.date
QUARTER = Window(DAY(2026, 1, 1), DAY(2026, 4, 1))


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


def incidents(unit, category: str, day: datetime.date, count: int) -> None:
    for _number in range(count):
        located(IncidentFactory(category_id=category, occurred_on=day), unit)


def test_a_quarter_is_compared_with_the_three_months_before_and_a_year_earlier():
    found = compared(QUARTER)
    assert (found.before.since, found.before.last_day) == (DAY(2025, 10, 1), DAY(2025, 12, 31))
    assert (found.last_year.since, found.last_year.last_day) == (DAY(2025, 1, 1), DAY(2025, 3, 31))


def test_three_months_up_to_the_cut_off_are_compared_with_as_long_a_time():
    found = compared(Window.of_months(3, DAY(2026, 3, 4)))
    assert (found.before.since, found.before.last_day) == (DAY(2025, 9, 5), DAY(2025, 12, 4))
    assert (found.last_year.since, found.last_year.last_day) == (DAY(2024, 12, 5), DAY(2025, 3, 4))


def test_days_of_ones_own_are_compared_with_as_many_days():
    found = compared(Window(DAY(2026, 3, 10), DAY(2026, 3, 20)))
    assert (found.before.since, found.before.until) == (DAY(2026, 2, 28), DAY(2026, 3, 10))
    assert (found.last_year.since, found.last_year.until) == (DAY(2025, 3, 10), DAY(2025, 3, 20))


def test_a_year_has_no_other_year_earlier():
    assert compared(Window.of_months(12, DAY(2026, 11, 24))).is_a_year


def test_the_29th_of_february_has_a_year_earlier():
    found = compared(Window.of_months(1, DAY(2028, 2, 29)))
    assert found.last_year.last_day == DAY(2027, 2, 28)


def test_the_usual_cut_off_is_never_a_day_to_come():
    assert usual(12, DAY(2026, 12, 31), DAY(2026, 11, 24), TODAY).last_day == TODAY
    assert usual(3, DAY(2026, 3, 31), DAY(2026, 3, 4), TODAY).last_day == DAY(2026, 3, 4)


def test_unknown_is_not_zero(version, people):
    incidents(people.home_communes[0], "theft", DAY(2026, 2, 1), 3)
    incidents(people.home_communes[0], "theft", DAY(2025, 2, 1), 2)
    found = gather(version.plan, YEAR, QUARTER, people.owner)
    theft = next(row for row in found.incidents.rows if row.category.pk == "theft")
    assert (theft.now, theft.before, theft.last_year) == (3, None, 2)
    assert theft.against_before is None
    assert changes.difference(theft.against_before) == "—"
    lacks = " ".join(wording.lacking(found))
    assert "không so sánh được: Trộm cắp tài sản" in lacks
    assert "Vụ việc mới nhất đã nhập là của ngày 01/02/2026: 58 ngày cuối kỳ" in lacks


def test_a_part_of_a_province_has_zeros_where_its_province_reports(version, people):
    incidents(people.home_communes[0], "theft", DAY(2026, 2, 1), 3)
    people.owner.units.set([people.home_communes[1]])
    found = gather(version.plan, YEAR, QUARTER, people.owner)
    assert [row.now for row in found.incidents.rows] == [0]
    assert not found.whole
    assert "chỉ gồm phần địa bàn" in wording.scope_sentence(found)
    assert wording.cap_sentence(found) == ""


def test_no_incident_at_all_is_said(version, people):
    found = gather(version.plan, YEAR, QUARTER, people.owner)
    assert found.incidents.rows == ()
    assert "chưa rõ, không phải bằng 0" in wording.lacking(found)[0]


def test_no_percentage_on_a_small_base(version, people):
    incidents(people.home_communes[0], "theft", DAY(2026, 2, 1), 6)
    incidents(people.home_communes[0], "theft", DAY(2025, 2, 1), 3)
    (row,) = gather(version.plan, YEAR, QUARTER, people.owner).incidents.rows
    assert changes.difference(row.against_last_year) == "+3"
    assert changes.remark(row.against_last_year) == "không rõ rệt"


def test_a_percentage_on_a_large_base():
    from gis_app.statistics.counts import change

    assert changes.difference(change(15, 30)) == "−15 (−50,0\u00a0%)"
    assert changes.remark(change(15, 30)) == "giảm rõ"
    assert changes.remark(change(60, 30)) == "tăng rõ"


def test_victims_only_in_whole_years_of_a_whole_province_and_small_sums_hidden(version, people):
    unit = people.home_communes[0]
    for year, count in ((2024, 12), (2025, 3), (2026, 9)):
        MonthlyCount.objects.create(
            unit=unit, category_id="child_abuse", month=DAY(year, 5, 1), incidents=count
        )
    whole = gather(version.plan, YEAR, QUARTER, people.owner)
    (found,) = whole.victims
    assert (found.years, found.texts) == ((2024, 2025), ["12", "< 5"])
    assert "child_abuse" not in {row.category.pk for row in whole.incidents.rows}
    people.owner.units.set(people.home_communes[:2])
    del people.owner._scope
    assert gather(version.plan, YEAR, QUARTER, people.owner).victims == ()


@pytest.mark.parametrize(
    ("since", "until", "word"),
    [
        (DAY(2026, 4, 1), DAY(2026, 3, 1), "không có ngày nào"),
        (DAY(2026, 1, 1), DAY(2027, 1, 1), "chưa đến"),
        (DAY(2015, 1, 1), DAY(2026, 1, 1), "quá 5 năm"),
        (DAY(2019, 1, 1), DAY(2019, 4, 1), "không có xã, phường nào"),
    ],
)
def test_a_period_that_is_none_gets_one_sentence(version, people, since, until, word):
    with pytest.raises(RefusedError, match=word):
        gather(version.plan, YEAR, Window(since, until), people.owner)
