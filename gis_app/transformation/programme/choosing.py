"""Recording which commune is judged for an area whose own commune was merged or divided."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action
from gis_app.formats.numbers import date as write_date
from gis_app.transformation.models import JudgedSuccessor, KeyArea, Status
from gis_app.transformation.programme.judging import Grounds
from gis_app.transformation.recording import lock
from gis_app.transformation.refusing import RefusedError, require


def newest_choice(area: KeyArea) -> JudgedSuccessor | None:
    """Return the choice that counts today, None before the first."""
    return area.judged_successors.select_related("unit", "recorded_by").order_by("decided_on", "id").last()


@transaction.atomic
def choose_judged(
    area: KeyArea,
    unit_id: int,
    number: str,
    decided_on: datetime.date,
    body: str,
    reason: str,
    account: Account | None,
    *,
    seen_choice: int | None = None,
) -> JudgedSuccessor:
    """Record that a commune stands for a transformed area from a day on.

    `seen_choice` is the newest choice (primary key) on the page where this one was made, None if there was
    none: of two people who choose at once, the second is told what the first one chose.

    Raises RefusedError, with the sentence to show: the area is not transformed, its own commune still exists,
    the unit took over none of its ground or is not in force on the day, a field is missing, the day is
    impossible or before the newest choice. Raises PermissionDenied for a role that may not decide.
    """
    require(account, Action.DECIDE)
    number, body, reason = number.strip(), body.strip(), reason.strip()
    lock(area.plan_year)
    area = restrict(KeyArea.objects.select_related("unit", "plan_year"), account).get(pk=area.pk)
    newest = newest_choice(area)
    _check_seen(area, newest, seen_choice)
    _check_paper(number, decided_on, body, reason)
    if area.status != Status.TRANSFORMED:
        raise RefusedError(
            _("%(unit)s đang ở trạng thái “%(status)s”: chỉ chọn đơn vị đánh giá cho địa bàn chuyển hóa đạt.")
            % {"unit": area.unit, "status": area.get_status_display()}
        )
    if newest is not None and decided_on < newest.decided_on:
        raise RefusedError(
            _("Đã có văn bản số %(number)s ngày %(day)s: văn bản sau không thể mang ngày sớm hơn.")
            % {"number": newest.number, "day": write_date(newest.decided_on)}
        )
    _check_unit(area, unit_id, decided_on)
    return JudgedSuccessor.objects.create(
        area=area,
        unit_id=unit_id,
        number=number,
        decided_on=decided_on,
        body=body,
        reason=reason,
        recorded_by=account,
    )


def _check_seen(area: KeyArea, newest: JudgedSuccessor | None, seen: int | None) -> None:
    if newest is None or newest.pk == seen:
        return
    raise RefusedError(
        _(
            "%(who)s vừa chọn %(unit)s để đánh giá địa bàn %(area)s (lúc %(time)s): hãy xem lại rồi ghi lần "
            "nữa nếu vẫn cần."
        )
        % {
            "who": newest.recorded_by or _("máy chủ"),
            "unit": newest.unit,
            "area": area.unit,
            "time": f"{timezone.localtime(newest.recorded_at):%H:%M %d/%m/%Y}",
        }
    )


def _check_paper(number: str, decided_on: datetime.date, body: str, reason: str) -> None:
    if not number:
        raise RefusedError(_("Chưa ghi số văn bản."))
    if not body:
        raise RefusedError(_("Chưa ghi cơ quan quyết định."))
    if not reason:
        raise RefusedError(_("Chưa ghi lý do chọn đơn vị này."))
    if decided_on > timezone.localdate():
        raise RefusedError(
            _("Ngày văn bản %(day)s ở tương lai: hãy ghi đúng ngày ký.") % {"day": write_date(decided_on)}
        )


def _check_unit(area: KeyArea, unit_id: int, day: datetime.date) -> None:
    """Refuse a unit that took over nothing of the area, or is not in force on the day of the paper."""
    grounds = Grounds({area.pk: area.unit_id})
    own = grounds.unit(area.unit_id)
    if own.in_force(day):
        raise RefusedError(
            _("Ngày %(day)s %(unit)s vẫn là đơn vị hành chính đang có hiệu lực: không cần chọn đơn vị khác.")
            % {"unit": own.name, "day": write_date(day)}
        )
    offered = grounds.offered(area.pk, day)
    if not offered:
        raise RefusedError(
            _("Chưa có bảng kế thừa của %(unit)s đến ngày %(day)s: hãy nhập bảng kế thừa ở trang Dữ liệu.")
            % {"unit": own.name, "day": write_date(day)}
        )
    if all(successor.unit.pk != unit_id for successor in offered):
        raise RefusedError(
            _("Đơn vị được chọn không kế thừa %(unit)s vào ngày %(day)s; có thể chọn: %(offered)s.")
            % {
                "unit": own.name,
                "day": write_date(day),
                "offered": ", ".join(successor.unit.name for successor in offered),
            }
        )
