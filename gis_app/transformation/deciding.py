"""Recording what a board decided about key areas. The board decides; the program checks, keeps and seals.

Each decision is one transaction that first locks the plan year: two people who decide at once do so one after
the other, and neither loses the other's work.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action
from gis_app.plans.cap_groups import caps_for
from gis_app.transformation.capping import caps_met
from gis_app.transformation.checking import (
    check_days,
    check_offered,
    check_open,
    check_order,
    check_paper,
    check_step,
    check_unchanged,
    decider_named,
)
from gis_app.transformation.cycle import STEPS, last_day
from gis_app.transformation.evaluating.comparing import compare
from gis_app.transformation.models import Decision, KeyArea, PlanYear
from gis_app.transformation.recording import lock, newest_change, record_change
from gis_app.transformation.refusing import RefusedError, require
from gis_app.transformation.sealing.chain import seal


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
    breach_reasons: Mapping[str, str] | None = None,
    decider: str | None = None,
    decider_reason: str = "",
    proposed_by: str = "",
    signer_title: str = "",
    starts_on: datetime.date | None = None,
    effective_on: datetime.date | None = None,
    seen_revision: int | None = None,
) -> Decision:
    """Record one decision and what it does to each of the areas, and seal it: all of it, or nothing.

    Args:
        plan_year: whose list it is about.
        act: one of `cycle.STEPS`.
        number: as it stands on the paper.
        decided_on: the day of the paper.
        body: the body that decided, as the paper names it.
        signer_title: the title, never the name, of who signed.
        areas: the areas that it is about.
        account: who records it; None is the server itself.
        cap_breach_reason: why caps are exceeded, for each group without a reason of its own.
        breach_reasons: reasons of single groups, by their keys (`gis_app.plans.cap_groups`).
        decider: which of the bodies that the plan lets decide `body` is, in the words of the plan; empty for
            another one; None where nobody was asked.
        decider_reason: why another body decided.
        proposed_by: the body that proposed the areas.
        difference_reason: why a decision that ends a year differs from what the plan's rule gives; the
            computation is kept beside the decision.
        starts_on: the first day of the work for a decision that starts it (the day of the decision unless
            given); the last day follows from the plan.
        effective_on: the day from which the new status counts; it follows from the other dates unless given.
        seen_revision: `reading.revision` of the list the decision was made on.

    Raises RefusedError, with the sentence to show, when a field is missing or a date impossible, the year is
    closed, an area is not in a status that the act starts from, the list has changed since it was seen, the
    decision is recorded already, or the selection exceeds a cap or the outcome differs from the computed one
    and no reason is given. Raises PermissionDenied for a role that may not decide.
    """
    require(account, Action.DECIDE)
    act = Decision.Act(act)
    if act not in STEPS:
        raise RefusedError(_("Đính chính và hủy được ghi ở trang của quyết định đó."))
    number, body = number.strip(), body.strip()
    if act is not Decision.Act.START:
        starts_on = None
    plan_year = lock(plan_year)
    check_open(plan_year, act)
    check_unchanged(plan_year, seen_revision)
    check_paper(plan_year, act, number, decided_on, body)
    decider = decider_named(plan_year.version, body, decider, decider_reason)
    check_days(decided_on, starts_on, effective_on)
    chosen = _load(plan_year, areas, account)
    for area in chosen:
        check_step(area, act)
        check_order(area, min(decided_on, starts_on or decided_on))
    caps = []
    if act is Decision.Act.SELECT:
        check_offered(plan_year, chosen, decided_on)
        on_the_day = caps_for(plan_year.version, decided_on)
        caps = caps_met(plan_year, on_the_day, chosen, cap_breach_reason.strip(), breach_reasons or {})
    comparison = compare(chosen, act, decided_on, difference_reason)
    decision = Decision.objects.create(
        plan_year=plan_year,
        act=act,
        number=number,
        decided_on=decided_on,
        body=body,
        decider=decider,
        decider_reason=decider_reason.strip() if not decider else "",
        proposed_by=proposed_by.strip(),
        signer_title=signer_title.strip(),
        starts_on=(starts_on or effective_on or decided_on) if act is Decision.Act.START else None,
        caps=[cap.entry() for cap in caps],
        recorded_by=account,
    )
    for area in chosen:
        if decision.starts_on is not None:
            area.starts_on = decision.starts_on
            area.ends_on = last_day(area.starts_on, plan_year.version.duration_months)
        day = _effective_day(area, decision.starts_on or decided_on, effective_on)
        reason = comparison.reason_for(area)
        record_change(area, STEPS[act].after, day, account, decision=decision, reason=reason)
    comparison.keep(decision, account)
    seal(decision)
    return decision


def _load(plan_year: PlanYear, areas: Collection[KeyArea], account: Account | None) -> list[KeyArea]:
    """Read the areas again under the lock: what the caller holds may be old."""
    wanted = {area.pk for area in areas}
    if not wanted:
        raise RefusedError(_("Chưa đánh dấu địa bàn nào: hãy đánh dấu ít nhất một địa bàn."))
    mine = restrict(KeyArea.objects.filter(plan_year=plan_year, pk__in=wanted), account)
    found = list(mine.with_district().select_related("plan_year"))
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
