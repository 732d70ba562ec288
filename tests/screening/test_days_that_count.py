"""On which days things count, for every rule and everything that it reads: the first and the last day do.

What a rule says of a commune is compared with what it says without the thing that is looked at. The same
things lie in the next commune throughout, so that the province is known to report them.
"""

from __future__ import annotations

import datetime

import pytest

from gis_app.screening.rules import RULES
from gis_app.screening.window import Window
from layers.models import AdminUnit
from tests.factories import SiteFactory
from tests.screening.asking import AS_OF, ask, happened, hectares, known, moved

pytestmark = pytest.mark.django_db
HERE, THERE = (107.05, 11.05), (107.15, 11.05)
DAY = datetime.timedelta(days=1)
FIRST = Window.of_months(12, AS_OF).since
AREAS = ("mine", "clearance_project", "industrial_zone", "economic_zone")


def needed(what: str, *but: str) -> list:
    """Every rule with each key that it declares to need."""
    return [
        pytest.param(rule, key, id=f"{rule.key} {key}")
        for rule in RULES
        for key in rule.needs[what]
        if key not in but
    ]


def said(rule, unit: AdminUnit):
    (result,) = ask(rule, [unit])
    return result


@pytest.mark.parametrize(("rule", "category"), needed("incidents"))
def test_incidents_of_twelve_months(people, rule, category):
    unit, beside = people.home_communes[:2]
    SiteFactory(kind_id="mine", geometry=hectares(HERE, 1))  # illegal mining is told beside mines only
    happened(beside, category, THERE)
    nothing = said(rule, unit)
    for day in (FIRST - DAY, AS_OF + DAY):
        happened(unit, category, HERE, day, deaths=1)
        assert said(rule, unit) == nothing, f"{day} is outside"
    told = nothing
    for day in (FIRST, AS_OF):
        happened(unit, category, HERE, day, deaths=1)
        before, told = told, said(rule, unit)
        assert told != before, f"{day} is inside"


MIDDLE_OF_JUNE = datetime.date(2026, 6, 15)
INSIDE = [(2025, 6, 16), (2025, 6, 30), (2025, 7, 1), (2026, 5, 31), (2026, 6, 1), (2026, 6, 15)]
OUTSIDE = [(2025, 6, 15), (2026, 6, 16)]


@pytest.mark.parametrize("name", ["adjoining", "no_mass_model"])
def test_whole_months_and_the_days_at_both_ends_count_once(people, name):
    """Whole months are counted beforehand, the days around them one by one."""
    (rule,) = (rule for rule in RULES if rule.name == name)
    unit = next(unit for unit in people.home_communes if unit.geometry.extent[0] == 107.0)
    near_the_other_province = moved((107.0, unit.geometry.centroid.y), 90, 300)
    for day in INSIDE + OUTSIDE:
        happened(unit, "theft", near_the_other_province, datetime.date(*day))
    (result,) = ask(rule, [unit], as_of=MIDDLE_OF_JUNE)
    details = result.judgement.details
    if name == "adjoining":
        assert (details["incidents"], details["near"]) == (6, 6)
    else:
        assert details["cases"] == 6


@pytest.mark.parametrize(("rule", "kind"), needed("sites", "river"))
def test_sites_from_their_first_day_to_the_one_before_their_end(people, rule, kind):
    unit = people.home_communes[0]
    place = (lambda at: {"geometry": hectares(at, 1)}) if kind in AREAS else (lambda at: {"at": at})
    SiteFactory(kind_id=kind, **place(THERE))
    nothing = said(rule, unit)
    SiteFactory(kind_id=kind, valid_from=AS_OF + DAY, **place(HERE))
    SiteFactory(kind_id=kind, valid_to=AS_OF, **place(HERE))
    assert said(rule, unit) == nothing
    SiteFactory(kind_id=kind, valid_from=AS_OF, **place(HERE))
    one = said(rule, unit)
    assert one != nothing
    SiteFactory(kind_id=kind, valid_to=AS_OF + DAY, **place(HERE))
    assert said(rule, unit) != one


@pytest.mark.parametrize(("rule", "indicator"), needed("indicators"))
def test_figures_up_to_the_day(people, rule, indicator):
    unit = people.home_communes[0]
    if indicator in ("population", "temporary_residents", "foreign_workers"):
        SiteFactory(kind_id="market", at=HERE)
    nothing = said(rule, unit)
    known(unit, indicator, 1, AS_OF + DAY)
    assert said(rule, unit) == nothing
    known(unit, indicator, 1, AS_OF)
    assert said(rule, unit) != nothing


@pytest.mark.parametrize(
    ("name", "indicator"),
    [("fire_explosion_weapon", "d.serious_accidents"), ("no_mass_model", "a.criminal_cases")],
)
def test_figures_of_the_window_from_its_first_day(people, name, indicator):
    (rule,) = (rule for rule in RULES if rule.name == name)
    unit = people.home_communes[0]
    nothing = said(rule, unit)
    known(unit, indicator, 5, FIRST - DAY)
    assert said(rule, unit) == nothing
    known(unit, indicator, 5, FIRST)
    assert said(rule, unit) != nothing
