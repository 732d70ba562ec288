"""What must be true before a decision is recorded. Each check raises RefusedError with its sentence."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.formats.numbers import date as write_date
from gis_app.plans.models import PlanVersion
from gis_app.transformation.cycle import STEPS
from gis_app.transformation.eligibility import transformed_elsewhere
from gis_app.transformation.models import Decision, KeyArea, PlanYear, StatusChange
from gis_app.transformation.reading import revision
from gis_app.transformation.recording import newest_change
from gis_app.transformation.refusing import RefusedError

# A decision takes effect within a year of its date; more is a slip of the pen.
LONGEST_DELAY = datetime.timedelta(days=366)
# What is recorded even in a closed year: a relapse shows years after, and its area has no list but that one.
STILL_RECORDED = frozenset({Decision.Act.RELAPSE})


def check_unchanged(plan_year: PlanYear, seen_revision: int | None) -> None:
    """Refuse when the list is not the one that was seen; None where nobody looked at a list."""
    if seen_revision is None or seen_revision == revision(plan_year.plan, plan_year.year):
        return
    newest = (
        StatusChange.objects.filter(area__plan_year=plan_year)
        .select_related("recorded_by")
        .order_by("-pk")
        .first()
    )
    if newest is None:
        raise RefusedError(
            _("Danh sách năm %(year)s không còn như khi mở trang: hãy tải lại.") % {"year": plan_year.year}
        )
    raise RefusedError(
        _(
            "Danh sách năm %(year)s vừa được thay đổi (%(who)s ghi lúc %(time)s): "
            "hãy xem lại danh sách rồi ghi quyết định lần nữa; những gì đã nhập vẫn được giữ."
        )
        % {
            "year": plan_year.year,
            "who": newest.recorded_by or _("máy chủ"),
            "time": f"{timezone.localtime(newest.recorded_at):%H:%M %d/%m/%Y}",
        }
    )


def check_paper(
    plan_year: PlanYear, act: Decision.Act, number: str, decided_on: datetime.date, body: str
) -> None:
    """Refuse a paper without number or body, with an impossible date, or recorded already."""
    if not number:
        raise RefusedError(_("Chưa ghi số quyết định."))
    if not body:
        raise RefusedError(_("Chưa ghi cơ quan ra quyết định."))
    if decided_on > timezone.localdate():
        raise RefusedError(
            _("Ngày quyết định %(day)s ở tương lai: hãy ghi đúng ngày ký.") % {"day": write_date(decided_on)}
        )
    earliest = datetime.date(plan_year.year - 1, 1, 1)
    if decided_on < earliest:
        raise RefusedError(
            _("Quyết định cho danh sách năm %(year)s không thể ký trước %(earliest)s: hãy xem lại ngày.")
            % {"year": plan_year.year, "earliest": write_date(earliest)}
        )
    if _is_recorded(plan_year, act, number, decided_on):
        raise RefusedError(
            _("Quyết định số %(number)s ngày %(day)s (%(act)s) đã được ghi cho năm %(year)s.")
            % {"number": number, "day": write_date(decided_on), "act": act.label, "year": plan_year.year}
        )


def _is_recorded(plan_year: PlanYear, act: Decision.Act, number: str, decided_on: datetime.date) -> bool:
    """Say whether the same act of this paper stands; an annulled one may be recorded once more."""
    same_act = Decision.objects.standing().filter(plan_year=plan_year, act=act)
    papers = [decision.paper for decision in same_act.prefetch_related("amendments")]
    return any((paper.number, paper.decided_on) == (number, decided_on) for paper in papers)


def check_open(plan_year: PlanYear, act: Decision.Act | None = None) -> None:
    """Refuse to touch the list of a closed year; only `STILL_RECORDED` acts are taken."""
    if plan_year.closed_on is None or act in STILL_RECORDED:
        return
    raise RefusedError(
        _("Năm %(year)s đã khép lại từ %(day)s: muốn ghi thêm thì phải mở lại năm và nêu lý do.")
        % {"year": plan_year.year, "day": write_date(plan_year.closed_on)}
    )


def decider_named(version: PlanVersion, body: str, decider: str | None, reason: str) -> str:
    """Return which body of the plan decided, empty for one that the plan does not name.

    None for `decider` asks nothing: the body is one of the plan's where it is called so. Refuses a body that
    is none of the plan's without a reason.
    """
    bodies = [one.name for one in version.deciders]
    if decider is None:
        return body if body in bodies else ""
    if decider and decider not in bodies:
        raise RefusedError(
            _("Kế hoạch không nêu “%(body)s” là nơi quyết định: hãy chọn lại, hoặc chọn “cơ quan khác”.")
            % {"body": decider}
        )
    if not decider and not reason.strip():
        raise RefusedError(
            _("%(body)s không phải nơi quyết định mà kế hoạch nêu: hãy ghi lý do cơ quan này quyết định.")
            % {"body": body}
        )
    return decider


def check_days(
    decided_on: datetime.date, starts_on: datetime.date | None, effective_on: datetime.date | None
) -> None:
    """Refuse days that lie before the decision they follow from, or more than a year after it."""
    if effective_on is not None and effective_on < decided_on:
        raise RefusedError(
            _("Ngày có hiệu lực %(day)s sớm hơn ngày quyết định %(decided)s: hãy xem lại hai ngày.")
            % {"day": write_date(effective_on), "decided": write_date(decided_on)}
        )
    for day in (starts_on, effective_on):
        if day is not None and day - decided_on > LONGEST_DELAY:
            raise RefusedError(
                _("Ngày %(day)s muộn hơn ngày quyết định %(decided)s quá một năm: hãy xem lại năm.")
                % {"day": write_date(day), "decided": write_date(decided_on)}
            )


def check_step(area: KeyArea, act: Decision.Act) -> None:
    """Refuse an act that does not start from the status the area has."""
    if area.status in STEPS[act].before:
        return
    last = newest_change(area)
    by = (
        _(" theo quyết định số %(number)s") % {"number": last.decision.paper.number}
        if last and last.decision
        else ""
    )
    raise RefusedError(
        _("%(unit)s đang ở trạng thái “%(status)s”%(by)s: không thể ghi quyết định “%(act)s”.")
        % {"unit": area.unit, "status": area.get_status_display(), "by": by, "act": act.label}
    )


def check_order(area: KeyArea, decided_on: datetime.date) -> None:
    """Refuse a decision dated before an earlier one about the same area."""
    about = Decision.objects.standing().filter(changes__area=area).distinct().prefetch_related("amendments")
    papers = [decision.paper for decision in about]
    previous = max(papers, key=lambda paper: paper.decided_on, default=None)
    if previous is not None and previous.decided_on > decided_on:
        raise RefusedError(
            _(
                "%(unit)s đã có quyết định số %(number)s ngày %(day)s: quyết định tiếp theo không thể mang "
                "ngày sớm hơn."
            )
            % {"unit": area.unit, "number": previous.number, "day": write_date(previous.decided_on)}
        )


def check_offered(plan_year: PlanYear, areas: list[KeyArea], decided_on: datetime.date) -> None:
    """Refuse a commune found transformed in another year's list after it was proposed for this one."""
    for area, reason in transformed_elsewhere(plan_year, areas, decided_on).items():
        raise RefusedError(
            _("Không lựa chọn được %(unit)s: %(reason)s.") % {"unit": area.unit, "reason": reason}
        )
