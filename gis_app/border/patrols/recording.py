"""Writing patrols down: planned, done, or not done. One transaction each."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.contrib.gis.geos import MultiLineString
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account, Agency
from gis_app.access.roles import Action, may
from gis_app.border.models import Patrol
from layers.reading.persons import person_text


class PatrolRefusedError(Exception):
    """Nothing was recorded; the text is one sentence for a person."""


@transaction.atomic
def plan_patrol(
    lead: Agency,
    partners: Collection[Agency],
    planned_on: datetime.date,
    account: Account | None,
    *,
    route: MultiLineString | None = None,
    document: str = "",
    note: str = "",
) -> Patrol:
    """Record what is planned; `partners` are the other agencies of a joint patrol.

    Raises PatrolRefusedError for a note that names a person, PermissionDenied for an account that neither may
    patrol nor belongs to an agency that takes part.
    """
    agencies = {lead, *partners}
    _require(account, agencies)
    patrol = Patrol.objects.create(
        lead=lead,
        planned_on=planned_on,
        planned_route=route,
        document=_impersonal(document),
        note=_impersonal(note),
        recorded_by=account,
    )
    patrol.agencies.set(agencies)
    return patrol


@transaction.atomic
def record_done(
    patrol: Patrol,
    done_on: datetime.date,
    route: MultiLineString,
    origin: Patrol.Origin | str,
    account: Account | None,
    *,
    note: str = "",
) -> Patrol:
    """Record that a planned patrol took place, and where it went.

    Raises PatrolRefusedError when it is recorded or cancelled already, lies in the future, or the note names
    a person; PermissionDenied as `plan_patrol`.
    """
    patrol = _still_planned(patrol, account)
    if done_on > timezone.localdate():
        raise PatrolRefusedError(_("Ngày thực hiện ở tương lai: hãy ghi sau khi đã tuần tra."))
    patrol.state = Patrol.State.DONE
    patrol.done_on, patrol.route, patrol.route_origin = done_on, route, Patrol.Origin(origin)
    patrol.note = _impersonal(note) or patrol.note
    patrol.save()
    return patrol


@transaction.atomic
def cancel(patrol: Patrol, reason: str, account: Account | None) -> Patrol:
    """Record that a planned patrol does not take place. Raises as `record_done`, also without a reason."""
    patrol = _still_planned(patrol, account)
    if not reason.strip():
        raise PatrolRefusedError(_("Thiếu lý do không thực hiện: hãy ghi lý do."))
    patrol.state, patrol.cancel_reason = Patrol.State.CANCELLED, _impersonal(reason)
    patrol.save()
    return patrol


def may_record(account: Account | None, agencies: Collection[Agency]) -> bool:
    """Say whether an account may record a patrol of these agencies: its own, or those below its own."""
    if account is None:
        return True
    if not may(account, Action.PATROL) or account.agency_id is None:
        return False
    return any(account.agency_id in {agency.pk, agency.superior_id} for agency in agencies)


def _require(account: Account | None, agencies: Collection[Agency]) -> None:
    if not may_record(account, agencies):
        raise PermissionDenied


def _still_planned(patrol: Patrol, account: Account | None) -> Patrol:
    """Read the patrol again under a lock; two who record at once do so one after the other."""
    locked = Patrol.objects.select_for_update().get(pk=patrol.pk)
    _require(account, list(locked.agencies.all()))
    if locked.state != Patrol.State.PLANNED:
        raise PatrolRefusedError(
            _("Lần tuần tra này đã được ghi “%(state)s”: hãy mở lại trang để xem.")
            % {"state": locked.get_state_display()}
        )
    return locked


def _impersonal(text: str) -> str:
    """Return the text, or refuse it where it holds a name, a number or a plate of a person."""
    if person_text(text) is not None:
        raise PatrolRefusedError(
            _("Nội dung có vẻ chứa họ tên, số định danh, điện thoại hoặc biển số: hãy bỏ thông tin cá nhân.")
        )
    return text.strip()
