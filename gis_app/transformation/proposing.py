"""Proposing communes for a year, from a screening or by hand, and taking a proposal back."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action
from gis_app.plans.models import Plan
from gis_app.screening.models import Screening
from gis_app.transformation.carrying import carried_over, reason_to_carry
from gis_app.transformation.checking import check_open
from gis_app.transformation.eligibility import not_offered
from gis_app.transformation.models import KeyArea, PlanYear, Status
from gis_app.transformation.recording import lock, newest_change, record_change
from gis_app.transformation.refusing import RefusedError, require
from layers.models import AdminUnit


def propose_from_screening(
    screening: Screening,
    unit_ids: Collection[int],
    account: Account | None,
    *,
    proposed_on: datetime.date | None = None,
) -> list[KeyArea]:
    """Propose communes for the screening's plan and year; the criteria they meet are the reason.

    All or none: raises RefusedError, naming the commune, when one of them cannot be proposed or is no
    candidate of the screening. `proposed_on` is today unless given. The reason is kept in Vietnamese: it is
    part of the record, whatever the language of the page.
    """
    reasons: dict[int, list[str]] = {}
    for finding in screening.candidate_findings().filter(unit_id__in=unit_ids).order_by("criterion"):
        reasons.setdefault(finding.unit_id, []).append(finding.reason_vi)
    texts = {unit_id: "\n".join(sentences) for unit_id, sentences in reasons.items()}
    plan = screening.plan_version.plan
    return _propose(plan, screening.year, unit_ids, texts, screening, proposed_on, account)


def propose_by_hand(
    plan: Plan,
    year: int,
    unit: AdminUnit,
    reason: str,
    account: Account | None,
    *,
    proposed_on: datetime.date | None = None,
) -> KeyArea:
    """Propose one commune for a reason in words. Raises RefusedError without one or when it cannot be."""
    if not reason.strip():
        raise RefusedError(_("Chưa ghi lý do đề xuất: hãy ghi lý do rồi đề xuất lại."))
    return _propose(plan, year, [unit.pk], {unit.pk: reason.strip()}, None, proposed_on, account)[0]


def propose_carried_over(
    plan: Plan,
    year: int,
    unit_ids: Collection[int],
    account: Account | None,
    *,
    proposed_on: datetime.date | None = None,
) -> list[KeyArea]:
    """Propose communes again that were not transformed in an earlier year; that result is the reason.

    All or none: raises RefusedError for one that was not carried over, or that cannot be proposed.
    """
    failed = carried_over(plan, year, proposed_on or timezone.localdate())
    if set(unit_ids) - failed.keys():
        raise RefusedError(
            _("Có xã, phường không phải địa bàn chưa đạt của năm trước: hãy tải lại trang rồi chọn lại.")
        )
    with override(settings.LANGUAGE_CODE):
        reasons = {unit_id: reason_to_carry(failed[unit_id]) for unit_id in unit_ids if unit_id in failed}
    return _propose(plan, year, unit_ids, reasons, None, proposed_on, account)


@transaction.atomic
def withdraw_proposal(area: KeyArea, reason: str, account: Account | None) -> KeyArea:
    """Take a commune that nobody has decided about off the list, for a reason in words.

    Raises RefusedError without a reason or when a decision has been made in the meantime: what a decision
    did, only another decision undoes.
    """
    require(account, Action.PROPOSE)
    if not reason.strip():
        raise RefusedError(_("Chưa ghi lý do rút đề xuất: hãy ghi lý do rồi làm lại."))
    check_open(lock(area.plan_year))
    area = restrict(KeyArea.objects.select_related("unit"), account).get(pk=area.pk)
    last = newest_change(area)
    if area.status != Status.PROPOSED or last is None:
        raise RefusedError(
            _("%(unit)s đang ở trạng thái “%(status)s”: chỉ có thể thay đổi bằng một quyết định.")
            % {"unit": area.unit, "status": area.get_status_display()}
        )
    effective_on = max(timezone.localdate(), last.effective_on)
    record_change(area, Status.WITHDRAWN, effective_on, account, reason=reason.strip())
    return area


@transaction.atomic
def _propose(
    plan: Plan,
    year: int,
    unit_ids: Collection[int],
    reasons: dict[int, str],
    screening: Screening | None,
    proposed_on: datetime.date | None,
    account: Account | None,
) -> list[KeyArea]:
    require(account, Action.PROPOSE)
    today = timezone.localdate()
    day = proposed_on or today
    if day > today:
        raise RefusedError(_("Ngày đề xuất ở tương lai: hãy ghi ngày hôm nay hoặc một ngày đã qua."))
    if not unit_ids:
        raise RefusedError(_("Chưa đánh dấu xã, phường nào: hãy đánh dấu ít nhất một rồi đề xuất."))
    units = list(restrict(AdminUnit.objects.filter(pk__in=unit_ids), account))
    if len(units) < len(set(unit_ids)):
        raise RefusedError(
            _("Có đơn vị không thuộc địa bàn phụ trách của tài khoản này: không đề xuất đơn vị nào.")
        )
    plan_year = lock(PlanYear.objects.get_or_create(plan=plan, year=year)[0])
    check_open(plan_year)
    refused = not_offered(plan, year, units, day)
    for unit in units:
        if unit.pk in refused:
            raise RefusedError(
                _("Không đề xuất được %(unit)s: %(reason)s.") % {"unit": unit, "reason": refused[unit.pk]}
            )
        if unit.pk not in reasons:
            raise RefusedError(
                _(
                    "%(unit)s không đạt tiêu chí nào trong lần rà soát này: "
                    "hãy đề xuất trực tiếp và ghi lý do."
                )
                % {"unit": unit}
            )
    return [_put_on_list(plan_year, unit, reasons[unit.pk], screening, day, account) for unit in units]


def _put_on_list(
    plan_year: PlanYear,
    unit: AdminUnit,
    reason: str,
    screening: Screening | None,
    day: datetime.date,
    account: Account | None,
) -> KeyArea:
    """Write the proposal; a commune that was withdrawn from the same list takes its old place again."""
    area = KeyArea.objects.filter(plan_year=plan_year, unit=unit).first()
    if area is None:
        area = KeyArea(plan_year=plan_year, unit=unit, status=Status.PROPOSED)
    area.screening = screening
    area.proposal_reason = reason
    area.save()
    record_change(area, Status.PROPOSED, day, account, reason=reason)
    return area
