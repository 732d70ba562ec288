"""Setting right what was recorded wrongly: by another sealed act that names the decision, never by a change.

A correction says how the paper really reads. An annulment takes the decision back: its areas return to the
status they had before, by new changes of status.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action
from gis_app.formats.numbers import date as write_date
from gis_app.plans.cap_groups import caps_for
from gis_app.transformation.checking import check_open, check_paper, check_unchanged
from gis_app.transformation.cycle import STEPS
from gis_app.transformation.models import Decision, KeyArea, Paper, PlanYear, Status, StatusChange
from gis_app.transformation.recording import lock, newest_change, record_change
from gis_app.transformation.refusing import RefusedError, require
from gis_app.transformation.sealing.chain import seal


@transaction.atomic
def correct(
    decision: Decision,
    paper: Paper,
    reason: str,
    account: Account | None,
    *,
    seen_revision: int | None = None,
) -> Decision:
    """Record how the paper of a decision really reads: number, day, body, title of who signed.

    Statuses keep the days from which they count. Raises RefusedError where the new day contradicts them, the
    caps that were met, or other decisions about the same areas: the decision is then to be annulled and
    recorded again.
    """
    plan_year, decision = _begin(decision, reason, account, seen_revision)
    paper = Paper(paper.number.strip(), paper.decided_on, paper.body.strip(), paper.signer_title.strip())
    read = decision.paper
    if paper == read:
        raise RefusedError(
            _("Chưa có gì khác so với quyết định đã ghi: hãy sửa số, ngày, cơ quan hoặc chức vụ.")
        )
    same_paper = (paper.number, paper.decided_on) == (read.number, read.decided_on)
    act = Decision.Act.CORRECT if same_paper else Decision.Act(decision.act)
    check_paper(plan_year, act, paper.number, paper.decided_on, paper.body)
    if paper.decided_on != read.decided_on:
        _check_day(plan_year, decision, paper.decided_on)
    return _record(plan_year, Decision.Act.CORRECT, decision, paper, reason, account)


@transaction.atomic
def annul(
    decision: Decision,
    paper: Paper,
    reason: str,
    account: Account | None,
    *,
    from_the_beginning: bool = False,
    seen_revision: int | None = None,
) -> Decision:
    """Take a decision back; each of its areas has the status again that it had before.

    Args:
        decision: the decision; none of its areas may have had another change since.
        paper: the act that takes it back.
        reason: why, in words.
        account: who records it.
        from_the_beginning: as though it had never been, for a decision that was typed in wrongly: the status
            before counts from the day on which that of the decision began. Otherwise from the day of `paper`.
        seen_revision: `reading.revision` of the list it was seen on.
    """
    plan_year, decision = _begin(decision, reason, account, seen_revision)
    paper = Paper(paper.number.strip(), paper.decided_on, paper.body.strip(), paper.signer_title.strip())
    check_paper(plan_year, Decision.Act.ANNUL, paper.number, paper.decided_on, paper.body)
    if paper.decided_on < decision.paper.decided_on:
        raise RefusedError(
            _("Ngày hủy %(day)s sớm hơn ngày của quyết định bị hủy (%(decided)s): hãy xem lại ngày.")
            % {"day": write_date(paper.decided_on), "decided": write_date(decision.paper.decided_on)}
        )
    changes = list(decision.changes.select_related("area__unit", "area__plan_year"))
    _check_newest(changes)
    annulment = _record(plan_year, Decision.Act.ANNUL, decision, paper, reason, account, seal_now=False)
    for change in changes:
        day = change.effective_on if from_the_beginning else max(paper.decided_on, change.effective_on)
        if decision.act == Decision.Act.START:
            change.area.starts_on = change.area.ends_on = None
        record_change(
            change.area, Status(change.from_status), day, account, decision=annulment, reason=reason.strip()
        )
    seal(annulment)
    return annulment


def _begin(
    decision: Decision, reason: str, account: Account | None, seen_revision: int | None
) -> tuple[PlanYear, Decision]:
    """Lock the year, read the decision again, and refuse what can be neither corrected nor annulled."""
    require(account, Action.DECIDE)
    if not reason.strip():
        raise RefusedError(_("Chưa ghi lý do: hãy ghi vì sao quyết định được đính chính hoặc hủy."))
    plan_year = lock(decision.plan_year)
    check_open(plan_year)
    check_unchanged(plan_year, seen_revision)
    decision = Decision.objects.prefetch_related("amendments").get(pk=decision.pk)
    if decision.act not in STEPS:
        raise RefusedError(
            _(
                "Văn bản đính chính hoặc hủy không sửa được nữa: hãy ghi một đính chính mới cho quyết "
                "định gốc."
            )
        )
    if (annulment := decision.annulment) is not None:
        raise RefusedError(
            _("Quyết định số %(number)s đã bị hủy theo văn bản số %(by)s.")
            % {"number": decision.paper.number, "by": annulment.number}
        )
    _check_jurisdiction(decision, account)
    return plan_year, decision


def _check_jurisdiction(decision: Decision, account: Account | None) -> None:
    areas = KeyArea.objects.filter(changes__decision=decision).distinct()
    if restrict(areas, account).count() < areas.count():
        raise RefusedError(
            _(
                "Quyết định này có địa bàn ngoài phạm vi phụ trách của tài khoản: chỉ nơi phụ trách tất "
                "cả sửa được."
            )
        )


def _check_day(plan_year: PlanYear, decision: Decision, decided_on: datetime.date) -> None:
    """Refuse a corrected day that would have changed what the decision did."""
    number = decision.paper.number
    first = decision.changes.order_by("effective_on").first()
    if first is not None and first.effective_on < decided_on:
        raise RefusedError(
            _(
                "Trạng thái theo quyết định số %(number)s tính từ %(first)s, trước ngày đính chính "
                "%(day)s: hãy hủy "
                "quyết định rồi ghi lại."
            )
            % {"number": number, "first": write_date(first.effective_on), "day": write_date(decided_on)}
        )
    areas = list(decision.changes.values_list("area", flat=True))
    others = Decision.objects.standing().filter(changes__area__in=areas).exclude(pk=decision.pk).distinct()
    for other in others.prefetch_related("amendments"):
        earlier = other.pk < decision.pk
        day = other.paper.decided_on
        if (day > decided_on) if earlier else (day < decided_on):
            raise RefusedError(
                _(
                    "Ngày đính chính %(day)s không hợp với quyết định số %(number)s ngày %(other)s về "
                    "cùng địa bàn: "
                    "hãy xem lại ngày."
                )
                % {"day": write_date(decided_on), "number": other.paper.number, "other": write_date(day)}
            )
    met = {cap.key: cap.cap for cap in decision.decided_caps}
    caps = caps_for(plan_year.version, decided_on)
    if any(caps.group(key).cap != cap for key, cap in met.items()):
        raise RefusedError(
            _(
                "Vào ngày đính chính %(day)s trần tính trên số đơn vị khác: hãy hủy quyết định số "
                "%(number)s rồi "
                "ghi lại."
            )
            % {"day": write_date(decided_on), "number": number}
        )


def _check_newest(changes: list[StatusChange]) -> None:
    for change in changes:
        last = newest_change(change.area)
        if last is not None and last.pk != change.pk:
            by = last.decision.paper.number if last.decision else ""
            raise RefusedError(
                _(
                    "%(unit)s đã có thay đổi sau quyết định này (%(status)s %(by)s): hãy hủy thay đổi "
                    "đó trước."
                )
                % {"unit": change.area.unit, "status": last.get_to_status_display(), "by": by}
            )


def _record(
    plan_year: PlanYear,
    act: Decision.Act,
    decision: Decision,
    paper: Paper,
    reason: str,
    account: Account | None,
    *,
    seal_now: bool = True,
) -> Decision:
    made = Decision.objects.create(
        plan_year=plan_year,
        act=act,
        number=paper.number,
        decided_on=paper.decided_on,
        body=paper.body,
        signer_title=paper.signer_title,
        amends=decision,
        reason=reason.strip(),
        recorded_by=account,
    )
    if seal_now:
        seal(made)
    return made
