"""Groups a to c: a figure beside the province's and beside the commune's own of a year before."""

from __future__ import annotations

import datetime

import pytest

from gis_app.screening.counted import COUNTED, run_together
from gis_app.screening.counted.periods import days_covered
from gis_app.screening.rules.shape import Question
from layers.models import IndicatorValue
from layers.reference import rows
from tests.factories import ImportBatchFactory
from tests.screening.asking import AS_OF, ask

pytestmark = pytest.mark.django_db
CASES = next(c for c in COUNTED if c.key == "a.criminal_cases")
USERS = next(c for c in COUNTED if c.key == "b.drug_users")
GANGS = next(c for c in COUNTED if c.key == "a.gangs")
CROPS = next(c for c in COUNTED if c.key == "b.drug_crops")
LAST_YEAR = datetime.date(2025, 6, 30)


def figures(units, key, values, period="2026", as_of=AS_OF):
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            unit=unit,
            indicator_id=key,
            period=period,
            value=value,
            source="thử",
            as_of=as_of,
            batch=ImportBatchFactory(layer="indicators"),
        )
        for unit, value in zip(units, values, strict=True)
    )


@pytest.fixture
def communes(people):
    """Four communes of 10,000 residents each."""
    figures(people.home_communes, "population", [10_000] * 4)
    return people.home_communes


def test_every_figure_of_groups_a_to_c_has_its_criterion():
    in_groups = {row["key"] for row in rows("indicators") if row["criterion"] == row["key"]}
    assert {criterion.key for criterion in COUNTED} == in_groups
    assert len(COUNTED) == 18


def test_without_a_figure_the_answer_is_no_data(communes):
    judgement = ask(CASES, communes[:1])[0].judgement
    assert judgement.outcome == "no_data"
    assert judgement.details["missing"] == ["indicator:a.criminal_cases"]


# Beside 10, 10 and 10, 18 is exactly 150 % of the mean of 12; growth is not known.
@pytest.mark.parametrize(
    ("value", "outcome"), [(18, "met"), (17, "no_data"), (10, "no_data"), (9, "not_met")]
)
def test_one_and_a_half_times_the_rate_of_the_province(communes, value, outcome):
    figures(communes, USERS.key, [value, 10, 10, 10])
    judgement = ask(USERS, communes[:1])[0].judgement
    assert judgement.outcome == outcome
    if value == 18:
        assert judgement.value == 150
        assert "18,00 trên 10.000 dân, toàn tỉnh 12,00 (4/4 xã có số liệu" in judgement.reason.vi
        assert "18.00 per 10,000 residents, the province 12.00" in judgement.reason.en


@pytest.mark.parametrize(("before", "outcome"), [(10, "met"), (10.1, "not_met"), (0, "met")])
def test_above_the_province_and_grown_by_a_fifth(communes, before, outcome):
    figures(communes, USERS.key, [12, 10, 10, 10])
    figures(communes, USERS.key, [before, 10, 10, 10], "2025", LAST_YEAR)
    judgement = ask(USERS, communes[:1])[0].judgement
    assert judgement.outcome == outcome
    if before == 10:
        assert (judgement.value, judgement.threshold, judgement.measure) == (20, 20, "% tăng")


def test_growth_below_the_province_is_not_met(communes):
    figures(communes, USERS.key, [9, 20, 20, 20])
    figures(communes, USERS.key, [5, 20, 20, 20], "2025", LAST_YEAR)
    assert ask(USERS, communes[:1])[0].judgement.outcome == "not_met"


def test_cases_of_an_unfinished_year_are_compared_per_day(communes):
    # 181 days with 12 cases against 365 days with 12 cases: twice as many a day.
    figures(communes, CASES.key, [12, 10, 10, 10])
    figures(communes, CASES.key, [12, 20, 20, 20], "2025", datetime.date(2025, 12, 31))
    details = ask(CASES, communes[:1])[0].judgement.details
    assert details["growth_percent"] == pytest.approx(365 / 181 * 100 - 100)
    figures(communes, USERS.key, [12, 10, 10, 10])
    figures(communes, USERS.key, [12, 20, 20, 20], "2025", datetime.date(2025, 12, 31))
    assert ask(USERS, communes[:1])[0].judgement.details["growth_percent"] == 0


def test_only_the_same_kind_of_period_is_the_year_before(communes):
    figures(communes, CASES.key, [12, 10, 10, 10], "2026-Q2")
    figures(communes, CASES.key, [1, 1, 1, 1], "2025", LAST_YEAR)
    assert ask(CASES, communes[:1])[0].judgement.details["value_before"] is None


@pytest.mark.parametrize(
    ("as_of", "outcome"), [(datetime.date(2025, 7, 1), "met"), (datetime.date(2025, 6, 30), "no_data")]
)
def test_figures_older_than_twelve_months_say_nothing(communes, as_of, outcome):
    figures(communes, USERS.key, [30, 10, 10, 10], "2025", as_of)
    assert ask(USERS, communes[:1])[0].judgement.outcome == outcome


@pytest.mark.parametrize(("value", "outcome"), [(5, "met"), (4, "not_met")])
def test_small_numbers_are_not_looked_at(communes, value, outcome):
    figures(communes, CASES.key, [value, 1, 1, 1])
    judgement = ask(CASES, communes[:1])[0].judgement
    assert judgement.outcome == outcome
    if value == 4:
        assert "Số nhỏ (dưới 5), không xét." in judgement.reason.vi
        assert (judgement.value, judgement.threshold, judgement.measure) == (4, 5, "vụ")


def test_one_gang_is_enough_to_be_looked_at(communes):
    figures(communes, GANGS.key, [1, 0, 0, 0])
    assert ask(GANGS, communes[:1])[0].judgement.outcome == "met"


@pytest.mark.parametrize(("value", "outcome"), [(0, "not_met"), (1, "met")])
def test_crops_are_met_where_there_are_any(communes, value, outcome):
    figures(communes[:1], CROPS.key, [value])
    assert ask(CROPS, communes[:1])[0].judgement.outcome == outcome


@pytest.mark.parametrize(("known", "outcome"), [(2, "met"), (1, "no_data")])
def test_half_of_the_communes_must_be_known(communes, known, outcome):
    figures(communes[:known], USERS.key, [30, 10][:known])
    judgement = ask(USERS, communes[:1], min_percent_of_province=100)[0].judgement
    assert judgement.outcome == outcome


def test_rates_and_not_counts_are_compared(people):
    figures(people.home_communes, "population", [40_000, 10_000, 10_000, 10_000])
    figures(people.home_communes, USERS.key, [40, 10, 10, 10])
    first, second, *_rest = ask(USERS, people.home_communes)
    assert first.judgement.details["rate"] == second.judgement.details["rate"] == 10


def test_without_population_there_is_no_rate(people):
    figures(people.home_communes, USERS.key, [30, 10, 10, 10])
    judgement = ask(USERS, people.home_communes[:1])[0].judgement
    assert judgement.outcome == "no_data"
    assert judgement.details["missing"] == ["indicator:population"]


def test_another_province_does_not_count(communes, people):
    figures(people.away_communes, "population", [10_000] * 4)
    figures(people.away_communes, USERS.key, [1_000] * 4)
    figures(communes, USERS.key, [18, 10, 10, 10])
    assert ask(USERS, communes[:1])[0].judgement.details["province_rate"] == pytest.approx(12)


@pytest.mark.parametrize(
    ("period", "as_of", "days"),
    [
        ("2026", datetime.date(2026, 1, 1), 1),
        ("2024", datetime.date(2024, 12, 31), 366),
        ("2026-Q3", datetime.date(2026, 9, 30), 92),
        ("2026-02", datetime.date(2026, 3, 15), 28),
        ("2026", datetime.date(2025, 12, 1), 1),
    ],
)
def test_days_covered(period, as_of, days):
    assert days_covered(period, as_of) == days


def test_asked_together_they_answer_what_each_answers_alone(communes):
    for position, criterion in enumerate((CASES, USERS, GANGS, CROPS)):
        figures(communes, criterion.key, [18 + position, 10, 0, None])
        figures(communes[:2], criterion.key, [9, position], "2025", LAST_YEAR)
    values = {parameter.key: parameter.default for parameter in CASES.parameters}
    question = Question(tuple(unit.pk for unit in communes), AS_OF, values)
    together = run_together(COUNTED, question)
    assert together == {criterion.key: criterion.run(question) for criterion in COUNTED}
    assert {result.judgement.outcome for result in together[CASES.key]} == {"met", "not_met", "no_data"}
