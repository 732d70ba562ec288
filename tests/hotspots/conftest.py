"""A province of twenty-five communes with a corner full of incidents, and a worker that does what waits."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from gis_app.access.models import Account
from gis_app.access.roles import Role
from gis_app.hotspots.models import Run
from layers.importing.counts import locate_all_incidents
from layers.models import AdminUnit, BoundarySet
from tests.factories import AccountFactory, AdminUnitFactory, BoundarySetFactory, IncidentFactory, square

#: Columns and rows of communes, each 0.05 degrees a side (about 5.5 km); the last one is an island apart.
SIDE, STEP = 5, 0.05


@dataclass(frozen=True)
class Grid:
    """The communes in the order of their codes, and who sees them."""

    communes: list[AdminUnit]
    owner: Account
    colleague: Account
    outsider: Account


@pytest.fixture
def grid(db) -> Grid:
    """Twenty-five communes in a square and an island; most thefts of 2026 in one corner."""
    boundary_set = BoundarySetFactory()
    province = AdminUnitFactory(
        boundary_set=boundary_set,
        code="75",
        full_name="Tỉnh Đồng Nai",
        level=AdminUnit.Level.PROVINCE,
        province_code="75",
        geometry=square(107.0, 11.0, 0.5),
    )
    places = [(column, row) for row in range(SIDE) for column in range(SIDE)] + [(8, 8)]
    communes = [
        AdminUnitFactory(
            boundary_set=boundary_set,
            code=f"75{at:03d}",
            parent=province,
            province_code="75",
            population=1000,
            geometry=square(round(107.0 + column * STEP, 4), round(11.0 + row * STEP, 4), STEP),
            area_m2=30_000_000.0,
        )
        for at, (column, row) in enumerate(places)
    ]
    for at, (column, row) in enumerate(places):
        corner = column <= 1 and row <= 1
        for number in range(12 if corner else 1 + at % 2):
            IncidentFactory(
                ref=f"{at}-{number}",
                at=(107.0 + column * STEP + 0.004 * (number + 1), 11.0 + row * STEP + 0.02),
                occurred_on=datetime.date(2026, 1 + number % 6, 10),
            )
    locate_all_incidents(BoundarySet.objects.get())
    owner = AccountFactory(username="owner", role=Role.PLANNER)
    colleague = AccountFactory(username="colleague", role=Role.VIEWER)
    outsider = AccountFactory(username="outsider", role=Role.PLANNER)
    owner.units.add(province)
    colleague.units.add(province)
    return Grid(communes, owner, colleague, outsider)


CHOICES = {
    "province": "75",
    "day": "30/06/2026",
    "since": "01/2026",
    "until": "06/2026",
    "categories": ["theft"],
    "measure": "counts",
    "permutations": "9999",
    "seed": "7",
}


def work() -> None:
    """Do everything that waits in the queue; the worker itself cannot run inside a test's transaction."""
    while waiting := DBTaskResult.objects.ready().first():
        waiting.claim("test")
        waiting.task.call(*waiting.args_kwargs["args"])
        waiting.set_successful(None)


@pytest.fixture
def ran(grid, signed_in):
    """Return a function that asks for a statistic as the owner, once the worker did it."""

    def run(method: str = "hot_spots", **choices) -> tuple[Client, Run]:
        client = signed_in(grid.owner)
        response = client.post(f"/statistics/new/{method}/", {**CHOICES, **choices})
        assert response.status_code == 302, response.content.decode()
        work()
        return client, Run.objects.latest("pk")

    return run
