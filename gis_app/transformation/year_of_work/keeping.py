"""Keeping what was done in an area. Every free text is looked through for persons before it is stored."""

from __future__ import annotations

import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import CharField, DateField
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action
from gis_app.formats.numbers import date as write_date
from gis_app.transformation.models import KeyArea, Status
from gis_app.transformation.models.work import Work
from gis_app.transformation.recording import lock
from gis_app.transformation.refusing import RefusedError, require
from layers.reading.persons import person_text

Kind = TypeVar("Kind", bound=Work)

#: Work is recorded from the selection on; what happened before the year was decided belongs to no year.
OPEN = frozenset({Status.SELECTED, Status.IN_TRANSFORMATION})


@transaction.atomic
def add(kind: type[Kind], area: KeyArea, account: Account | None, **given: Any) -> Kind:
    """Store one entry.

    Raises:
        RefusedError: the area takes no entries now, a text names a person, or a day lies in the future.
        PermissionDenied: for a role that may not enter.
    """
    area = _open(area, account)
    for field in kind._meta.concrete_fields:
        value = given.get(field.name)
        if isinstance(field, CharField) and value and _names_somebody(field, value):
            raise RefusedError(
                _("“%(label)s” có vẻ nêu họ tên, số giấy tờ, số điện thoại hoặc biển số: hãy bỏ.")
                % {"label": field.verbose_name}
            )
        if isinstance(field, DateField) and isinstance(value, datetime.date) and value > timezone.localdate():
            raise RefusedError(
                _("“%(label)s” là %(day)s, ở tương lai: hãy ghi đúng ngày.")
                % {"label": field.verbose_name, "day": write_date(value)}
            )
    return kind.objects.create(area=area, recorded_by=account, **given)


@transaction.atomic
def strike(kind: type[Kind], area: KeyArea, entry_id: int, reason: str, account: Account | None) -> Kind:
    """Strike an entry out with a reason; it stays readable.

    Raises:
        RefusedError: no reason, no such entry, struck out already, or the area takes no entries now.
        PermissionDenied: for a role that may not enter.
    """
    area = _open(area, account)
    reason = reason.strip()
    if not reason:
        raise RefusedError(_("Chưa ghi lý do gạch bỏ: hãy ghi một câu."))
    if len(reason) > 300 or person_text(reason) is not None:
        raise RefusedError(
            _("Lý do gạch bỏ dài quá 300 ký tự hoặc có vẻ nêu họ tên, số giấy tờ: hãy sửa lại.")
        )
    entry = kind.objects.kept().select_for_update().filter(area=area, pk=entry_id).first()
    if entry is None:
        raise RefusedError(_("Mục này không còn hoặc đã được gạch bỏ: hãy tải lại trang."))
    entry.struck_reason = reason
    entry.save(update_fields=["struck_reason"])
    return entry


def _names_somebody(field: CharField, text: str) -> bool:
    """Say whether a text looks like a person; a number such as "12-KH 2024" is no plate."""
    found = person_text(text)
    return found is not None and (field.name, found) != ("number", "person_plate")


def _open(area: KeyArea, account: Account | None) -> KeyArea:
    """Read the area again under the lock of its year, and refuse one that is closed."""
    require(account, Action.ENTER_TARGETS)
    lock(area.plan_year)
    found = restrict(KeyArea.objects.filter(pk=area.pk), account).select_related("unit").first()
    if found is None:
        raise RefusedError(_("Địa bàn này nằm ngoài địa bàn phụ trách của tài khoản."))
    if found.status not in OPEN:
        raise RefusedError(
            _("%(unit)s đang ở trạng thái “%(status)s”: không ghi thêm công việc của năm được.")
            % {"unit": found.unit, "status": found.get_status_display()}
        )
    return found
