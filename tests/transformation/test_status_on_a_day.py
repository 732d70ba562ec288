"""The status of any day: the map of 30/06/2019 is the one that was true then."""

from __future__ import annotations

import datetime

import pytest

from gis_app.transformation.models import Status
from gis_app.transformation.reading import (
    areas_of,
    count_by_status,
    history_of,
    plans_for,
    revision,
    selected_count,
    status_by_unit,
)
from layers.models import Succession
from tests.factories import AccountFactory, AdminUnitFactory, BoundarySetFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date.fromisoformat


@pytest.fixture
def before_reform(cycle):
    """Two communes of 2019; the first became commune 1 of today, the second half of commune 2."""
    old_set = BoundarySetFactory(
        name="Trước sắp xếp", valid_from=DAY("2015-01-01"), valid_to=DAY("2025-07-01")
    )
    whole, merged = (
        AdminUnitFactory(
            boundary_set=old_set, province_code="75", valid_to=old_set.valid_to, area_m2=area, name=name
        )
        for name, area in (("Cũ Một", 120_000_000.0), ("Cũ Hai", 55_000_000.0))
    )
    for old, new in zip((whole, merged), cycle.communes, strict=False):
        Succession.objects.create(old_unit=old, new_unit=new, area_share=1.0, known_by="decree")
    return whole, merged


@pytest.fixture
def year_2019(cycle, before_reform):
    whole, merged = cycle.propose(*before_reform, year=2019, on=DAY("2018-11-15"))
    reason = {"cap_breach_reason": "chỉ đạo của Trung ương"}
    cycle.decide("select", whole, merged, on=DAY("2018-12-20"), **reason)
    cycle.decide("start", whole, merged, on=DAY("2018-12-20"), starts_on=DAY("2019-01-01"))
    cycle.decide("recognise", whole, on=DAY("2019-12-16"))
    cycle.decide("not_transformed", merged, on=DAY("2019-12-16"))
    cycle.decide("relapse", whole, on=DAY("2021-03-01"))
    return whole, merged


@pytest.mark.parametrize(
    ("day", "first", "second"),
    [
        ("2018-11-14", None, None),
        ("2018-11-15", "proposed", "proposed"),
        ("2018-12-19", "proposed", "proposed"),
        ("2018-12-20", "selected", "selected"),
        ("2018-12-31", "selected", "selected"),
        ("2019-01-01", "in_transformation", "in_transformation"),
        ("2019-06-30", "in_transformation", "in_transformation"),
        ("2019-12-16", "transformed", "not_transformed"),
        ("2021-02-28", "transformed", "not_transformed"),
        ("2021-03-01", "relapsed", "not_transformed"),
    ],
)
def test_each_day_as_it_was(cycle, before_reform, year_2019, day, first, second):
    expected = {
        unit.pk: status
        for unit, status in zip(before_reform, (first, second), strict=True)
        if status is not None
    }
    for year in (2019, None):
        assert status_by_unit(cycle.plan, year, DAY(day), cycle.people.owner) == expected
    assert status_by_unit(cycle.plan, 2020, DAY(day), cycle.people.owner) == {}


def test_after_the_reform_only_the_same_ground_carries_the_status(cycle, year_2019):
    status = status_by_unit(cycle.plan, None, DAY("2025-07-01"), cycle.people.owner)
    assert status == {cycle.communes[0].pk: "relapsed"}


def test_the_newest_area_of_a_commune_counts(cycle, year_2019):
    unit = cycle.communes[0]
    cycle.propose(unit, on=DAY("2025-12-01"))
    owner = cycle.people.owner
    assert status_by_unit(cycle.plan, None, DAY("2025-11-30"), owner) == {unit.pk: "relapsed"}
    assert status_by_unit(cycle.plan, None, DAY("2025-12-01"), owner) == {unit.pk: "proposed"}
    assert status_by_unit(cycle.plan, 2019, DAY("2025-12-01"), owner) == {unit.pk: "relapsed"}


def test_history_joins_years_and_boundary_sets(cycle, year_2019, before_reform):
    (now,) = cycle.propose(cycle.communes[0])
    for unit in (cycle.communes[0], before_reform[0]):
        history = history_of(unit, cycle.people.owner)
        assert [(area.plan_year.year, area.unit) for area in history] == [
            (2019, before_reform[0]),
            (2026, cycle.communes[0]),
        ]
    assert [change.to_status for change in history[0].changes.all()][-1] == "relapsed"
    assert history_of(now.unit, cycle.people.outsider) == []


def test_counts_of_a_day(cycle, year_2019):
    owner = cycle.people.owner
    assert count_by_status(cycle.plan, 2019, owner, DAY("2019-06-30")) == {Status.IN_TRANSFORMATION: 2}
    assert list(count_by_status(cycle.plan, 2019, owner)) == [Status.NOT_TRANSFORMED, Status.RELAPSED]
    assert count_by_status(cycle.plan, 2019, owner, DAY("2018-01-01")) == {}
    assert selected_count(cycle.plan, 2019) == 2


def test_three_people(cycle):
    people = cycle.people
    cycle.propose(*cycle.communes[:2])
    part = AccountFactory()
    part.units.add(cycle.communes[1])
    for account, seen in (
        (people.owner, cycle.communes[:2]),
        (people.colleague, cycle.communes[:2]),
        (part, cycle.communes[1:2]),
        (people.outsider, []),
        (None, cycle.communes[:2]),
    ):
        assert [area.unit for area in areas_of(cycle.plan, 2026, account)] == seen
        shown = status_by_unit(cycle.plan, 2026, DAY("2025-12-01"), account)
        assert shown == {unit.pk: "proposed" for unit in seen}


def test_plans_of_a_jurisdiction(cycle):
    people = cycle.people
    mine = ["binhphuoc-07-2022", "dongnai-7488-2017"]
    assert sorted(plan.pk for plan in plans_for(people.owner)) == mine
    assert sorted(plan.pk for plan in plans_for(people.colleague)) == mine
    assert [plan.pk for plan in plans_for(people.outsider)] == ["dongthap-bcd138-2024"]


def test_the_revision_grows_with_every_change(cycle):
    assert revision(cycle.plan, 2026) == 0
    (area,) = cycle.propose(cycle.communes[0])
    after_proposal = revision(cycle.plan, 2026)
    cycle.decide("select", area, on=DAY("2025-12-05"))
    assert 0 < after_proposal < revision(cycle.plan, 2026)
