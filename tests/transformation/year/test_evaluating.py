"""The success rule step by step: what is known decides, what is not known never counts as not met."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InternalError, transaction

from gis_app.plans.models import Plan, PlanVersion
from gis_app.plans.promises import Clause, Reduction
from gis_app.transformation.evaluating.computing import Outcome, evaluation_of
from gis_app.transformation.evaluating.judging import judge
from gis_app.transformation.evaluating.keeping import evaluate, read_back
from gis_app.transformation.evaluating.reducing import Fall, reduced
from gis_app.transformation.evaluating.wording import described
from gis_app.transformation.models import Evaluation, KeyArea, PlanYear
from gis_app.transformation.refusing import RefusedError
from gis_app.transformation.targets.confirming import send_back
from gis_app.transformation.targets.progress import progress_of
from layers.models import ImportBatch, IndicatorValue
from tests.transformation.year.conftest import State

pytestmark = pytest.mark.django_db
Day = datetime.date
TODAY = Day(2026, 11, 22)
ALL = ("T1", "T2", "T3", "T3b", "T4", "T5", "T6", "T7", "T8")


def holds(year, *conditions: str, holds=True):
    for condition in conditions or ("basic_reduction", "no_emerging_complexity"):
        judge(year.area, condition, holds, Day(2026, 11, 1), "theo báo cáo số 7", year.planner)


def outcome(year) -> str:
    return evaluation_of(year.area, TODAY).outcome


def of_version(year, **changes) -> KeyArea:
    """The area judged by a version of the plan that differs in some entries of its record."""
    version = year.area.plan_year.version
    record = {**version.record, **changes}
    number = version.plan.current.number + 1
    made = PlanVersion.objects.create(plan=version.plan, number=number, record=record, sha256=f"{number:064}")
    year.area.plan_year.version = made
    return year.area


def test_eight_of_nine_and_both_conditions(year):
    year.meet(*ALL[:8])
    year.miss("T8")
    holds(year)
    computed = evaluation_of(year.area, TODAY)
    assert (computed.count.met, computed.count.counted, computed.count.reached) == (8, 9, True)
    assert computed.outcome is Outcome.TRANSFORMED
    assert computed.missing == []
    assert described(computed).share == "Đạt 8 trên 9 chỉ tiêu = 88,9 %; cần ít nhất 8 (từ 80 % trở lên)."


def test_seven_of_nine_are_not_enough(year):
    year.meet(*ALL[:7])
    year.miss("T8")
    year.say("T7", 0)
    holds(year)
    assert outcome(year) == Outcome.NOT_TRANSFORMED


def test_by_bullets_four_of_five(year):
    year.meet("T1", "T5", "T6", "T7", "T8", "T2", "T4", "T3b")
    year.miss("T3")
    holds(year)
    success = {**year.area.plan_year.version.record["success"]}
    success["counting"] = {**success["counting"], "convention": "bullets"}
    computed = evaluation_of(of_version(year, success=success), TODAY)
    bullets = {target.bullet for target in year.area.plan_year.version.targets}
    assert computed.count.counted == len(bullets)
    assert computed.count.met == len(bullets) - 1
    assert computed.count.reached is ((len(bullets) - 1) * 100 >= 80 * len(bullets))
    assert "gạch đầu dòng" in described(computed).convention


@pytest.mark.parametrize(
    ("choice", "met", "counted", "reached"),
    [("exclude", 7, 8, True), ("met", 8, 9, True), ("not_met", 7, 9, False)],
)
def test_nothing_arising_counts_as_the_plan_says(year, choice, met, counted, reached):
    year.meet("T1", "T2", "T3b", "T4", "T5", "T6", "T7")
    year.say("T3", state=State.NOTHING_AROSE)
    year.miss("T8")
    success = {**year.area.plan_year.version.record["success"], "empty_base": {"choice": choice}}
    count = evaluation_of(of_version(year, success=success), TODAY).count
    assert (count.met, count.counted, count.reached) == (met, counted, reached)


def test_the_unknown_is_not_the_unmet(year):
    year.meet(*ALL[:6])
    holds(year)
    computed = evaluation_of(year.area, TODAY)
    assert computed.outcome is Outcome.CANNOT_SAY
    assert computed.missing == [f"{t}: chưa có số liệu được xác nhận" for t in ("T6", "T7", "T8")]


def test_what_cannot_matter_is_told(year):
    year.meet(*ALL[:8])
    holds(year)
    computed = evaluation_of(year.area, TODAY)
    assert computed.outcome is Outcome.TRANSFORMED
    assert computed.unknown_cannot_matter
    assert "không làm thay đổi kết quả" in described(computed).conclusion
    holds(year, "no_emerging_complexity", holds=False)
    assert outcome(year) == Outcome.NOT_TRANSFORMED


def test_two_missed_decide_before_the_rest_is_known(year):
    year.miss("T2", "T4")
    assert outcome(year) == Outcome.NOT_TRANSFORMED


def test_a_condition_that_fails_decides_alone(year):
    holds(year, "basic_reduction", holds=False)
    assert outcome(year) == Outcome.NOT_TRANSFORMED


def test_conditions_need_a_written_judgement_where_the_plan_has_no_figure(year):
    year.meet(*ALL)
    computed = evaluation_of(year.area, TODAY)
    assert computed.outcome is Outcome.CANNOT_SAY
    assert computed.missing == [
        "chưa có nhận định bằng văn bản: giảm cơ bản tội phạm và tệ nạn xã hội",
        "chưa có nhận định bằng văn bản: không để phức tạp nổi lên",
    ]
    holds(year)
    assert outcome(year) == Outcome.TRANSFORMED
    judge(year.area, "basic_reduction", None, Day(2026, 11, 20), "chờ số liệu quý IV", year.planner)
    assert outcome(year) == Outcome.CANNOT_SAY
    assert year.area.judgements.count() == 3


def test_only_confirmed_figures_count(year):
    year.meet(*ALL[:8])
    year.say("T8", 40, 40, confirmed=False)
    assert evaluation_of(year.area, TODAY).count.unknown == 1
    send_back(year.area, year.area.results.get(target="T2").pk, "ghi lại", year.planner)
    assert evaluation_of(year.area, TODAY).count.unknown == 2


FIVE = Reduction(5, ">=", "số vụ", "năm trước", Clause("mục I", "giảm 5%"))


@pytest.mark.parametrize(
    ("falls", "holds"),
    [
        ([(95, 100), (0, 1)], True),
        ([(96, 100), (0, 1)], False),
        ([(95, 100), (None, 1)], None),
        ([(99, 100), (None, None)], False),
        ([(1, 0), (0, 1)], False),
        ([(0, 0), (0, 1)], None),
        ([(19, 20), (19, 20)], True),
    ],
)
def test_both_counts_must_fall_by_the_figure_of_the_plan(falls, holds):
    assert reduced([Fall("crime", now, base, "incidents") for now, base in falls], FIVE) is holds


def test_exactly_five_percent_is_not_more_than_five():
    strict = Reduction(5, ">", "số vụ", "năm trước", Clause("", ""))
    assert reduced([Fall("crime", 95, 100, "incidents")], strict) is False


def figure(year, indicator: str, of: int, value: float, as_of=None):
    batch = ImportBatch.objects.create(layer="indicators", file_name="x", file_sha256="0" * 64)
    IndicatorValue.objects.create(
        unit=year.area.unit,
        indicator_id=indicator,
        period=str(of),
        value=value,
        source=f"{indicator} {of}",
        as_of=as_of or Day(of, 12, 31),
        batch=batch,
    )


def test_statistics_of_whole_years_are_computed_and_a_written_override_goes_first(year):
    for of, crime, vice in ((2025, 40, 4), (2026, 30, 3)):
        figure(year, "a.criminal_cases", of, crime)
        figure(year, "a.vice_spots", of, vice)
    reduction = {"percent": 5, "comparator": ">=", "of": "x", "against": "y", "clause": "mục I", "quote": "z"}
    area = of_version(year, basic_reduction=reduction)
    computed = evaluation_of(area, TODAY)
    step = computed.conditions[0]
    assert (step.computed, step.holds, step.how) == (True, True, "computed")
    assert "giảm 25 %" in " ".join(described(computed).conditions[0].facts)
    judge(year.area, "basic_reduction", False, Day(2026, 11, 1), "vụ nghiêm trọng tăng", year.planner)
    step = evaluation_of(area, TODAY).conditions[0]
    assert (step.computed, step.holds, step.how) == (True, False, "judged")


def test_a_year_that_is_not_over_is_not_compared_with_a_whole_one(year):
    figure(year, "a.criminal_cases", 2025, 40)
    figure(year, "a.criminal_cases", 2026, 10, as_of=Day(2026, 10, 31))
    assert evaluation_of(year.area, TODAY).conditions[0].falls[0].now is None


@pytest.mark.parametrize(
    ("plan_id", "words"),
    [
        ("binhduong-6672-2021", "chỉ có nhiệm vụ, không có chỉ tiêu"),
        ("dongthap-bcd138-2024", "không nêu khi nào một địa bàn chuyển hóa đạt"),
    ],
)
def test_a_document_without_a_rule_says_so(year, plan_id, words):
    plan = Plan.objects.get(pk=plan_id)
    plan_year = PlanYear.objects.create(plan=plan, year=2026, version=plan.current)
    area = KeyArea.objects.create(plan_year=plan_year, unit=year.area.unit, status="in_transformation")
    computed = evaluation_of(area, TODAY)
    assert computed.outcome is Outcome.CANNOT_SAY
    assert words in computed.missing[0]
    assert read_back(evaluate(area, TODAY, None)).missing == computed.missing


def test_what_was_kept_reads_back_the_same_whatever_comes_later(year):
    year.meet(*ALL[:8])
    year.say("T8", state=State.NOTHING_AROSE)
    holds(year)
    before = evaluation_of(year.area, TODAY)
    kept = evaluate(year.area, TODAY, year.secretary)
    year.meet("T8")
    holds(year, holds=False)
    again = read_back(Evaluation.objects.select_related("area__unit", "plan_version").get(pk=kept.pk))
    assert (again.outcome, again.count) == (before.outcome, before.count)
    assert described(again).conclusion == described(before).conclusion
    assert [c.judgement for c in again.conditions] == [c.judgement for c in before.conditions]
    with pytest.raises(InternalError), transaction.atomic():
        Evaluation.objects.filter(pk=kept.pk).update(outcome="transformed")


def test_a_decision_that_differs_needs_a_reason(year):
    year.meet(*ALL)
    holds(year)
    with pytest.raises(RefusedError, match="khác kết quả tính theo kế hoạch"):
        year.cycle.decide("not_transformed", year.area, on=Day(2026, 11, 21))
    decision = year.cycle.decide(
        "not_transformed", year.area, on=Day(2026, 11, 21), difference_reason=" vụ việc ngày 20/11 "
    )
    kept = decision.evaluations.get()
    assert (kept.outcome, kept.difference_reason) == ("transformed", "vụ việc ngày 20/11")
    assert decision.changes.get().reason == "vụ việc ngày 20/11"


def test_a_decision_that_nothing_contradicts_needs_none(year):
    decision = year.cycle.decide("recognise", year.area, on=Day(2026, 11, 21), difference_reason="thừa")
    kept = decision.evaluations.get()
    assert (kept.outcome, kept.difference_reason) == ("cannot_say", "")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"reason": " "}, "Chưa ghi lý do"),
        ({"reason": "Nguyễn Văn An"}, "họ tên"),
        ({"judged_on": Day(2026, 11, 23)}, "ở tương lai"),
        ({"judged_on": Day(2025, 12, 31)}, "trước ngày bắt đầu"),
        ({"condition": "anything"}, "không có điều kiện này"),
    ],
)
def test_bad_judgements(year, given, words):
    asked = {
        "condition": "basic_reduction",
        "holds": True,
        "judged_on": Day(2026, 11, 1),
        "reason": "theo báo cáo",
        "account": year.planner,
        **given,
    }
    with pytest.raises(RefusedError, match=words):
        judge(year.area, **asked)


def test_who_may_not_judge_or_keep(year):
    for account in (year.officer, year.secretary, year.cycle.people.colleague):
        with pytest.raises(PermissionDenied):
            judge(year.area, "basic_reduction", True, Day(2026, 11, 1), "x", account)
    for account in (year.officer, year.cycle.people.colleague):
        with pytest.raises(PermissionDenied):
            evaluate(year.area, TODAY, account)


def test_progress_of_a_past_day_is_by_what_was_said_of_it(year):
    year.say("T2", 10, 50, as_of=Day(2026, 3, 31))
    year.say("T2", 42, 50)
    days = (Day(2026, 1, 31), Day(2026, 6, 30), TODAY)
    rows = [next(r for r in progress_of(year.area, day).rows if r.target.id == "T2") for day in days]
    assert [row.met for row in rows] == [None, False, True]
    assert progress_of(year.area, Day(2026, 7, 2)).days == (183, 365)
