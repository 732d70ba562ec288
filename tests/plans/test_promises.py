"""What the five plans promise, as values: targets, the 80 % rule, the cap's grouping, days, bodies."""

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_app.plans import promises
from gis_app.plans.loading import read_records
from gis_app.plans.models import Plan, PlanVersion

VERSIONS = {
    plan_id: PlanVersion(plan_id=plan_id, record=record) for plan_id, record in read_records().items()
}
BRVT, DONG_NAI = VERSIONS["brvt-94-2017"], VERSIONS["dongnai-7488-2017"]
BINH_PHUOC, DONG_THAP = VERSIONS["binhphuoc-07-2022"], VERSIONS["dongthap-bcd138-2024"]
BINH_DUONG = VERSIONS["binhduong-6672-2021"]


def target(version, target_id):
    return next(t for t in version.targets if t.id == target_id)


def test_above_75_is_strict_and_from_80_is_not():
    assert not target(BINH_PHUOC, "B3").met_by(75)
    assert target(BINH_PHUOC, "B3").met_by(Fraction(7501, 100))
    assert target(BRVT, "T2").met_by(80)
    assert not target(BRVT, "T5").met_by(15)
    assert target(BRVT, "T5").met_by(Fraction(1499, 100))


def test_a_range_is_met_by_more_where_the_plan_says_so():
    suspended = target(DONG_THAP, "D2")
    assert [suspended.met_by(value) for value in (4, 5, 10, 11)] == [False, True, True, True]


def test_an_assessment_is_not_measured():
    with pytest.raises(ValueError, match="assessed"):
        target(BRVT, "T6").met_by(1)


@pytest.mark.parametrize(
    ("version", "by_bullets", "counted", "needed"),
    [(BRVT, True, 5, 4), (BRVT, False, 8, 7), (DONG_NAI, True, 5, 4), (DONG_NAI, False, 9, 8)],
)
def test_four_of_five_seven_of_eight_eight_of_nine(version, by_bullets, counted, needed):
    units = {t.bullet for t in version.counted_targets} if by_bullets else version.counted_targets
    assert len(units) == counted
    assert version.success_rule.needed(counted) == needed


@given(
    percent=st.integers(0, 100),
    comparator=st.sampled_from([">=", ">"]),
    counted=st.integers(1, 200),
    data=st.data(),
)
def test_the_share_is_compared_as_fractions_are(percent, comparator, counted, data):
    met = data.draw(st.integers(0, counted))
    rule = promises.SuccessRule(percent, comparator, False, False, "exclude", (), promises.Clause("", ""))
    share, least = Fraction(met, counted), Fraction(percent, 100)
    assert rule.reached(met, counted) is (share > least if comparator == ">" else share >= least)
    assert rule.reached(met, counted) is (met >= rule.needed(counted))


def test_a_share_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no share"):
        BRVT.success_rule.reached(0, 0)
    with pytest.raises(ValueError, match="no share"):
        BRVT.kpis[0].met_by(3, 2)


def test_the_counting_convention_is_the_plans_choice_not_the_texts():
    for version in (BRVT, DONG_NAI):
        assert not version.success_rule.convention_stated
        assert version.success_rule.empty_base == "exclude"
        assert version.success_rule.conditions == ("basic_reduction", "no_emerging_complexity")


def test_a_document_without_a_success_rule_has_none():
    assert [v.success_rule for v in (BINH_PHUOC, DONG_THAP, BINH_DUONG)] == [None, None, None]


def test_only_dong_thap_has_a_figure_for_basic_reduction():
    figures = {plan_id: v.basic_reduction.percent for plan_id, v in VERSIONS.items() if v.basic_reduction}
    assert figures == {"dongthap-bcd138-2024": 5}


def test_sixty_and_eighty_five_percent_in_four_plans():
    for version in (BRVT, DONG_NAI, BINH_PHUOC, DONG_THAP):
        assert {k.key: k.percent for k in version.kpis} == {
            "transformed_of_selected": 60,
            "not_relapsed_of_transformed": 85,
        }
        assert version.kpis[0].met_by(3, 5)
        assert not version.kpis[1].met_by(84, 99)
    assert BINH_DUONG.kpis == []


def test_the_cap_is_of_the_district_until_the_reform_and_of_the_province_after():
    for version in VERSIONS.values():
        assert version.cap_grouping(datetime.date(2025, 6, 30)).by == "district"
        after = version.cap_grouping(datetime.date(2025, 7, 1))
        assert after.by == "province"
        assert "72/2025/QH15" in after.source


def test_two_bodies_decide_in_the_text_of_ba_ria_vung_tau():
    assert [body.level for body in BRVT.deciders] == ["province", "district"]
    assert [body.level for body in DONG_NAI.deciders] == ["district"]


def last_days(version, year):
    return [rule.last_day(year).strftime("%d/%m") for rule in version.reporting_rules if rule.before]


def test_before_a_day_means_the_day_before():
    assert last_days(BRVT, 2018) == ["19/11"]
    assert last_days(DONG_NAI, 2018) == ["24/11"]
    assert last_days(BINH_DUONG, 2022) == ["14/09"]
    assert last_days(DONG_THAP, 2024) == ["04/03", "04/06", "04/09", "04/12"]
    assert last_days(BINH_PHUOC, 2022) == []


def test_binh_phuoc_reports_by_quarter_half_year_and_year():
    assert [rule.every for rule in BINH_PHUOC.reporting_rules] == ["quarter", "half_year", "year", None]


def test_the_day_before_the_first_of_march_follows_the_leap_year():
    rule = promises.reporting_rule(
        {
            "kind": "report",
            "every": "year",
            "before": "--03-01",
            "clause": "mục I",
            "quote": "trước ngày 01/3",
        }
    )
    assert rule.last_day(2024) == datetime.date(2024, 2, 29)
    assert rule.last_day(2023) == datetime.date(2023, 2, 28)


def test_seven_teams_watch_in_ba_ria_vung_tau():
    assert {b["role"]: b.get("count") for b in BRVT.record["bodies"]}["monitoring"] == 7
    assert {r.every for r in BRVT.reporting_rules if "07 Tổ" in r.who} == {"half_year", "year"}


def test_the_fire_plan_has_tasks_with_deadlines_and_no_targets():
    ends = sorted(task.ends for task in BINH_DUONG.tasks if task.ends)
    assert ends == [
        datetime.date(2021, 12, 31),
        datetime.date(2022, 3, 31),
        datetime.date(2022, 6, 30),
        datetime.date(2023, 9, 30),
        datetime.date(2023, 12, 31),
        datetime.date(2024, 12, 31),
    ]
    assert len(BINH_DUONG.tasks) == 36
    assert BINH_DUONG.targets == []
    assert all(task.who for task in BINH_DUONG.tasks)


@pytest.mark.django_db
def test_a_draft_without_number_and_day_is_a_plan_too():
    version = Plan.objects.get(pk="dongthap-bcd138-2024").current
    assert (version.record["doc_no"], version.record["date"]) == (None, "2024-01")
    assert version.label == "dự thảo chưa có số"
