"""Writing patrols down: planned, done, not done, corrected. One transaction and one step each.

Every function takes the id of the form that was sent: the same form again changes nothing and returns what is
stored. All raise RefusedError with the sentence to show, and PermissionDenied for an account that neither may
patrol nor belongs to an agency that takes part, or to one above it.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import MultiLineString
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account, Agency
from gis_app.border.board.agencies import acting, receiving
from gis_app.border.board.persons import check_text
from gis_app.border.board.refusing import RefusedError
from gis_app.border.models import Patrol, PatrolStep
from gis_app.border.patrols.changes import difference, values_of
from gis_app.border.patrols.seeing import may_record

Act = PatrolStep.Act

#: Nobody plans further ahead; a year typed wrongly is caught. Ours.
AHEAD = datetime.timedelta(days=731)
_EARLIEST = datetime.date(2000, 1, 1)

#: The reason that was given, and what was changed.
_Written = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Walked:
    """Where a patrol went and how that is known; `device_days` are what the device's clock told."""

    route: MultiLineString
    origin: Patrol.Origin | str
    device_days: tuple[datetime.date | None, datetime.date | None] = (None, None)


def plan_patrol(
    lead: Agency,
    partners: Collection[Agency],
    planned_on: datetime.date,
    account: Account | None,
    *,
    route: MultiLineString | None = None,
    document: str = "",
    note: str = "",
    step_id: uuid.UUID | None = None,
) -> Patrol:
    """Record what is planned; `partners` are the other agencies of a joint patrol.

    Refused: a day that is out of reach, an agency that has ended, a text that names a person.
    """
    agencies = {lead, *partners}
    _require(account, agencies)

    def mark(new: Patrol) -> _Written:
        new.lead, new.recorded_by = lead, account
        new.planned_on, new.planned_route = _near_day(planned_on), route
        new.document, new.note = check_text(document), check_text(note)
        new.save()
        new.agencies.set([receiving(agency, timezone.localdate()) for agency in agencies])
        return "", {}

    return _once(None, Act.PLAN, account, step_id, mark)


def record_done(
    patrol: Patrol,
    done_on: datetime.date,
    walked: Walked,
    account: Account | None,
    *,
    note: str = "",
    step_id: uuid.UUID | None = None,
) -> Patrol:
    """Record that a planned patrol took place, and where it went.

    Refused: when it is recorded or cancelled already, a day in the future, a note that names a person.
    """

    def mark(locked: Patrol) -> _Written:
        _require_state(locked, Patrol.State.PLANNED)
        locked.state = Patrol.State.DONE
        locked.done_on, locked.note = _past_day(done_on), check_text(note) or locked.note
        _take(locked, walked)
        locked.save()
        return "", {}

    return _once(patrol, Act.DONE, account, step_id, mark)


def cancel(
    patrol: Patrol, reason: str, account: Account | None, *, step_id: uuid.UUID | None = None
) -> Patrol:
    """Record that a planned patrol does not take place. Refused as `record_done`, also without a reason."""

    def mark(locked: Patrol) -> _Written:
        _require_state(locked, Patrol.State.PLANNED)
        locked.state, locked.cancel_reason = Patrol.State.CANCELLED, _reason(reason)
        locked.save()
        return locked.cancel_reason, {}

    return _once(patrol, Act.CANCEL, account, step_id, mark)


def reopen(
    patrol: Patrol, reason: str, account: Account | None, *, step_id: uuid.UUID | None = None
) -> Patrol:
    """Take back what was recorded by mistake: the patrol is planned again. Its history keeps what it was."""

    def mark(locked: Patrol) -> _Written:
        if locked.state == Patrol.State.PLANNED:
            raise RefusedError(_("Lần tuần tra này đang là kế hoạch: không có gì để đưa về."))
        before = values_of(locked)
        locked.state, locked.cancel_reason = Patrol.State.PLANNED, ""
        locked.done_on = locked.route = locked.device_from = locked.device_to = None
        locked.route_origin = ""
        locked.save()
        return _reason(reason), difference(before, values_of(locked))

    return _once(patrol, Act.REOPEN, account, step_id, mark)


def correct(
    patrol: Patrol,
    changed: dict[str, Any],
    reason: str,
    account: Account | None,
    *,
    seen: uuid.UUID | None = None,
    step_id: uuid.UUID | None = None,
) -> Patrol:
    """Correct what was typed wrongly.

    `changed` are values of `changes.FIELDS`, of `route` a `Walked`; `seen` is the newest step that the person
    saw. Refused: when somebody changed it meanwhile, when nothing differs, and as the acts themselves.
    """

    def mark(locked: Patrol) -> _Written:
        if seen is not None and newest_step(locked) != seen:
            raise RefusedError(_("Có người vừa ghi lần tuần tra này: hãy mở lại trang rồi sửa."))
        before = values_of(locked)
        _change(locked, changed)
        _require(account, list(locked.agencies.all()))
        found = difference(before, values_of(locked))
        if not found:
            raise RefusedError(_("Chưa có gì khác so với đã ghi: hãy sửa rồi lưu."))
        locked.save()
        return _reason(reason), found

    return _once(patrol, Act.CORRECT, account, step_id, mark)


def newest_step(patrol: Patrol) -> uuid.UUID | None:
    """Return the id of the newest step: a form bears it, so that two people do not overwrite each other."""
    return patrol.steps.order_by("-at", "-id").values_list("pk", flat=True).first()


def _change(patrol: Patrol, changed: dict[str, Any]) -> None:
    if "planned_on" in changed:
        patrol.planned_on = _near_day(changed["planned_on"])
    if "done_on" in changed and patrol.state == Patrol.State.DONE:
        patrol.done_on = _past_day(changed["done_on"])
    if "planned_route" in changed:
        patrol.planned_route = changed["planned_route"]
    if "route" in changed and patrol.state == Patrol.State.DONE:
        _take(patrol, changed["route"])
    for field in ("document", "note"):
        if field in changed:
            setattr(patrol, field, check_text(changed[field]))
    patrol.lead = changed.get("lead", patrol.lead)
    if "agencies" in changed:
        known = set(patrol.agencies.all())
        today = timezone.localdate()
        wanted = {agency if agency in known else receiving(agency, today) for agency in changed["agencies"]}
        patrol.agencies.set({patrol.lead, *wanted})


def _once(
    patrol: Patrol | None,
    act: PatrolStep.Act,
    account: Account | None,
    step_id: uuid.UUID | None,
    write: Callable[[Patrol], _Written],
) -> Patrol:
    """Do one thing with a patrol under its lock and write the step, or return what the same form did."""
    agency = acting(account) if account is not None else None
    step_id = step_id or uuid.uuid4()
    try:
        with transaction.atomic():
            locked = _lock(patrol, account)
            if (known := _known(step_id, act, account, patrol)) is not None:
                return known
            reason, changes = write(locked)
            told = {"reason": reason, "changes": changes}
            PatrolStep.objects.create(
                id=step_id, patrol=locked, act=act, agency=agency, account=account, **told
            )
    except IntegrityError:
        # The same form came twice at once; the other one was first.
        if (known := _known(step_id, act, account, patrol)) is None:
            raise
        return known
    return locked


def _known(
    step_id: uuid.UUID, act: PatrolStep.Act, account: Account | None, patrol: Patrol | None
) -> Patrol | None:
    step = PatrolStep.objects.select_related("patrol").filter(pk=step_id).first()
    if step is None:
        return None
    if step.act != act or step.account != account or (patrol is not None and step.patrol_id != patrol.pk):
        raise RefusedError(_("Mã của lần ghi này đã dùng cho việc khác: hãy mở lại trang rồi ghi."))
    return step.patrol


def _lock(patrol: Patrol | None, account: Account | None) -> Patrol:
    """Read the patrol again under a lock, so that two record one after the other; without one, begin one."""
    if patrol is None:
        return Patrol()
    locked = Patrol.objects.select_for_update(of=("self",)).select_related("lead").get(pk=patrol.pk)
    _require(account, list(locked.agencies.all()))
    return locked


def _require(account: Account | None, agencies: Collection[Agency]) -> None:
    if not may_record(account, agencies):
        raise PermissionDenied(_("Chỉ cơ quan tham gia hoặc cấp trên của cơ quan đó được ghi tuần tra."))


def _require_state(patrol: Patrol, state: Patrol.State) -> None:
    if patrol.state != state:
        raise RefusedError(
            _("Lần tuần tra này đã được ghi “%(state)s”: hãy mở lại trang để xem.")
            % {"state": patrol.get_state_display()}
        )


def _take(patrol: Patrol, walked: Walked) -> None:
    patrol.route, patrol.route_origin = walked.route, Patrol.Origin(walked.origin)
    patrol.device_from, patrol.device_to = walked.device_days


def _near_day(day: datetime.date) -> datetime.date:
    if not _EARLIEST <= day <= timezone.localdate() + AHEAD:
        raise RefusedError(_("Ngày dự kiến quá xa: hãy xem lại năm đã ghi."))
    return day


def _past_day(day: datetime.date) -> datetime.date:
    if day > timezone.localdate():
        raise RefusedError(_("Ngày thực hiện ở tương lai: hãy ghi sau khi đã tuần tra."))
    if day < _EARLIEST:
        raise RefusedError(_("Ngày thực hiện quá xa: hãy xem lại năm đã ghi."))
    return day


def _reason(text: str) -> str:
    if not text.strip():
        raise RefusedError(_("Thiếu lý do: hãy ghi lý do, không ghi tên người."))
    return check_text(text)
