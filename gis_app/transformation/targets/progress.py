"""How far an area has got: each target with its confirmed value, what is missing, and who owes it.

Only confirmed figures count. A figure that waits for confirmation, or was sent back, is shown beside the one
that stands; it is never lost, and never counted before somebody has looked at it.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from django.utils.translation import gettext as _

from gis_app.formats.numbers import date as write_date
from gis_app.plans.models import PlanVersion
from gis_app.plans.promises import Target
from gis_app.transformation.evaluating.counting import Count, Standing, count
from gis_app.transformation.models import KeyArea, TargetResult
from gis_app.transformation.targets.answers import standing_of, value_of_result
from gis_app.transformation.targets.versions import targets_of, version_of
from gis_app.transformation.targets.writing import outcome, requirement

Review = TargetResult.Review


class Owes(StrEnum):
    """Who has to act next."""

    COMMUNE = "commune"
    PLANNER = "planner"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is missing about one target.

    Attributes:
        target: which.
        why: `none` (nothing entered yet), `sent_back`, or `waiting` (entered, not confirmed).
        owes: who has to act.
        result: what waits or was sent back.
    """

    target: Target
    why: str
    owes: Owes
    result: TargetResult | None = None

    def sentence(self) -> str:
        """Say what is missing."""
        if self.result is None:
            return _("%(target)s: chưa có số liệu") % {"target": self.target.id}
        told = {
            "target": self.target.id,
            "outcome": outcome(self.target, self.result),
            "day": write_date(self.result.as_of),
            "note": self.result.review_note,
        }
        if self.why == "sent_back":
            return _("%(target)s: %(outcome)s bị gửi trả, “%(note)s”") % told
        return _("%(target)s: %(outcome)s tính đến %(day)s chờ xác nhận") % told


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """How one target stands.

    Attributes:
        standing: by the confirmed figure alone.
        result: the confirmed figure that counts, None where there is none.
        newest: the last thing said, confirmed or not; what an entry form was filled in against.
    """

    target: Target
    standing: Standing
    result: TargetResult | None
    newest: TargetResult | None

    @property
    def value(self) -> Fraction | None:
        """Return the confirmed value in the target's unit; None where nothing is measured."""
        return value_of_result(self.target, self.result)

    @property
    def met(self) -> bool | None:
        """Say whether it is met; None where nothing is known or nothing arose."""
        return {Standing.MET: True, Standing.NOT_MET: False}.get(self.standing)

    @property
    def pending(self) -> TargetResult | None:
        """Return what was said last where that is not the figure that counts."""
        return self.newest if self.newest is not None and self.newest != self.result else None

    @property
    def pending_standing(self) -> Standing:
        """Return how the target would stand by what waits."""
        return standing_of(self.target, self.pending)

    @property
    def requirement(self) -> str:
        """Write what is asked for."""
        return requirement(self.target)

    @property
    def outcome(self) -> str:
        """Write the confirmed figure; empty where there is none."""
        return outcome(self.target, self.result) if self.result else ""

    @property
    def pending_outcome(self) -> str:
        """Write what waits or was sent back; empty where nothing does."""
        return outcome(self.target, self.pending) if self.pending else ""

    @property
    def missing(self) -> Missing | None:
        """Return what is missing, None where the last word is confirmed."""
        if self.newest is None:
            return Missing(self.target, "none", Owes.COMMUNE)
        if self.newest.review == Review.WAITING:
            return Missing(self.target, "waiting", Owes.PLANNER, self.newest)
        if self.newest.review == Review.SENT_BACK:
            return Missing(self.target, "sent_back", Owes.COMMUNE, self.newest)
        return None


@dataclass(frozen=True, slots=True)
class AreaProgress:
    """The year of one area on a day.

    Attributes:
        rows: every target set for an area, in the order of the document.
        count: the counted ones under the plan's convention; None where the plan has no rule for it.
        elapsed: share of the time that is gone, 0 to 1; None before the work has begun.
    """

    area: KeyArea
    version: PlanVersion
    on: datetime.date
    rows: Sequence[TargetProgress]
    count: Count | None
    elapsed: Fraction | None
    missing: Sequence[Missing] = field(default_factory=tuple)

    @property
    def met(self) -> int:
        """Return how many of the counted targets are met, by the plan's convention."""
        return self.count.met if self.count else sum(row.met is True for row in self.rows)

    @property
    def not_met(self) -> int:
        """Return how many are not met."""
        return self.count.not_met if self.count else sum(row.met is False for row in self.rows)

    @property
    def unknown(self) -> int:
        """Return of how many nothing confirmed is known."""
        if self.count:
            return self.count.unknown
        return sum(row.standing is Standing.UNKNOWN for row in self.rows)

    @property
    def counted(self) -> int:
        """Return of how many the share is taken: all but those left out because nothing arose."""
        return self.met + self.not_met + self.unknown

    @property
    def needed(self) -> int | None:
        """Return how many of them must be met; None where the plan has no rule, or nothing is counted."""
        rule = self.version.success_rule
        return rule.needed(self.counted) if rule is not None and self.counted else None

    @property
    def days(self) -> tuple[int, int] | None:
        """Return how many days of work are over, and of how many; None before the first."""
        if self.elapsed is None or self.area.starts_on is None or self.area.ends_on is None:
            return None
        whole = (self.area.ends_on - self.area.starts_on).days + 1
        return int(self.elapsed * whole), whole


def progress_of(area: KeyArea, on: datetime.date) -> AreaProgress:
    """Return how far an area had got on a day, by figures as of that day or earlier."""
    return progress_of_all([area], on)[area.pk]


def progress_of_all(areas: Collection[KeyArea], on: datetime.date) -> dict[int, AreaProgress]:
    """Return the progress of several areas, by primary key, with one query for all figures."""
    said: dict[tuple[int, str], list[TargetResult]] = {}
    results = TargetResult.objects.filter(area__in=[area.pk for area in areas], as_of__lte=on)
    for result in results.select_related("entered_by", "reviewed_by").order_by("pk"):
        said.setdefault((result.area_id, result.target), []).append(result)
    versions: dict[int, PlanVersion] = {}
    found = {}
    for area in areas:
        version = versions.setdefault(area.plan_year_id, version_of(area))
        rows = [_row(target, said.get((area.pk, target.id), ())) for target in targets_of(version)]
        found[area.pk] = AreaProgress(
            area,
            version,
            on,
            rows,
            _count(version, rows),
            elapsed(area, on),
            tuple(row.missing for row in rows if row.missing is not None),
        )
    return found


def elapsed(area: KeyArea, on: datetime.date) -> Fraction | None:
    """Return the share of the days of work that are over at the end of a day."""
    if area.starts_on is None or area.ends_on is None or on < area.starts_on:
        return None
    whole = (area.ends_on - area.starts_on).days + 1
    return Fraction(min((on - area.starts_on).days + 1, whole), whole)


def _row(target: Target, said: Sequence[TargetResult]) -> TargetProgress:
    confirmed = next((r for r in reversed(said) if r.review == Review.CONFIRMED), None)
    return TargetProgress(target, standing_of(target, confirmed), confirmed, said[-1] if said else None)


def _count(version: PlanVersion, rows: Iterable[TargetProgress]) -> Count | None:
    rule = version.success_rule
    if rule is None:
        return None
    return count(rule, [(row.target, row.standing) for row in rows if row.target.counts])
