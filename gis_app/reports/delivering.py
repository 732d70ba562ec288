"""What an office writes into the calendar of a plan: deliveries, its own dates, who owes.

Each act is one transaction.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.formats.numbers import date as write_date
from gis_app.plans.models import Plan
from gis_app.reports.models import ReportDate, ReportDelivery, ReportParty
from gis_app.reports.obligations import Obligation
from gis_app.reports.schedule import Occurrence
from gis_app.reports.seeing import require_whole
from gis_app.transformation.refusing import RefusedError

#: So many offices are more than any province has; more is a list pasted from somewhere else.
MOST_PARTIES = 300


@transaction.atomic
def record_delivery(
    one: Occurrence, sender: str, number: str, delivered_on: datetime.date, account: Account | None
) -> ReportDelivery:
    """Record that a report was sent.

    Raises RefusedError for a day that has not come or lies before the year, and for what is recorded already.
    """
    version = one.obligation.version
    require_whole(version, account)
    _lock(version.plan_id)
    if delivered_on > timezone.localdate():
        raise RefusedError(
            _("Ngày gửi %(day)s chưa đến: hãy ghi ngày ghi trên văn bản.") % {"day": write_date(delivered_on)}
        )
    if delivered_on.year < one.year:
        raise RefusedError(
            _("Ngày gửi %(day)s trước năm của kỳ báo cáo (%(year)s): hãy kiểm tra lại ngày hoặc kỳ.")
            % {"day": write_date(delivered_on), "year": one.year}
        )
    where = {
        "plan_id": version.plan_id,
        "rule": one.obligation.key,
        "year": one.year,
        "position": one.position,
        "sender": sender,
        "number": number,
    }
    if ReportDelivery.objects.filter(**where, withdrawn_reason="").exists():
        raise RefusedError(
            _("Văn bản số %(number)s của %(sender)s đã được ghi cho kỳ này.")
            % {"number": number, "sender": sender}
        )
    return ReportDelivery.objects.create(
        **where, delivered_on=delivered_on, due_on=one.due, recorded_by=account
    )


@transaction.atomic
def withdraw_delivery(
    delivery: ReportDelivery, one: Occurrence, reason: str, account: Account | None
) -> None:
    """Take back what was recorded in error; the row stays with the reason."""
    require_whole(one.obligation.version, account)
    _lock(delivery.plan_id)
    fresh = ReportDelivery.objects.get(pk=delivery.pk)
    if fresh.withdrawn_reason:
        raise RefusedError(_("Văn bản này đã được bỏ trước đó: hãy tải lại trang."))
    fresh.withdrawn_reason = reason
    fresh.save(update_fields=["withdrawn_reason"])


@transaction.atomic
def set_date(
    one: Occurrence,
    month: int | None,
    day: int | None,
    source: str,
    account: Account | None,
    *,
    following_year: bool = False,
) -> ReportDate:
    """Set the office's last day for a report without a date, or (both None) take it back.

    Raises RefusedError where the plan itself names the day, and for a day that not every year has.
    """
    owed = one.obligation
    require_whole(owed.version, account)
    _lock(owed.version.plan_id)
    if one.is_stated:
        raise RefusedError(
            _("Kế hoạch đã nêu hạn (%(clause)s): muốn đổi hạn thì ban hành phiên bản mới của kế hoạch.")
            % {"clause": owed.rule.source.clause}
        )
    if month is not None and day is not None and day > calendar.monthrange(2001, month)[1]:
        raise RefusedError(
            _("Ngày %(day)02d/%(month)02d không phải năm nào cũng có: hãy chọn ngày khác.")
            % {"day": day, "month": month}
        )
    given = {
        "month": month,
        "day": day,
        "following_year": following_year,
        "source": source,
        "set_by": account,
    }
    found, created = ReportDate.objects.get_or_create(
        plan_id=owed.version.plan_id, rule=owed.key, position=one.position, defaults=given
    )
    if not created and any(getattr(found, name) != value for name, value in given.items()):
        for name, value in given.items():
            setattr(found, name, value)
        found.revision += 1
        found.save()
    return found


@transaction.atomic
def list_parties(owed: Obligation, names: Sequence[str], account: Account | None) -> int:
    """Replace the list of who owes a report; return how many there are. Names given twice count once."""
    require_whole(owed.version, account)
    _lock(owed.version.plan_id)
    kept = list({name.casefold(): name for name in names}.values())
    if len(kept) > MOST_PARTIES:
        raise RefusedError(
            _("Danh sách có %(count)s đơn vị, nhiều hơn %(most)s: hãy kiểm tra lại nội dung đã dán.")
            % {"count": len(kept), "most": MOST_PARTIES}
        )
    rows = ReportParty.objects.filter(plan_id=owed.version.plan_id, rule=owed.key)
    rows.exclude(name__in=kept).delete()
    for position, name in enumerate(kept, start=1):
        rows.update_or_create(
            name=name, defaults={"plan_id": owed.version.plan_id, "rule": owed.key, "position": position}
        )
    return len(kept)


def _lock(plan_id: str) -> None:
    """Let those who write into one plan's calendar wait for each other."""
    Plan.objects.select_for_update().get(pk=plan_id)
