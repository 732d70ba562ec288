"""A condition of the success rule judged in writing: by whom, when, why; earlier ones stay readable."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.roles import Action
from gis_app.formats.numbers import date as write_date
from gis_app.transformation.models import Judgement, KeyArea
from gis_app.transformation.recording import lock
from gis_app.transformation.refusing import RefusedError, require
from gis_app.transformation.targets.entering import load_open
from gis_app.transformation.targets.versions import version_of
from layers.reading.persons import person_text


@transaction.atomic
def judge(
    area: KeyArea,
    condition: str,
    holds: bool | None,
    judged_on: datetime.date,
    reason: str,
    account: Account | None,
    *,
    document_number: str = "",
    document_date: datetime.date | None = None,
) -> Judgement:
    """Record a judgement; `holds` None takes the one that stands back.

    Raises:
        RefusedError: no reason, a day outside the work, a person in the text, or the year is closed.
        PermissionDenied: for a role that may not confirm figures.
    """
    require(account, Action.CONFIRM_TARGETS)
    lock(area.plan_year)
    area = load_open(area, account)
    rule = version_of(area).success_rule
    if rule is None or condition not in rule.conditions:
        raise RefusedError(_("Kế hoạch không có điều kiện này: hãy tải lại trang."))
    reason, document_number = reason.strip(), document_number.strip()
    _check(area, judged_on, document_date, reason, document_number)
    return Judgement.objects.create(
        area=area,
        condition=condition,
        holds=holds,
        judged_on=judged_on,
        reason=reason,
        document_number=document_number,
        document_date=document_date,
        recorded_by=account,
    )


def _check(
    area: KeyArea,
    judged_on: datetime.date,
    document_date: datetime.date | None,
    reason: str,
    document_number: str,
) -> None:
    if not reason:
        raise RefusedError(_("Chưa ghi lý do: nhận định bằng văn bản phải nói rõ căn cứ."))
    for text in (reason, document_number):
        if person_text(text) is not None:
            raise RefusedError(_("Nội dung có vẻ nêu họ tên, số giấy tờ hoặc số điện thoại: hãy bỏ."))
    for day in (judged_on, document_date):
        if day is not None and day > timezone.localdate():
            raise RefusedError(_("Ngày %(day)s ở tương lai: hãy ghi đúng ngày.") % {"day": write_date(day)})
    if area.starts_on is not None and judged_on < area.starts_on:
        raise RefusedError(
            _("Ngày nhận định %(day)s trước ngày bắt đầu chuyển hóa (%(start)s): hãy kiểm tra ngày.")
            % {"day": write_date(judged_on), "start": write_date(area.starts_on)}
        )
