"""One area in transformation under the Đồng Nai plan, its officer, its secretary; short ways to act."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

import pytest

from gis_app.access.models import Account, Agency
from gis_app.access.roles import Role
from gis_app.transformation.models import KeyArea, TargetResult
from gis_app.transformation.targets.answers import Answer, answer_of
from gis_app.transformation.targets.confirming import confirm
from gis_app.transformation.targets.entering import Entry, enter
from gis_app.transformation.targets.given import Given
from gis_app.transformation.targets.versions import targets_of
from tests.factories import AccountFactory
from tests.transformation.conftest import Cycle

Day = datetime.date
State = TargetResult.State
STARTS, ENDS, AS_OF = Day(2026, 1, 1), Day(2026, 12, 31), Day(2026, 9, 30)


@dataclass
class Year:
    """The area with the people who work on it; `owner` of the cycle is its planner."""

    cycle: Cycle
    area: KeyArea
    officer: Account
    secretary: Account

    @property
    def planner(self) -> Account:
        return self.cycle.people.owner

    def targets(self):
        return {target.id: target for target in targets_of(self.area.plan_year.version)}

    def given(self, target: str, part=None, whole=None, *, as_of=AS_OF, state=None, **words) -> Given:
        state = state or State.MEASURED
        words = {"source": "Công an xã", **words}
        if state in {State.ASSESSED_MET, State.ASSESSED_NOT_MET}:
            words = {"document_number": "5/BC", "document_date": AS_OF, **words}
        amounts = [None if amount is None else Decimal(amount) for amount in (part, whole)]
        return Given(self.targets()[target], state, *amounts, as_of, **words)

    def newest(self, target: str) -> TargetResult | None:
        return self.area.results.newest().filter(target=target).first()

    def say(self, target: str, part=None, whole=None, *, confirmed=True, **options) -> TargetResult:
        """Say something about a target, on top of what was said before."""
        newest = self.newest(target)
        entry = Entry(self.given(target, part, whole, **options), newest.pk if newest else None)
        (result,) = enter(self.area, [entry], self.officer)
        if confirmed:
            confirm(self.area, [result.pk], self.planner)
        return result

    def meet(self, *targets: str) -> None:
        """Say that targets are met; confirmed."""
        for name in targets:
            match answer_of(self.targets()[name]):
                case Answer.ASSESSMENT:
                    self.say(name, state=State.ASSESSED_MET)
                case Answer.COUNT:
                    self.say(name, 0 if self.targets()[name].met_by(0) else 1)
                case _share:
                    self.say(name, 40 if self.targets()[name].met_by(100) else 0, 40)

    def miss(self, *targets: str) -> None:
        """Say that shares are not met; confirmed."""
        for name in targets:
            self.say(name, 0 if self.targets()[name].met_by(100) else 40, 40)


@pytest.fixture
def year(cycle, monkeypatch) -> Year:
    """The area; today is 22 November 2026, whatever the clock of the machine says."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: Day(2026, 11, 22))
    (area,) = cycle.propose(cycle.communes[0])
    cycle.decide("select", area, on=Day(2025, 12, 5))
    cycle.decide("start", area, on=Day(2025, 12, 10), starts_on=STARTS)
    officer = AccountFactory(
        username="officer",
        role=Role.COMMUNE_OFFICER,
        agency=Agency.objects.create(name="Công an xã Đồng Nai 1", kind=Agency.Kind.POLICE_COMMUNE),
    )
    officer.units.add(cycle.communes[0])
    secretary = AccountFactory(username="secretary", role=Role.SECRETARY)
    secretary.units.add(cycle.people.home)
    area = KeyArea.objects.select_related("plan_year__plan", "plan_year__version", "unit").get(pk=area.pk)
    return Year(cycle, area, officer, secretary)
