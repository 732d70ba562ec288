"""The measure of the plans on trafficking: information classified and handled in time must be 100 %.

"100 % tin báo, tố giác … được phân loại, xử lý" is counted in whole reports. A report is in time when each of
its states that had a time limit ended within it; late as soon as one did not, whatever came later; and still
running while it is open and nothing is late. What is running counts on neither side.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise

from django.utils import timezone

from gis_app.access.models import Account
from gis_app.border.board.seeing import visible_to
from gis_app.border.models import ReportStep, State

CATEGORY = "human_trafficking"
#: What the plans of Bình Phước and Đồng Nai ask for.
REQUIRED = Fraction(1)


@dataclass(frozen=True, slots=True)
class Handled:
    """How many reports were handled in time, how many late, how many are running."""

    in_time: int
    late: int
    running: int

    @property
    def share(self) -> Fraction | None:
        """Return the share in time of those that can be judged, None where there are none."""
        judged = self.in_time + self.late
        return Fraction(self.in_time, judged) if judged else None

    @property
    def met(self) -> bool | None:
        """Say whether all were in time, None where none can be judged."""
        return None if self.share is None else self.share >= REQUIRED


def trafficking(
    account: Account | None, since: datetime.date, until: datetime.date, now: datetime.datetime | None = None
) -> Handled:
    """Return the measure over the reports that the account sees, received from `since` to before `until`."""
    now = now or timezone.now()
    zone = timezone.get_current_timezone()
    bounds = [datetime.datetime.combine(day, datetime.time(), zone) for day in (since, until)]
    reports = visible_to(account).filter(
        kind__category=CATEGORY, same_as=None, received_at__gte=bounds[0], received_at__lt=bounds[1]
    )
    steps = ReportStep.objects.filter(report__in=reports.values("pk")).order_by("report", "number")
    verdicts = [_judge(list(mine), now) for _report, mine in groupby(steps, key=lambda step: step.report_id)]
    return Handled(verdicts.count(True), verdicts.count(False), verdicts.count(None))


def _judge(steps: Iterable[ReportStep], now: datetime.datetime) -> bool | None:
    """Say whether one report was in time, None while that is open."""
    states = [step for step in steps if step.act == ReportStep.Act.REPORT or _begins_state(step)]
    for begun, ended in pairwise(states):
        if begun.until is not None and ended.at > begun.until:
            return False
    last = states[-1]
    if last.state == State.CLOSED:
        return True
    return False if last.until is not None and now > last.until else None


def _begins_state(step: ReportStep) -> bool:
    return step.act in {
        ReportStep.Act.VERIFY,
        ReportStep.Act.CONFIRM,
        ReportStep.Act.REFUTE,
        ReportStep.Act.REOPEN,
        ReportStep.Act.HAND_OVER,
        ReportStep.Act.ACKNOWLEDGE,
        ReportStep.Act.CLOSE,
    }
