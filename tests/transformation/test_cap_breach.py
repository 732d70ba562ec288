"""More communes than the cap allows: refused without a written reason, kept with it."""

from __future__ import annotations

import datetime

import pytest

from gis_app.plans.cap import Cap
from gis_app.transformation.models import Decision, KeyArea
from gis_app.transformation.reading import selected_count
from gis_app.transformation.refusing import RefusedError
from tests.factories import AccountFactory
from tests.transformation.conftest import YEAR

pytestmark = pytest.mark.django_db
DECEMBER = datetime.date(2025, 12, 5)


def test_up_to_the_cap_needs_no_reason(cycle):
    decision = cycle.decide("select", *cycle.propose(*cycle.communes[:3]), on=DECEMBER)
    (met,) = decision.decided_caps
    assert (met.cap, met.selected, met.reason) == (Cap(20, 15), 3, "")


def test_one_more_is_refused_with_the_arithmetic(cycle):
    areas = cycle.propose(*cycle.communes[:4])
    with pytest.raises(RefusedError) as refused:
        cycle.decide("select", *areas, on=DECEMBER, cap_breach_reason="   ")
    assert "15 % của 20 = 3 → 3" in str(refused.value)
    assert "lên 4, vượt 1" in str(refused.value)
    assert not Decision.objects.exists()
    assert selected_count(cycle.plan, YEAR) == 0


def test_one_more_is_kept_with_its_reason(cycle):
    areas = cycle.propose(*cycle.communes[:4])
    decision = cycle.decide("select", *areas, on=DECEMBER, cap_breach_reason=" theo Kết luận 5 ")
    (met,) = decision.breaches
    assert (met.cap, met.selected, met.excess, met.reason) == (Cap(20, 15), 4, 1, "theo Kết luận 5")
    assert selected_count(cycle.plan, YEAR) == 4


def test_earlier_decisions_of_the_year_count_whatever_became_of_the_areas(cycle):
    first, *rest = cycle.propose(*cycle.communes[:4])
    for act in ("select", "start", "not_transformed"):
        cycle.decide(act, first, on=DECEMBER)
    with pytest.raises(RefusedError, match="Vượt trần"):
        cycle.decide("select", *rest, on=DECEMBER)


def test_a_withdrawn_area_and_another_year_do_not_count(cycle):
    first, *rest = cycle.propose(*cycle.communes[:4])
    cycle.decide("select", first, on=DECEMBER)
    cycle.decide("withdraw", first, on=DECEMBER)
    cycle.decide("select", *cycle.propose(*cycle.communes[5:8], year=2025), on=DECEMBER)
    assert cycle.decide("select", *rest, on=DECEMBER).breaches == []


def test_the_whole_territory_counts_for_an_account_that_sees_a_part(cycle):
    part = AccountFactory()
    part.units.set(cycle.communes[:4])
    areas = cycle.propose(*cycle.communes[4:7])
    cycle.decide("select", *areas, on=DECEMBER)
    mine = cycle.propose(cycle.communes[0], account=part)
    with pytest.raises(RefusedError, match=r"15 % của 20 = 3 → 3; .* lên 4"):
        cycle.decide("select", *mine, on=DECEMBER, account=part)


def test_in_six_communes_every_selection_is_a_breach(cycle):
    for unit in cycle.communes[6:]:
        unit.delete()
    area = cycle.propose(cycle.communes[0])
    with pytest.raises(RefusedError, match="15 % của 6 = 0,9 → 0"):
        cycle.decide("select", *area, on=DECEMBER)
    assert KeyArea.objects.get().status == "proposed"
