"""A year that was begun goes on under its version of the plan, whatever is published meanwhile."""

from __future__ import annotations

import copy
import datetime
import importlib

import pytest
from django.db import InternalError, connection, transaction

from gis_app.plans.models import Plan, PlanVersion
from gis_app.plans.publishing import publish
from gis_app.screening.running import preview
from gis_app.transformation.cap_use import cap_use
from gis_app.transformation.models import Decision, PlanYear
from gis_app.transformation.year_picture import read_year

pytestmark = pytest.mark.django_db

YEAR, NEXT = 2026, 2027
DAY = datetime.date(2025, 12, 20)


def amend(plan: Plan) -> PlanVersion:
    """Publish a version with a cap of 20 % and half a year of work."""
    record = copy.deepcopy(plan.current.record)
    record["selection"] |= {"cap_pct": 20, "duration_months": 6}
    return publish(record)


def test_a_year_begins_with_the_newest_version(cycle):
    area = cycle.propose(cycle.communes[0])[0]
    assert area.plan_year.version == cycle.plan.current


def test_a_year_that_has_begun_keeps_cap_duration_and_sheet(cycle):
    areas = cycle.propose(cycle.communes[0])
    first = cycle.plan.current
    newest = amend(cycle.plan)
    cycle.decide("select", *areas, on=DAY)
    cycle.decide("start", *areas, on=DAY, starts_on=datetime.date(2026, 1, 1))
    areas[0].refresh_from_db()
    assert areas[0].ends_on == datetime.date(2026, 12, 31)
    assert Decision.objects.get(act="select").decided_caps[0].cap.allowed == 3  # 15 % of 20
    assert cap_use(cycle.plan, YEAR).caps.groups[0].cap.percent == 15
    assert cap_use(cycle.plan, NEXT).caps.groups[0].cap.percent == 20
    assert read_year(cycle.plan, YEAR, DAY, cycle.people.owner).version == first
    assert read_year(cycle.plan, NEXT, DAY, cycle.people.owner).version == newest


def test_a_screening_asks_by_the_version_of_its_year(cycle):
    cycle.propose(cycle.communes[0])
    first = cycle.plan.current
    newest = amend(cycle.plan)
    assert preview(cycle.plan, YEAR, as_of=DAY, units=cycle.communes[:1]).plan_version == first
    assert preview(cycle.plan, NEXT, as_of=DAY, units=cycle.communes[:1]).plan_version == newest


def test_the_database_keeps_the_version_of_a_decided_year(cycle):
    areas = cycle.propose(cycle.communes[0])
    newest = amend(cycle.plan)
    plan_year = areas[0].plan_year
    with transaction.atomic():
        PlanYear.objects.filter(pk=plan_year.pk).update(version=newest)
        transaction.set_rollback(True)
    cycle.decide("select", *areas, on=DAY)
    with pytest.raises(InternalError, match="keeps its version"), transaction.atomic():
        PlanYear.objects.filter(pk=plan_year.pk).update(version=newest)


def test_a_year_without_decisions_can_go_by_the_newest_version(cycle, signed_in):
    areas = cycle.propose(cycle.communes[0])
    newest = amend(cycle.plan)
    address = f"/selections/{cycle.plan.pk}/{YEAR}/adopt/"
    assert signed_in(cycle.people.outsider).post(address).status_code == 404
    assert signed_in(cycle.people.colleague).post(address).status_code == 403
    client = signed_in(cycle.people.owner)
    assert "Chuyển sang phiên bản" in client.get(f"/plans/{cycle.plan.pk}/").content.decode()
    assert client.post(address).status_code == 302
    assert PlanYear.objects.get().version == newest
    cycle.decide("select", *areas, on=DAY)
    later = copy.deepcopy(newest.record)
    later["selection"]["cap_pct"] = 30
    publish(later)
    answer = client.post(address, follow=True).content.decode()
    assert "năm này đi hết theo phiên bản" in answer
    assert PlanYear.objects.get().version == newest


def test_the_database_refuses_a_version_of_another_plan(cycle):
    other = Plan.objects.get(pk="brvt-94-2017").current
    with pytest.raises(InternalError, match="its own plan"), transaction.atomic():
        PlanYear.objects.create(plan=cycle.plan, year=YEAR, version=other)


def test_years_from_before_take_the_version_of_their_first_decision(cycle):
    """The statement of the migration: two years begun under the first version, one of them decided then."""
    decided = cycle.propose(cycle.communes[0])
    undecided = cycle.propose(cycle.communes[1], year=NEXT)
    first = cycle.plan.current
    cycle.decide("select", *decided, on=DAY)
    newest = amend(cycle.plan)
    # As if it had been published later than the decision was recorded, not in the same transaction.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE plans_planversion DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE plans_planversion SET published_at = now() + interval '1 day' WHERE id = %s", [newest.pk]
        )
        cursor.execute("ALTER TABLE plans_planversion ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE transformation_planyear DISABLE TRIGGER USER")
        migration = importlib.import_module("gis_app.transformation.migrations.0002_years_keep_their_version")
        cursor.execute(migration.VERSION_AT_FIRST_DECISION)
    assert PlanYear.objects.get(pk=decided[0].plan_year_id).version == first
    assert PlanYear.objects.get(pk=undecided[0].plan_year_id).version == newest
