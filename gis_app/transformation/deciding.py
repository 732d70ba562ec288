"""Recording what a board decided about key areas. The board decides; the program checks and keeps.

Each decision is one transaction that first locks the plan year: two people who decide at once do so one after
the other, and neither loses the other's work.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action
from gis_app.plans.cap import Cap, cap_for
from gis_app.transformation.checking import (
    check_days,
    check_offered,
    check_order,
    check_paper,
    check_step,
    check_unchanged,
)
from gis_app.transformation.cycle import STEPS, last_day
from gis_app.transformation.evaluating.comparing import compare
from gis_app.transformation.models import Decision, KeyArea, PlanYear
from gis_app.transformation.reading import selected_count
from gis_app.transformation.recording import lock, newest_change, record_change
from gis_app.transformation.refusing import RefusedError, require


@dataclass(frozen=True, slots=True)
class CapBreach:
    """A selection that exceeds the cap: how many communes there would be, against how many allowed."""

    cap: Cap
    selected: int

    def sentence(self) -> str:
        """Write the arithmetic and what to do."""
        return _(
            "Vượt trần: %(arithmetic)s; quyết định này nâng số địa bàn được chọn lên %(selected)s, vượt "
            "%(excess)s. Hãy bớt địa bàn hoặc ghi lý do vượt trần."
        ) % {
            "arithmetic": self.cap.sentence(),
            "selected": self.selected,
            "excess": self.cap.excess(self.selected),
        }


@transaction.atomic
def decide(
    plan_year: PlanYear,
    act: Decision.Act | str,
    number: str,
    decided_on: datetime.date,
    body: str,
    areas: Collection[KeyArea],
    account: Account | None,
    cap_breach_reason: str = "",
    *,
    difference_reason: str = "",
    starts_on: datetime.date | None = None,
    effective_on: datetime.date | None = None,
    seen_revision: int | None = None,
) -> Decision:
    """Record one decision and what it does to each of the areas: all of it, or nothing.

    `starts_on` is the first day of the work for a decision that starts it (the day of the decision unless
    given); the last day follows from the plan. `effective_on` is the day from which the new status counts;
    it follows from the other dates unless given. `seen_revision` is `reading.revision` of the list the
    decision was made on. `difference_reason` says why a decision that ends a year differs from what the
    plan's rule gives; the computation is kept beside the decision.

    Raises RefusedError, with the sentence to show, when a field is missing or a date impossible, an area is
    not in a status that the act starts from, the list has changed since it was seen, the decision is recorded
    already, the selection exceeds the cap or the outcome differs from the computed one and no reason is
    given. Raises PermissionDenied for a role that may not decide.
    """
    require(account, Action.DECIDE)
    act = Decision.Act(act)
    number, body, cap_breach_reason = number.strip(), body.strip(), cap_breach_reason.strip()
    if act is not Decision.Act.START:
        starts_on = None
    plan_year = lock(plan_year)
    check_unchanged(plan_year, seen_revision)
    check_paper(plan_year, act, number, decided_on, body)
    check_days(decided_on, starts_on, effective_on)
    chosen = _load(plan_year, areas, account)
    for area in chosen:
        check_step(area, act)
        check_order(area, min(decided_on, starts_on or decided_on))
    cap = None
    if act is Decision.Act.SELECT:
        check_offered(plan_year, chosen, decided_on)
        cap = cap_for(plan_year.version, decided_on)
        total = selected_count(plan_year.plan, plan_year.year) + len(chosen)
        breach = cap.excess(total) > 0
        if breach and not cap_breach_reason:
            raise RefusedError(CapBreach(cap, total).sentence())
        cap_breach_reason = cap_breach_reason if breach else ""
    comparison = compare(chosen, act, decided_on, difference_reason)
    decision = Decision.objects.create(
        plan_year=plan_year,
        act=act,
        number=number,
        decided_on=decided_on,
        body=body,
        cap_count=cap.units if cap else None,
        cap_allowed=cap.allowed if cap else None,
        cap_breach_reason=cap_breach_reason if cap else "",
        recorded_by=account,
    )
    for area in chosen:
        nominal = decided_on
        if act is Decision.Act.START:
            nominal = area.starts_on = starts_on or effective_on or decided_on
            area.ends_on = last_day(area.starts_on, plan_year.version.duration_months)
        day = _effective_day(area, nominal, effective_on)
        reason = comparison.reason_for(area)
        record_change(area, STEPS[act].after, day, account, decision=decision, reason=reason)
    comparison.keep(decision, account)
    return decision


def _load(plan_year: PlanYear, areas: Collection[KeyArea], account: Account | None) -> list[KeyArea]:
    """Read the areas again under the lock: what the caller holds may be old."""
    wanted = {area.pk for area in areas}
    if not wanted:
        raise RefusedError(_("Chưa đánh dấu địa bàn nào: hãy đánh dấu ít nhất một địa bàn."))
    mine = restrict(KeyArea.objects.filter(plan_year=plan_year, pk__in=wanted), account)
    found = list(mine.select_related("unit", "plan_year"))
    if len(found) < len(wanted):
        raise RefusedError(
            _("Có địa bàn không thuộc danh sách này hoặc ngoài địa bàn phụ trách của tài khoản.")
        )
    return found


def _effective_day(
    area: KeyArea, nominal: datetime.date, effective_on: datetime.date | None
) -> datetime.date:
    """Return the day from which the new status counts.

    Papers are often typed in late, after a proposal that already bears today's date; the new status then
    counts from the day of the change it follows, because the statuses of past days never change.
    """
    if effective_on is not None:
        return effective_on
    last = newest_change(area)
    return nominal if last is None else max(nominal, last.effective_on)
