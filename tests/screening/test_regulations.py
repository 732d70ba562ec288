"""A criterion from another regulation is a file: no code knows Quyết định 28/2025/QĐ-TTg."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import gis_app.screening
from gis_app.plans.models import Plan
from gis_app.screening.criteria import criteria_of
from gis_app.screening.regulations import FOLDER, REGULATIONS, Regulation
from gis_app.screening.running import screen
from tests.screening.asking import AS_OF, ask, known

pytestmark = pytest.mark.django_db
(CLASS_1,) = REGULATIONS


@pytest.fixture
def commune(people):
    """A commune of 10,000 people: 9,000 residents and 1,000 temporary ones."""
    unit = people.home_communes[0]
    known(unit, "population", 9_000)
    known(unit, "temporary_residents", 1_000)
    return unit


def judged(unit, **figures):
    for key, value in figures.items():
        known(unit, f"b.{key}", value)
    return ask(CLASS_1, [unit])[0].judgement


def test_without_figures_the_answer_is_no_data(people):
    assert judged(people.home_communes[0]).outcome == "no_data"


def test_three_conditions_at_their_thresholds_are_met(commune):
    judgement = judged(commune, drug_users=50, drug_use_places=2, drug_offenders_arrested=10)
    assert judgement.outcome == "met"
    assert (judgement.value, judgement.threshold) == (3, 3)
    assert "0,50 %, ngưỡng 0,50 %" in judgement.reason.vi


@pytest.mark.parametrize(
    "below", [{"drug_users": 49}, {"drug_use_places": 1}, {"drug_offenders_arrested": 9}]
)
def test_one_of_them_just_below_is_not_met_where_all_else_is_known(commune, below):
    at = {"drug_users": 50, "drug_use_places": 2, "drug_offenders_arrested": 10} | below
    rest = {"drug_plants_destroyed": 0, "drug_area_destroyed": 0, "drug_route": 0}
    assert judged(commune, **at, **rest).outcome == "not_met"


def test_what_is_not_known_could_be_the_third(commune):
    judgement = judged(commune, drug_users=50, drug_use_places=2, drug_offenders_arrested=9)
    assert judgement.outcome == "no_data"
    assert "indicator:b.drug_route" in judgement.details["missing"]


@pytest.mark.parametrize(
    ("plants", "area", "outcome"),
    [(3000, 0, "met"), (0, 750, "met"), (2999, 749, "not_met"), (3000, None, "met"), (2999, None, "no_data")],
)
def test_plants_or_area(commune, plants, area, outcome):
    known_figures = {"drug_users": 50, "drug_use_places": 2, "drug_offenders_arrested": 0, "drug_route": 0}
    judgement = judged(commune, **known_figures, drug_plants_destroyed=plants, drug_area_destroyed=area)
    assert judgement.outcome == outcome


def test_it_is_looked_at_from_its_day_on_and_is_no_criterion_of_the_plan(people):
    version = Plan.objects.get(pk="dongnai-7488-2017").current
    on_the_day = criteria_of(version, datetime.date(2025, 8, 24))
    before = criteria_of(version, datetime.date(2025, 8, 23))
    assert [c.key for c in on_the_day if c not in before] == ["b.drug_class_1"]


def test_it_makes_no_candidate(commune):
    known(commune, "b.drug_plants_destroyed", 9_999)
    known(commune, "b.drug_route", 1)
    known(commune, "b.drug_use_places", 9)
    made = screen("dongnai-7488-2017", 2026, AS_OF)
    assert made.findings.get(unit=commune, criterion="b.drug_class_1").outcome == "met"
    assert not made.candidate_findings().filter(unit=commune).exists()


def test_another_regulation_needs_only_a_file(people, tmp_path):
    text = CLASS_1.file.read_text(encoding="utf-8").replace("default: 0.5", "default: 5")
    (tmp_path / "other.yaml").write_text(text.replace("b.drug_class_1", "b.other"), encoding="utf-8")
    other = Regulation(tmp_path / "other.yaml")
    assert other.key == "b.other"
    assert {p.key: p.default for p in other.parameters}["users_percent"] == 5
    assert ask(other, people.home_communes[:1])[0].judgement.outcome == "no_data"


def test_no_code_knows_a_regulation():
    package = Path(gis_app.screening.__file__).parent
    for file in package.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert "drug_class" not in text and "28/2025" not in text, file
    assert (FOLDER / "28-2025-qd-ttg.yaml").exists()
