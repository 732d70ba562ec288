"""Two screenings side by side: what changed, and because of which input."""

from __future__ import annotations

import datetime

import pytest

from gis_app.plans.models import Plan, PlanVersion
from gis_app.screening.comparing import compare, differences
from gis_app.screening.comparing.causes import Cause
from gis_app.screening.models import Finding
from gis_app.screening.running import screen
from layers.models import Site, Succession
from tests.factories import AdminUnitFactory, BoundarySetFactory, SiteFactory
from tests.screening.asking import happened, hectares, known

pytestmark = pytest.mark.django_db
PLAN = "dongnai-7488-2017"
DAY = datetime.date(2026, 6, 30)
MINE = (107.05, 11.05)


@pytest.fixture
def quarry(people) -> Site:
    """A quarry of 6 ha in the first commune; one is enough by default area, two are not needed."""
    return SiteFactory(kind_id="mine", geometry=hectares(MINE, 6))


def mining(comparison):
    return {c.unit: c for c in comparison.changes if c.criterion == "d.mining"}


def loosened(**values):
    return {"d.mining": values}


def test_nothing_changed(people, quarry):
    before, after = (screen(PLAN, 2026, DAY, people.owner) for _ in range(2))
    found = compare(before, after, people.owner)
    assert found.changes == ()
    assert found.compared == len(people.home_communes)
    assert differences(before, after) == []


def test_a_parameter_is_named(people, quarry):
    before = screen(PLAN, 2026, DAY, people.owner, loosened(min_area_ha=50, min_sites=9))
    after = screen(PLAN, 2026, DAY, people.owner, loosened(min_area_ha=5, min_sites=9))
    change = mining(compare(before, after, people.owner))[people.home_communes[0]]
    assert change.causes == (Cause.PARAMETERS,)
    assert change.gained
    assert not change.lost
    lines = {line.what: (line.before, line.after) for line in differences(before, after)}
    assert [pair for what, pair in lines.items() if "ha" in pair[0]] == [("50 ha", "5 ha")]


def test_data_that_came_in_between_are_named(people):
    SiteFactory(kind_id="mine", geometry=hectares((107.15, 11.05), 6))
    before = screen(PLAN, 2026, DAY, people.owner)
    SiteFactory(kind_id="mine", geometry=hectares(MINE, 6))
    after = screen(PLAN, 2026, DAY, people.owner)
    change = mining(compare(before, after, people.owner))[people.home_communes[0]]
    assert change.causes == (Cause.DATA,)
    assert any("Tệp nhập" in line.what for line in differences(before, after))


def test_data_that_changed_after_both_are_named(people, quarry):
    SiteFactory(kind_id="mine", geometry=hectares((107.15, 11.05), 6))
    strict, loose = loosened(min_area_ha=50, min_sites=9), loosened(min_area_ha=5, min_sites=9)
    before = screen(PLAN, 2026, DAY, people.owner, strict)
    after = screen(PLAN, 2026, DAY, people.owner, loose)
    quarry.delete()
    change = mining(compare(before, after, people.owner))[people.home_communes[0]]
    assert change.causes == (Cause.DATA,), "asked today, neither set of parameters flags the commune"


def test_a_window_that_moved_is_named(people):
    commune = people.home_communes[0]
    for _ in range(3):
        happened(commune, "land_dispute", MINE, datetime.date(2026, 6, 30))
    before = screen(PLAN, 2026, datetime.date(2026, 6, 29), people.owner)
    after = screen(PLAN, 2026, datetime.date(2026, 6, 30), people.owner)
    found = {
        c.unit: c for c in compare(before, after, people.owner).changes if c.criterion == "d.land_dispute"
    }
    assert found[commune].causes == (Cause.DAY,)


def test_another_wording_of_the_plan_is_named(people):
    commune = people.home_communes[0]
    SiteFactory(kind_id="market")
    for indicator, value in (("population", 10_000), ("temporary_residents", 2_000), ("foreign_workers", 0)):
        known(commune, indicator, value)
    before = screen(PLAN, 2026, DAY, people.owner)
    plan = Plan.objects.get(pk=PLAN)
    record = plan.current.record
    for criterion in record["criteria"]:
        if criterion.get("key") == "d.gathering_place":
            criterion["covers"] = {"sites": ["port"]}
    PlanVersion.objects.create(plan=plan, number=99, record=record, sha256="0" * 64)
    assert before.findings.get(unit=commune, criterion="d.gathering_place").outcome == "met"
    after = screen(PLAN, 2026, DAY, people.owner)
    changes = compare(before, after, people.owner).changes
    change = next(c for c in changes if (c.unit, c.criterion) == (commune, "d.gathering_place"))
    assert change.causes == (Cause.PLAN,)
    assert change.lost


def test_a_merger_is_compared_over_the_ground(people, quarry):
    before = screen(PLAN, 2025, datetime.date(2026, 6, 30), people.owner)
    first, second = people.home_communes[:2]
    newer = BoundarySetFactory(valid_from=datetime.date(2026, 7, 1))
    merged = AdminUnitFactory(boundary_set=newer, province_code=first.province_code, code="75999")
    for old in (first, second):
        Succession.objects.create(
            old_unit=old, new_unit=merged, area_share=1, known_by=Succession.KnownBy.DECREE
        )
    after = screen(PLAN, 2026, datetime.date(2026, 7, 1))
    found = compare(before, after, None)
    change = mining(found).get(merged)
    outcome = after.findings.get(unit=merged, criterion="d.mining").outcome
    assert (change is None) == (outcome == Finding.Outcome.MET), "met before on a part of the ground"
    assert all(c.causes == (Cause.BOUNDARIES,) for c in found.changes if c.unit == merged)
    assert merged not in found.unmatched


def test_the_page_for_three_people(people, quarry, signed_in):
    before = screen(PLAN, 2026, DAY, people.owner, loosened(min_area_ha=50, min_sites=9))
    after = screen(PLAN, 2026, DAY, people.owner, loosened(min_area_ha=5, min_sites=9))
    address = f"/screenings/{after.pk}/compare/"
    for account in (people.owner, people.colleague):
        client = signed_in(account)
        assert "So sánh lần rà soát lúc" in client.get(address).content.decode()
        page = client.get(address, {"with": before.pk}).content.decode()
        assert "Khai thác khoáng sản" in page
        assert "tham số" in page
        assert people.home_communes[0].full_name in page
    assert signed_in(people.outsider).get(address, {"with": before.pk}).status_code == 404


@pytest.mark.parametrize("wanted", ["0", "x", "99999999999999999999", "' or 1=1"])
def test_a_screening_that_is_not_offered_is_not_found(people, quarry, signed_in, wanted):
    after = screen(PLAN, 2026, DAY, people.owner)
    client = signed_in(people.owner)
    assert client.get(f"/screenings/{after.pk}/compare/", {"with": wanted}).status_code == 404
    assert client.get(f"/screenings/{after.pk}/compare/", {"with": after.pk}).status_code == 404
