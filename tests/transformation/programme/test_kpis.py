"""The shares of the programme: who is counted, as of which day, reached, missed or open."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

from gis_app.plans.models import PlanVersion
from gis_app.transformation.amending import annul as annul_decision
from gis_app.transformation.models.decisions import Paper
from gis_app.transformation.programme.kpis import Programme, kpis_of

pytestmark = pytest.mark.django_db
DECEMBER = datetime.date(2025, 12, 5)
JANUARY = datetime.date(2026, 1, 2)
AUTUMN = datetime.date(2026, 9, 1)
TODAY = datetime.date(2026, 11, 1)


def both(cycle, year=2026, on=TODAY, account=None):
    return kpis_of(cycle.plan, year, on, account)


def year_of_work(cycle, good, bad, running=0, year=2026, skip=0):
    """Areas of which some were transformed, some not, some are still worked on."""
    areas = cycle.propose(*cycle.communes[skip : skip + good + bad + running], year=year)
    cycle.decide("select", *areas, on=DECEMBER, cap_breach_reason="thử")
    cycle.decide("start", *areas, on=JANUARY)
    if good:
        cycle.decide("recognise", *areas[:good], on=AUTUMN)
    if bad:
        cycle.decide("not_transformed", *areas[good : good + bad], on=AUTUMN)
    return areas


def test_without_areas_nothing_is_known(cycle):
    yearly, to_date = both(cycle)
    assert (yearly.whole, yearly.met, yearly.share, yearly.percent) == (0, None, None, "—")
    assert yearly.sentence() == "Danh sách năm 2026: chưa có địa bàn được lựa chọn."
    assert to_date.sentence() == "Đến 01/11/2026: chưa có địa bàn chuyển hóa thành công."
    assert (yearly.verdict, to_date.met) == ("chưa có địa bàn", None)


@pytest.mark.parametrize(
    ("good", "bad", "running", "met", "figure"),
    [
        (3, 2, 0, True, "3/5"),  # exactly 60 %
        (4, 3, 0, False, "4/7"),
        (1, 3, 1, False, "1/5"),  # whatever becomes of the fifth
        (3, 1, 1, True, "3/5"),
        (2, 1, 2, None, "2/5"),
    ],
)
def test_transformed_of_selected(cycle, good, bad, running, met, figure):
    year_of_work(cycle, good, bad, running)
    yearly = both(cycle)[0]
    assert (yearly.part, yearly.whole) == (good, good + bad + running)
    assert yearly.share == Fraction(good, good + bad + running)
    assert (yearly.met, yearly.figure) == (met, figure)
    assert len(yearly.missed) == bad
    assert (f"{running} địa bàn chưa có kết quả" in yearly.sentence()) is bool(running)


def test_a_relapse_does_not_undo_the_success_of_the_year(cycle):
    areas = year_of_work(cycle, 3, 2)
    cycle.decide("relapse", areas[0], on=datetime.date(2026, 10, 1))
    yearly, to_date = both(cycle)
    assert (yearly.figure, yearly.met) == ("3/5", True)
    assert (to_date.figure, to_date.percent, to_date.met) == ("2/3", "66,7 %", False)
    assert [course.pk for course in to_date.missed] == [areas[0].pk]
    assert to_date.sentence() == (
        "Đến 01/11/2026: 2/3 địa bàn đã chuyển hóa thành công không tái phức tạp (66,7 %); "
        "mức phải đạt từ 85 % trở lên: không đạt."
    )


@pytest.mark.parametrize(
    ("on", "figure"),
    [
        ("2025-12-04", "0/0"),
        ("2025-12-05", "0/5"),
        ("2026-08-31", "0/5"),
        ("2026-09-01", "3/5"),
    ],
)
def test_any_day_is_counted_as_it_was(cycle, on, figure):
    year_of_work(cycle, 3, 2)
    assert both(cycle, on=datetime.date.fromisoformat(on))[0].figure == figure


def test_withdrawn_areas_are_no_longer_selected_but_named(cycle):
    areas = cycle.propose(*cycle.communes[:3])
    cycle.decide("select", *areas[:2], on=DECEMBER)
    cycle.decide("withdraw", areas[0], on=JANUARY)
    yearly = both(cycle)[0]
    assert (yearly.whole, [course.pk for course in yearly.withdrawn]) == (1, [areas[0].pk])
    assert "1 địa bàn đã rút khỏi danh sách" in yearly.sentence()
    assert both(cycle, on=DECEMBER)[0].whole == 2


def annul(decision, on):
    paper = Paper("99/QĐ", on, "Ban Chỉ đạo 138", "Trưởng ban")
    return annul_decision(decision, paper, "ghi nhầm", None, from_the_beginning=True)


def test_an_annulled_selection_was_none(cycle):
    (area,) = cycle.propose(cycle.communes[0])
    annul(cycle.decide("select", area, on=DECEMBER), JANUARY)
    programme = Programme(cycle.plan, None)
    assert programme.selected_years(TODAY) == []
    assert programme.standings(2026, TODAY)[0].whole == 0
    cycle.decide("withdraw", area, on=JANUARY)
    assert both(cycle)[0].withdrawn == ()


def test_an_annulled_relapse_does_not_begin_the_success_anew(cycle):
    (area,) = year_of_work(cycle, 1, 0)
    decision = cycle.decide("relapse", area, on=datetime.date(2026, 9, 20))
    assert both(cycle)[1].figure == "0/1"
    annul(decision, datetime.date(2026, 10, 1))
    (course,) = Programme(cycle.plan, None).courses
    assert both(cycle)[1].figure == "1/1"
    assert course.transformed_since(TODAY) == AUTUMN
    assert course.transformed_since(JANUARY) is None


def failed_and_selected_again(cycle):
    (first,) = cycle.propose(cycle.communes[0], year=2025, on=datetime.date(2025, 7, 15))
    cycle.decide("select", first, on=datetime.date(2025, 8, 1))
    cycle.decide("start", first, on=datetime.date(2025, 8, 1))
    cycle.decide("not_transformed", first, on=datetime.date(2025, 11, 30))
    year_of_work(cycle, 1, 1)  # the same commune again, with success, and another one


def test_a_failure_that_is_selected_again_counts_as_the_plan_has_it(cycle):
    failed_and_selected_again(cycle)
    yearly = both(cycle)[0]
    assert (yearly.figure, len(yearly.carried)) == ("1/2", 1)
    assert "tính như các địa bàn khác" in yearly.sentence()
    assert both(cycle, year=2025)[0].figure == "0/1"


def test_a_version_may_count_carried_failures_only_once(cycle):
    record = cycle.plan.current.record
    kpis = [dict(record["kpis"][0], carried_over={"counted": False, "stated": True, "note": "thử"})]
    newest = PlanVersion.objects.create(
        plan=cycle.plan, number=99, record={**record, "kpis": kpis}, sha256="0" * 64
    )
    assert not newest.kpis[0].counts_carried_over
    failed_and_selected_again(cycle)
    (yearly,) = both(cycle)
    assert (yearly.figure, yearly.met) == ("0/1", False)
    assert "không tính lần nữa" in yearly.sentence()


def test_each_year_goes_by_the_version_it_was_begun_with(cycle):
    year_of_work(cycle, 3, 2)
    record = cycle.plan.current.record
    stricter = [dict(entry, threshold=61) for entry in record["kpis"]]
    PlanVersion.objects.create(
        plan=cycle.plan, number=99, record={**record, "kpis": stricter}, sha256="1" * 64
    )
    assert both(cycle)[0].met is True
    assert both(cycle, year=2027)[0].kpi.percent == 61


def test_the_share_to_date_counts_every_list_until_the_day(cycle):
    year_of_work(cycle, 3, 0)
    assert both(cycle, year=2025)[1].whole == 3
    assert both(cycle, on=AUTUMN - datetime.timedelta(days=1))[1].whole == 0


def test_who_sees_a_part_counts_a_part_and_is_told(cycle):
    year_of_work(cycle, 3, 2)
    account = cycle.people.colleague
    account.units.set([cycle.communes[0], cycle.communes[4]])
    yearly = both(cycle, account=account)[0]
    assert (yearly.figure, yearly.partial) == ("1/2", True)
    assert yearly.sentence().endswith("Chỉ tính các địa bàn trong phạm vi của tài khoản.")
    assert not both(cycle, account=cycle.people.owner)[0].partial
    assert both(cycle, account=cycle.people.outsider)[0].whole == 0


def test_a_plan_without_shares_has_none(cycle):
    plan = type(cycle.plan).objects.get(pk="binhduong-6672-2021")
    assert kpis_of(plan, 2026, TODAY, None) == []


def test_the_queries_do_not_grow(cycle, django_assert_num_queries):
    def ask():
        programme = Programme(cycle.plan, cycle.people.owner)
        return [programme.standings(year, TODAY) for year in range(2020, 2030)]

    Programme(cycle.plan, cycle.people.owner)  # the account learns its scope
    year_of_work(cycle, 1, 0)
    with django_assert_num_queries(9):
        ask()
    year_of_work(cycle, 5, 5, skip=1)
    with django_assert_num_queries(9):
        ask()
