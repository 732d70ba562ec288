"""A rule that is wrong by one sign, one unit or one month fails a test of its own.

Each mutant names the test that notices it. What a rule does not have cannot be mutated: land disputes,
fires, political systems and mass models measure no distance, gathering places have no window of months.
"""

from __future__ import annotations

import datetime
import inspect
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction

import tests.screening.test_days_that_count as days
import tests.screening.test_rule_adjoining as adjoining
import tests.screening.test_rule_conditional_business as business
import tests.screening.test_rule_fire_explosion_weapon as fire
import tests.screening.test_rule_gathering_place as gathering
import tests.screening.test_rule_land_dispute as land
import tests.screening.test_rule_mining as mining
import tests.screening.test_rule_no_mass_model as models
import tests.screening.test_rule_traffic as traffic
import tests.screening.test_rule_weak_political_system as system
from gis_app.screening.rules import RULES
from gis_app.screening.rules.shape import Rule
from tests.screening.mutating import (
    circles_in_degrees,
    judging,
    measuring,
    one_more,
    reading,
    thirteen_months,
)
from tests.screening.test_rule_adjoining import border, grid  # noqa: F401 - fixtures of the tests named
from tests.screening.test_rule_conditional_business import denser_elsewhere  # noqa: F401
from tests.screening.test_rule_fire_explosion_weapon import quiet  # noqa: F401
from tests.screening.test_rule_land_dispute import nothing_else  # noqa: F401

pytestmark = pytest.mark.django_db
BY_NAME = {rule.name: rule for rule in RULES}
DAY_BEFORE = datetime.date(2025, 6, 30)
Mutation = Callable[..., AbstractContextManager[None]]


@dataclass(frozen=True)
class Mutant:
    """One thing wrong with a rule, and the test (with its parameters) that fails."""

    name: str
    mutation: Mutation
    change: tuple[str, ...]
    noticed_by: Callable[..., None]
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rule(self) -> Rule:
        return BY_NAME[self.name]

    def __str__(self) -> str:
        return " ".join((self.name, self.mutation.__name__, *self.change))


def mutant(name: str, mutation: Mutation, /, *change: str, by: Callable[..., None], **given: Any) -> Mutant:
    return Mutant(name, mutation, change, by, given)


def at_one_bound(name: str, category: str) -> dict[str, Any]:
    return {"by": days.test_incidents_of_twelve_months, "rule": BY_NAME[name], "category": category}


NO_GEOGRAPHY = ("::geography", "")
READ_ONE_BY_ONE = {
    "land_dispute": "land_dispute",
    "conditional_business": "business_violation",
    "traffic": "traffic_congestion",
    "mining": "illegal_mining",
    "fire_explosion_weapon": "weapon",
}
MUTANTS = [
    mutant(
        "land_dispute", judging, "row[name] >= least", "row[name] > least",
        by=land.test_three_cases, category="land_dispute", cases=3, outcome="met",
    ),
    mutant(
        "land_dispute", measuring, "valid_to > %(as_of)s", "valid_to >= %(as_of)s",
        by=land.test_a_finished_project_does_not_count, valid_to=land.AS_OF, projects=0,
    ),
    mutant(
        "land_dispute", thirteen_months,
        by=land.test_cases_of_twelve_months, day=DAY_BEFORE, outcome="not_met",
    ),
    mutant(
        "conditional_business", measuring, "* 100 < %(top_percent)s", "* 100 <= %(top_percent)s",
        by=business.test_density_is_ranked_among_all_communes_of_the_province,
        top_percent=25, outcome="not_met",
    ),
    mutant(
        "conditional_business", measuring, "places >= %(min_places)s", "places > %(min_places)s",
        by=business.test_ten_places_and_three_violations, count=10, cases=3, outcome="met",
    ),
    mutant(
        "conditional_business", measuring, *NO_GEOGRAPHY,
        by=business.test_places_count_together_up_to_500_metres, metres=500.5, outcome="not_met",
    ),
    mutant(
        "conditional_business", thirteen_months,
        by=business.test_violations_of_twelve_months, day=DAY_BEFORE, outcome="not_met",
    ),
    mutant(
        "gathering_place", measuring, "metres <= %(near_m)s", "metres < %(near_m)s",
        by=gathering.test_a_place_exactly_as_far_as_allowed_counts,
    ),
    mutant(
        "gathering_place", judging, "workers >= min_workers", "workers > min_workers",
        by=gathering.test_the_thresholds_themselves_are_met, temporary=0, workers=1_000, expected="met",
    ),
    mutant(
        "gathering_place", measuring, *NO_GEOGRAPHY,
        by=gathering.test_a_place_counts_up_to_500_metres_from_the_commune,
        metres=500.1, expected="not_met",
    ),
    mutant(
        "traffic", judging, "value >= threshold", "value > threshold",
        by=traffic.test_congestion_in_three_months_in_a_row, months=(1, 2, 3), outcome="met",
    ),
    mutant(
        "traffic", circles_in_degrees,
        by=traffic.test_crashes_up_to_half_the_window_apart_count_together, metres=75.1, outcome="not_met",
    ),
    mutant(
        "traffic", one_more, "black_spot_months",
        by=traffic.test_twelve_months_and_not_a_day_more, day=DAY_BEFORE, outcome="not_met",
    ),
    mutant("traffic", thirteen_months, **at_one_bound("traffic", "illegal_racing")),
    mutant(
        "mining", judging, 'row["area_ha"] >= min_area', 'row["area_ha"] > min_area',
        by=mining.test_the_area_threshold_itself_is_met,
    ),
    mutant(
        "mining", measuring, "ST_Area(inside.shape) > 0", "ST_Area(inside.shape) >= 0",
        by=mining.test_an_area_that_shares_an_edge_with_the_commune_is_not_inside,
    ),
    mutant(
        "mining", measuring, *NO_GEOGRAPHY,
        by=mining.test_extraction_on_a_river_belongs_to_both_banks, metres=200.5, sites=0,
    ),
    mutant(
        "mining", measuring, "river.valid_to > %(as_of)s", "river.valid_to >= %(as_of)s",
        by=mining.test_a_river_is_there_from_its_first_day_to_the_one_before_its_end,
        days={"valid_to": mining.AS_OF}, sites=0,
    ),
    mutant("mining", thirteen_months, **at_one_bound("mining", "illegal_mining")),
    mutant(
        "adjoining", judging, "near * 100 >= percent * total", "near * 100 > percent * total",
        by=adjoining.test_a_fifth_and_at_least_three, near=3, total=15, outcome="met",
    ),
    mutant(
        "adjoining", measuring, *NO_GEOGRAPHY,
        by=adjoining.test_the_strip_is_1000_metres_wide, metres=1000.5, outcome="not_met",
    ),
    mutant(
        "adjoining", measuring,
        "since)s AND incident.occurred_on < %(until)s", "since)s AND incident.occurred_on <= %(until)s",
        by=days.test_whole_months_and_the_days_at_both_ends_count_once, name="adjoining",
    ),
    mutant(
        "adjoining", thirteen_months,
        by=adjoining.test_twelve_months, day=DAY_BEFORE, outcome="not_met",
    ),
    mutant(
        "fire_explosion_weapon", judging, 'row["fatal"] >= least', 'row["fatal"] > least',
        by=fire.test_one_fatal_or_two_serious, consequences=[(1, 0)], outcome="met", category="fire",
    ),
    mutant(
        "fire_explosion_weapon", measuring, "deaths > 0 AS fatal", "deaths >= 0 AS fatal",
        by=fire.test_one_fatal_or_two_serious, consequences=[(0, 1)], outcome="not_met", category="fire",
    ),
    mutant(
        "fire_explosion_weapon", measuring, "as_of >= %(since)s", "as_of > %(since)s",
        by=days.test_figures_of_the_window_from_its_first_day,
        name="fire_explosion_weapon", indicator="d.serious_accidents",
    ),
    mutant(
        "fire_explosion_weapon", thirteen_months,
        by=fire.test_twelve_months, day=DAY_BEFORE, outcome="not_met",
    ),
    mutant(
        "weak_political_system", judging, "grade <= most", "grade < most",
        by=system.test_grades, system=1, board=3, outcome="met",
    ),
    mutant(
        "weak_political_system", measuring, "as_of >= %(oldest)s", "as_of > %(oldest)s",
        by=system.test_an_assessment_counts_for_eighteen_months,
        day=datetime.date(2024, 12, 31), outcome="met",
    ),
    mutant(
        "weak_political_system", one_more, "max_age_months",
        by=system.test_an_assessment_counts_for_eighteen_months,
        day=datetime.date(2024, 12, 30), outcome="no_data",
    ),
    mutant(
        "no_mass_model", judging, "cases < least", "cases <= least",
        by=models.test_the_number_of_offences, cases=5, outcome="met",
    ),
    mutant(
        "no_mass_model", thirteen_months,
        by=models.test_offences_of_twelve_months, day=DAY_BEFORE, outcome="no_data",
    ),
    mutant(
        "no_mass_model", one_more, "max_age_months",
        by=models.test_an_inventory_counts_for_eighteen_months,
        day=datetime.date(2024, 12, 30), outcome="no_data",
    ),
]  # fmt: skip
ENDS_OF_THE_WINDOW = [
    ("month >= %(first_month)s", "month > %(first_month)s"),
    ("month < %(end_month)s", "month <= %(end_month)s"),
    (
        ">= %(since)s AND incident.occurred_on < %(first_month)s",
        "> %(since)s AND incident.occurred_on < %(first_month)s",
    ),
    ("occurred_on < %(first_month)s", "occurred_on <= %(first_month)s"),
    ("occurred_on >= %(end_month)s", "occurred_on > %(end_month)s"),
    (
        "end_month)s AND incident.occurred_on < %(until)s",
        "end_month)s AND incident.occurred_on <= %(until)s",
    ),
]
MUTANTS += [
    mutant(
        name, measuring, *change, by=days.test_whole_months_and_the_days_at_both_ends_count_once, name=name
    )
    for name in ("adjoining", "no_mass_model")
    for change in ENDS_OF_THE_WINDOW
]  # fmt: skip
MUTANTS += [
    mutant(name, reading, *change, **at_one_bound(name, category))
    for name, category in READ_ONE_BY_ONE.items()
    for change in ((">= %(since)s", "> %(since)s"), ("< %(until)s", "<= %(until)s"))
]


def arguments(mutant: Mutant, request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return what the test takes: its parameters, and fixtures for all else."""
    names = inspect.signature(mutant.noticed_by).parameters
    given = mutant.given
    return {name: given[name] if name in given else request.getfixturevalue(name) for name in names}


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_a_wrong_rule_fails_a_test_that_the_right_one_passes(mutant, request):
    given = arguments(mutant, request)
    with transaction.atomic():
        mutant.noticed_by(**given)
        transaction.set_rollback(True)
    with mutant.mutation(mutant.rule, *mutant.change), pytest.raises(AssertionError) as failed:
        mutant.noticed_by(**given)
    assert failed.traceback[-1].path.name.startswith("test_"), "the mutation itself was refused"


def test_every_rule_has_mutants():
    assert {mutant.name for mutant in MUTANTS} == set(BY_NAME)
