"""Figures of the sample: a past year with all of them, a running one with some. Made up, and saying so."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from decimal import Decimal
from fractions import Fraction

from gis_app.plans.promises import Target
from gis_app.transformation.evaluating.judging import judge
from gis_app.transformation.models import AreaDocument, KeyArea, MassModel, Measure, TargetResult
from gis_app.transformation.targets.answers import Answer, answer_of, has_base
from gis_app.transformation.targets.confirming import confirm, send_back
from gis_app.transformation.targets.entering import Entry, enter
from gis_app.transformation.targets.given import Given
from gis_app.transformation.targets.versions import targets_of, version_of
from gis_app.transformation.year_of_work.keeping import add

Day = datetime.date
State = TargetResult.State
SOURCE = "Số liệu mẫu"
PAPER = "15/BC-CAX (mẫu)"
_WHOLE = 40


def enter_finished_year(areas: Sequence[KeyArea], as_of: Day, *, reached: int) -> None:
    """Enter and confirm every figure of a year that is to be judged.

    Args:
        areas: in transformation.
        as_of: day of all figures.
        reached: how many of the areas, from the first, meet what the plan asks for.
    """
    for place, area in enumerate(areas):
        targets = targets_of(version_of(area))
        # An area that falls short misses a third of its targets.
        missed = [] if place < reached else [target.id for target in targets[::3]]
        _enter(area, targets, as_of, missed)
        _confirm(area, len(targets))
        rule = version_of(area).success_rule
        for condition in rule.conditions if rule else ():
            judge(area, condition, True, as_of, "Nhận định mẫu, theo số vụ của hai năm.", None)
        _record_work(area, as_of)


def enter_running_year(areas: Sequence[KeyArea], as_of: Day) -> None:
    """Enter what a running year has: nearly all of it for the first area, less and less for the others."""
    for place, area in enumerate(areas):
        targets = targets_of(version_of(area))
        entered = targets[: max(0, len(targets) - 2 * place - 1)]
        _enter(area, entered, as_of, [target.id for target in entered[4:5]])
        _confirm(area, len(entered) - 2 * place)
        waiting = area.results.newest().filter(review=TargetResult.Review.WAITING).order_by("pk").first()
        if place == 1 and waiting is not None:
            send_back(area, waiting.pk, "Chưa khớp báo cáo quý: đề nghị ghi lại cả hai số.", None)
        _record_work(area, as_of)


def _enter(area: KeyArea, targets: Sequence[Target], as_of: Day, missed: Collection[str]) -> None:
    entries = [Entry(_given(target, as_of, met=target.id not in missed), None) for target in targets]
    if entries:
        enter(area, entries, None)


def _given(target: Target, as_of: Day, *, met: bool) -> Given:
    """Return made-up figures that meet the target, or do not."""
    answer = answer_of(target)
    if answer is Answer.ASSESSMENT:
        state = State.ASSESSED_MET if met else State.ASSESSED_NOT_MET
        return Given(target, state, None, None, as_of, SOURCE, PAPER, as_of)
    if "đặc biệt nghiêm trọng" in target.text and met:
        return Given(target, State.NOTHING_AROSE, None, None, as_of, SOURCE)
    whole = _WHOLE if has_base(target) else None
    worth = [Fraction(part * 100, whole) if whole else Fraction(part) for part in range(_WHOLE + 1)]
    fitting = [part for part, value in enumerate(worth) if target.met_by(value) is met]
    part = fitting[len(fitting) // 2] if whole else fitting[0]
    return Given(
        target,
        State.MEASURED,
        Decimal(part),
        Decimal(whole) if whole else None,
        as_of,
        SOURCE,
    )


def _confirm(area: KeyArea, count: int) -> None:
    entered = list(area.results.newest().order_by("pk").values_list("pk", flat=True))[: max(0, count)]
    if entered:
        confirm(area, entered, None)


def _record_work(area: KeyArea, day: Day) -> None:
    since = area.starts_on or day
    add(
        Measure,
        area,
        None,
        text="Tuần tra ban đêm theo kế hoạch (mẫu)",
        taken_on=since,
        body="Công an cấp xã",
    )
    add(
        MassModel,
        area,
        None,
        name="Tổ tự quản về an ninh trật tự (mẫu)",
        since=since,
        until=None,
        members=12,
        effect=MassModel.Effect.EFFECTIVE,
    )
    add(
        AreaDocument,
        area,
        None,
        number=PAPER,
        dated=day,
        issuer="Công an cấp xã",
        subject="Kết quả thực hiện các chỉ tiêu chuyển hóa địa bàn (mẫu)",
    )
