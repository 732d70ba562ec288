"""A plan with twenty communes, so that the cap of 15 % allows three, and short ways to act."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from itertools import count

import pytest

from gis_app.access.models import Account
from gis_app.plans.models import Plan
from gis_app.screening.models import Finding, Screening
from gis_app.transformation.deciding import decide
from gis_app.transformation.models import Decision, KeyArea
from gis_app.transformation.proposing import propose_by_hand
from layers.models import AdminUnit
from tests.factories import AdminUnitFactory, square
from tests.people import People

YEAR = 2026
BODY = "Ban Chỉ đạo 138 thử nghiệm"


@dataclass
class Cycle:
    """The Đồng Nai plan over the owner's province, and acts with everything but the point filled in."""

    plan: Plan
    people: People
    communes: list[AdminUnit]
    numbers: count = field(default_factory=lambda: count(1))

    def propose(
        self,
        *units: AdminUnit,
        year: int = YEAR,
        on: datetime.date = datetime.date(2025, 12, 1),
        account: Account | None = None,
    ) -> list[KeyArea]:
        return [
            propose_by_hand(
                self.plan, year, unit, "phức tạp về trật tự", account or self.people.owner, proposed_on=on
            )
            for unit in units
        ]

    def decide(self, act: str, *areas: KeyArea, on: datetime.date, **options) -> Decision:
        options = {
            "number": f"{next(self.numbers)}/QĐ-BCĐ",
            "body": BODY,
            "account": self.people.owner,
            "cap_breach_reason": "",
            **options,
        }
        return decide(areas[0].plan_year, act, decided_on=on, areas=areas, **options)

    def screening(self, *units: AdminUnit, year: int = YEAR, criterion: str = "d.mining") -> Screening:
        """A screening in which the units meet a criterion and all other communes do not."""
        made = Screening.objects.create(
            plan_version=self.plan.current,
            year=year,
            as_of=datetime.date(2025, 11, 30),
            territory="Đồng Nai",
            parameters={},
            data_cutoff={},
            versions={},
        )
        Finding.objects.bulk_create(
            Finding(
                screening=made,
                unit=unit,
                criterion=criterion,
                outcome=Finding.Outcome.MET if unit in units else Finding.Outcome.NOT_MET,
                reason_vi=f"Có 2 điểm mỏ tại {unit}" if unit in units else "Không có điểm mỏ",
                reason_en="2 mines" if unit in units else "No mine",
            )
            for unit in self.communes
        )
        return made


@pytest.fixture
def cycle(people) -> Cycle:
    more = [
        AdminUnitFactory(
            boundary_set=people.home.boundary_set,
            code=f"75{index:03d}",
            name=f"Đồng Nai {index}",
            parent=people.home,
            province_code="75",
            geometry=square(107.5 + index / 100, 11.0, 0.01),
        )
        for index in range(5, 21)
    ]
    return Cycle(Plan.objects.get(pk="dongnai-7488-2017"), people, [*people.home_communes, *more])
