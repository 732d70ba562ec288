"""A past and a present cycle for the sample, made by the same acts as in an office."""

from __future__ import annotations

import datetime

from gis_app.operations.sample.targets import enter_finished_year, enter_running_year
from gis_app.plans.cap_groups import caps_for
from gis_app.plans.models import Plan
from gis_app.screening.models import Screening
from gis_app.screening.running import screen
from gis_app.transformation.deciding import decide
from gis_app.transformation.models import Decision, KeyArea, PlanYear
from gis_app.transformation.proposing import propose_from_screening

Act = Decision.Act
Day = datetime.date

# The last day on which something happens in the sample; decisions of the future are refused.
LAST_DAY = Day(2026, 11, 2)

# plan, the board that decides, the mark in its document numbers
PROGRAMMES = (
    ("dongnai-7488-2017", "Ban Chỉ đạo 138 tỉnh Đồng Nai", "ĐN"),
    ("dongthap-bcd138-2024", "Ban Chỉ đạo 138 tỉnh Đồng Tháp", "ĐT"),
    ("brvt-94-2017", "Ban Chỉ đạo 138 Thành phố Hồ Chí Minh", "HCM"),
)


def run_cycles() -> None:
    """Run three years of each programme, unless the sample's decisions are there already."""
    for plan_id, board, mark in PROGRAMMES:
        plan = Plan.objects.get(pk=plan_id)
        if not PlanYear.objects.filter(plan=plan).exists():
            _finished_year(plan, board, mark)
            _running_year(plan, board, mark)
            _coming_year(plan)


def _finished_year(plan: Plan, board: str, mark: str) -> None:
    """2025: selected after the reform; a year later most were transformed, one relapsed since."""
    areas = _selected(plan, 2025, Day(2025, 7, 31), Day(2025, 8, 12), board, f"01/QĐ-BCĐ.{mark}", 8)
    year = areas[0].plan_year
    decide(year, Act.START, f"02/QĐ-BCĐ.{mark}", Day(2025, 8, 20), board, areas, None)
    transformed, failed = areas[:-2], areas[-2:]
    enter_finished_year(_fresh(areas), Day(2026, 8, 19), reached=len(transformed))
    decide(year, Act.RECOGNISE, f"03/QĐ-BCĐ.{mark}", Day(2026, 8, 25), board, transformed, None)
    decide(year, Act.NOT_TRANSFORMED, f"04/QĐ-BCĐ.{mark}", Day(2026, 8, 25), board, failed, None)
    decide(year, Act.RELAPSE, f"05/QĐ-BCĐ.{mark}", Day(2026, 10, 15), board, transformed[-1:], None)


def _running_year(plan: Plan, board: str, mark: str) -> None:
    """2026: four in transformation, two selected whose work has not begun, one withdrawn."""
    number = f"06/QĐ-BCĐ.{mark}"
    areas = _selected(plan, 2026, Day(2025, 12, 31), Day(2026, 1, 15), board, number, 7)
    year = areas[0].plan_year
    decide(year, Act.START, f"07/QĐ-BCĐ.{mark}", Day(2026, 1, 20), board, areas[:4], None)
    enter_running_year(_fresh(areas[:4]), Day(2026, 9, 30))
    if withdrawn := areas[6:]:
        decide(year, Act.WITHDRAW, f"08/QĐ-BCĐ.{mark}", Day(2026, 3, 2), board, withdrawn, None)


def _coming_year(plan: Plan) -> None:
    """2027: proposed, not decided."""
    _proposed(plan, 2027, Day(2026, 10, 31), LAST_DAY, 5)


def _fresh(areas: list[KeyArea]) -> list[KeyArea]:
    """Return the areas with the days of work that the decision gave them, in their order."""
    found = KeyArea.objects.select_related("plan_year__version", "unit").in_bulk([area.pk for area in areas])
    return [found[area.pk] for area in areas]


def _selected(
    plan: Plan, year: int, as_of: Day, decided_on: Day, board: str, number: str, wanted: int
) -> list[KeyArea]:
    cap = caps_for(plan.version_for(year), decided_on)
    areas = _proposed(plan, year, as_of, as_of + datetime.timedelta(days=3), min(wanted, cap.allowed))
    decide(areas[0].plan_year, Act.SELECT, number, decided_on, board, areas, None)
    return areas


def _proposed(plan: Plan, year: int, as_of: Day, proposed_on: Day, wanted: int) -> list[KeyArea]:
    """Propose the communes that meet most criteria and are in no earlier year of the plan."""
    screening = screen(plan, year, as_of=as_of)
    chosen = _by_criteria_met(screening)
    taken = set(KeyArea.objects.filter(plan_year__plan=plan).values_list("unit_id", flat=True))
    free = [unit_id for unit_id in chosen if unit_id not in taken][:wanted]
    return propose_from_screening(screening, free, None, proposed_on=proposed_on)


def _by_criteria_met(screening: Screening) -> list[int]:
    """Return the flagged units, most criteria first, then by code, so that the sample is always the same."""
    met: dict[int, int] = {}
    codes: dict[int, str] = {}
    for unit_id, code in screening.candidate_findings().values_list("unit_id", "unit__code"):
        met[unit_id] = met.get(unit_id, 0) + 1
        codes[unit_id] = code
    return sorted(met, key=lambda unit_id: (-met[unit_id], codes[unit_id]))
