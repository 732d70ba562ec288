"""Two years before the reform for the sample's first programme: mergers, a choice, a relapse, answers."""

from __future__ import annotations

import datetime

from django.db.models import Count

from gis_app.operations.sample.cycle import LAST_DAY, PROGRAMMES
from gis_app.plans.models import Plan
from gis_app.transformation.deciding import decide
from gis_app.transformation.models import Decision, JudgedSuccessor, KeyArea, PlanYear, SignalAnswer
from gis_app.transformation.programme.choosing import choose_judged
from gis_app.transformation.programme.judging import Grounds
from gis_app.transformation.programme.kpis import Programme
from gis_app.transformation.proposing import propose_by_hand
from gis_app.transformation.relapse.answering import answer_signal
from gis_app.transformation.relapse.signals import State
from gis_app.transformation.relapse.watching import watch_of
from layers.models import AdminUnit

Act = Decision.Act
Day = datetime.date

REASON = "Dữ liệu mẫu: phức tạp về trật tự, an toàn xã hội"
# So many communes let a district select one under the cap of 15 %.
SMALLEST_DISTRICT = 7


def run_programme() -> None:
    """Add the years, the choice and the answers, unless they are there already."""
    plan_id, board, mark = PROGRAMMES[0]
    plan = Plan.objects.get(pk=plan_id)
    if PlanYear.objects.filter(plan=plan, year=2023).exists():
        return
    first = _one_in_each_district(plan)
    _year(plan, 2023, first[:5], 4, board, mark)
    # A failure is selected again, beside new ones.
    transformed = _year(plan, 2024, [*first[5:9], first[4]], 4, board, mark)
    decide(
        transformed[0].plan_year,
        Act.RELAPSE,
        f"90/QĐ-BCĐ.{mark}",
        Day(2025, 4, 10),
        board,
        transformed[:1],
        None,
    )
    _choose_for_one(plan, board, mark)
    _answer_two(plan)


def _year(plan: Plan, year: int, units: list[AdminUnit], good: int, board: str, mark: str) -> list[KeyArea]:
    """Run one list from the proposal to the results; return its transformed areas."""
    proposed_on, decided_on = Day(year - 1, 12, 5), Day(year - 1, 12, 20)
    areas = [propose_by_hand(plan, year, unit, REASON, None, proposed_on=proposed_on) for unit in units]
    of_year, number = areas[0].plan_year, f"QĐ-BCĐ.{mark}"
    decide(of_year, Act.SELECT, f"71/{number}", decided_on, board, areas, None)
    decide(of_year, Act.START, f"72/{number}", decided_on, board, areas, None, starts_on=Day(year, 1, 1))
    ends = Day(year, 12, 15)
    decide(of_year, Act.RECOGNISE, f"73/{number}", ends, board, areas[:good], None)
    decide(of_year, Act.NOT_TRANSFORMED, f"74/{number}", ends, board, areas[good:], None)
    return areas[:good]


def _one_in_each_district(plan: Plan) -> list[AdminUnit]:
    """Return a commune of each district, none of which lives on in an area of a later list.

    The first two were merged into larger communes and are no commune of today.
    """
    before = Day(2023, 1, 1)
    codes = plan.current.record["territory"]["province_codes_before_2025"]
    districts = (
        AdminUnit.objects.on(before)
        .filter(level=AdminUnit.Level.DISTRICT, province_code__in=codes)
        .annotate(communes=Count("children"))
        .filter(communes__gte=SMALLEST_DISTRICT)
        .order_by("code")
    )
    communes = AdminUnit.objects.communes().on(before).filter(parent__in=districts).order_by("code")
    units = list(communes.select_related("parent"))
    grounds = Grounds({unit.pk: unit.pk for unit in units})
    taken = set(KeyArea.objects.filter(plan_year__plan=plan).values_list("unit_id", flat=True))
    free = [
        unit for unit in units if not taken & {each.unit.pk for each in grounds.offered(unit.pk, LAST_DAY)}
    ]
    merged = [unit for unit in free if grounds.judged(unit.pk, LAST_DAY).is_open]
    chosen: dict[int, AdminUnit] = {}
    for unit in [*_of_different_districts(merged, 2), *free]:
        if unit.parent_id is not None:
            chosen.setdefault(unit.parent_id, unit)
    return list(chosen.values())


def _of_different_districts(units: list[AdminUnit], wanted: int) -> list[AdminUnit]:
    return list({unit.parent_id: unit for unit in reversed(units)}.values())[-wanted:]


def _choose_for_one(plan: Plan, board: str, mark: str) -> None:
    """Choose who is judged for one merged area, and leave the others open."""
    if JudgedSuccessor.objects.filter(area__plan_year__plan=plan).exists():
        return
    programme = Programme(plan, None)
    waiting = programme.without_choice(LAST_DAY)
    if not waiting:
        return
    area = KeyArea.objects.get(pk=waiting[0].pk)
    heir = programme.grounds.offered(area.pk, LAST_DAY)[0]
    choose_judged(
        area,
        heir.unit.pk,
        f"15/TB-BCĐ.{mark}",
        Day(2025, 9, 5),
        board,
        "Dữ liệu mẫu: toàn bộ địa bàn cũ nay thuộc đơn vị này",
        None,
    )


def _answer_two(plan: Plan) -> None:
    """Answer two signals: one is dismissed, one goes to the board; the others wait."""
    signals = [
        watched
        for watched in watch_of(Programme(plan, None), LAST_DAY)
        if watched.state == State.SIGNAL and watched.screening is not None
    ]
    given = (
        (SignalAnswer.Answer.TO_BOARD, "Dữ liệu mẫu: nhiều tiêu chí lại đạt, đề nghị Ban Chỉ đạo xem xét"),
        (
            SignalAnswer.Answer.DISMISSED,
            "Dữ liệu mẫu: tiêu chí do vị trí, tình hình không xấu đi",
        ),
    )
    for watched, (answer, reason) in zip(signals, given, strict=False):
        if watched.screening is not None:
            answer_signal(
                KeyArea.objects.get(pk=watched.course.pk), watched.screening.pk, answer, reason, None
            )
