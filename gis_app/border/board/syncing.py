"""What devices send: a batch of reports and steps, in any order, any number of times, cut anywhere.

Each item bears the id that its device made and is answered on its own: `stored`, `already` (nothing was
done again) or `refused` with a sentence. A refused item marked `again` only waits for something else and
may be sent as it is; every other one needs a person. A device keeps an item until it was told `stored` or
`already`.

    {"app": 1, "sent_at": "2026-11-22T08:30:00+07:00", "items": [
        {"id": UUID, "type": "report", "agency": 7, "kind": "smuggling", "urgency": "urgent", "text": "…",
         "lon": 106.95, "lat": 11.2, "accuracy_m": 12, "occurred_at": "2026-11-22T08:20:00+07:00"},
        {"id": UUID, "type": "step", "agency": 7, "report": UUID, "act": "comment", "text": "…",
         "to_agency": 9, "after": UUID, "told_at": "…"}]}

A step `place` answers the question about a doubtful place; `lon` and `lat` are there where it lies elsewhere.

`agency` is the agency under which the item was made: another one that signs in on the device cannot send it
as its own. `after` is the step that the device knew before this one.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from gis_app.access.models import Account, Agency
from gis_app.border.board import handling, reporting
from gis_app.border.board.agencies import own
from gis_app.border.board.fingerprints import fingerprint
from gis_app.border.board.recording import Sender
from gis_app.border.board.refusing import NotYetError, RefusedError
from gis_app.border.board.reporting import Told, is_storable
from gis_app.border.board.steps import Act
from gis_app.border.models import BorderReport, ReportStep
from gis_app.border.strip.placing import Strip

#: The oldest device program whose items are understood.
OLDEST_APP = 1
#: A week of a busy post is 200; a device sends more in several batches.
MOST_ITEMS = 500
_MOVES = (Act.VERIFY, Act.CONFIRM, Act.REFUTE, Act.ACKNOWLEDGE, Act.CLOSE, Act.COMMENT)
#: What a device may do with a report.
ACTS = {act.value: act for act in (*_MOVES, Act.HAND_OVER, Act.PLACE)}


class OldAppError(RefusedError):
    """The device's program is too old to be understood; nothing was read, nothing is lost."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one item."""

    id: str
    outcome: str
    sentence: str = ""
    again: bool = False


def sync(batch: Mapping[str, Any], account: Account) -> list[Answer]:
    """Store what is new in a batch, each item in a transaction of its own, and answer every item in order.

    Raises OldAppError, or RefusedError where the batch itself cannot be read.
    """
    items, sent_at = _opened(batch)
    # Read once for the batch, and not at all where nothing in it is new.
    strip = cache(lambda: Strip(timezone.localdate()))
    answers = {place: _answer(items[place], account, sent_at, strip) for place in _order(items)}
    return [answers[place] for place in range(len(items))]


def _order(items: list[Any]) -> list[int]:
    """Return the places of the items so that each comes after what it needs.

    Reports come before the steps that may need them; a step after the one that it names, else by the device's
    clock.
    """
    order = sorted(
        range(len(items)), key=lambda place: (_is_step(items[place]), _told_at(items[place]), place)
    )
    place_of = {
        item.get("id"): place
        for place, item in enumerate(items)
        if _is_step(item) and isinstance(item.get("id"), str)
    }
    found: dict[int, None] = {}
    for place in order:
        chain = [place]
        while (before := place_of.get(_after(items[chain[-1]]))) is not None and before not in chain:
            chain.append(before)
        found.update(dict.fromkeys(reversed(chain)))
    return list(found)


def _opened(batch: Mapping[str, Any]) -> tuple[list[Any], datetime.datetime]:
    app = batch.get("app") if isinstance(batch, Mapping) else None
    if not isinstance(app, int) or app < OLDEST_APP:
        raise OldAppError(
            _(
                "Ứng dụng trên máy này đã cũ nên máy chủ chưa nhận: hãy cập nhật ứng dụng; tin vẫn "
                "còn trên máy."
            )
        )
    items = batch.get("items")
    if not isinstance(items, list):
        raise RefusedError(_("Không đọc được gói tin: hãy gửi lại; tin vẫn còn trên máy."))
    if len(items) > MOST_ITEMS:
        raise RefusedError(
            _("Gói có %(count)s mục, nhiều hơn %(most)s: hãy gửi thành nhiều gói.")
            % {"count": len(items), "most": MOST_ITEMS}
        )
    return items, _moment(batch.get("sent_at")) or timezone.now()


def _answer(item: Any, account: Account, sent_at: datetime.datetime, strip: Callable[[], Strip]) -> Answer:
    key = str(item.get("id", ""))[:64] if isinstance(item, Mapping) else ""
    try:
        identity = _uuid(item.get("id")) if isinstance(item, Mapping) else None
        if identity is None:
            raise RefusedError(_("Mục này không có mã đúng: hãy lập lại tin trên máy."))
        _check_agency(item, account)
        act: Callable[..., bool] = _step if _is_step(item) else _report
        stored = act(item, identity, account, sent_at, strip)
    except NotYetError as refused:
        return Answer(key, "refused", str(refused), again=True)
    except RefusedError as refused:
        return Answer(key, "refused", str(refused))
    except PermissionDenied as denied:
        return Answer(key, "refused", str(denied))
    return Answer(key, "stored" if stored else "already")


def _report(
    item: Mapping[str, Any],
    identity: uuid.UUID,
    account: Account,
    sent_at: datetime.datetime,
    strip: Callable[[], Strip],
) -> bool:
    occurred_at = _moment(item.get("occurred_at"))
    lon, lat = _figure(item.get("lon")), _figure(item.get("lat"))
    if occurred_at is None:
        raise RefusedError(_("Thời gian không đúng: hãy ghi như 31/12/2026 08:30."))
    if lon is None or lat is None:
        raise RefusedError(_("Vị trí không đúng: hãy bấm lên bản đồ hoặc ghi lại tọa độ."))
    told = Told(
        kind=_text(item, "kind"),
        urgency=_text(item, "urgency"),
        text=_text(item, "text"),
        lon=lon,
        lat=lat,
        accuracy_m=_figure(item.get("accuracy_m")),
        occurred_at=occurred_at,
        sent_at=sent_at,
        report_id=identity,
    )
    if reporting.stored_before(told, account) is not None:
        return False
    reporting.report(told, account, strip())
    return True


def _step(
    item: Mapping[str, Any],
    identity: uuid.UUID,
    account: Account,
    sent_at: datetime.datetime,
    _strip: Callable[[], Strip],
) -> bool:
    act, report_id = ACTS.get(_text(item, "act")), _uuid(item.get("report"))
    if act is None or report_id is None:
        raise RefusedError(_("Ứng dụng gửi một việc mà máy chủ không biết: hãy cập nhật ứng dụng."))
    after = _uuid(item.get("after"))
    sender = Sender(identity, _fingerprint(item), _moment(item.get("told_at")) or sent_at)
    known = ReportStep.objects.filter(pk=identity).first()
    if known is None:
        if not BorderReport.objects.filter(pk=report_id).exists():
            raise NotYetError(_("Tin của bước này chưa đến máy chủ: máy sẽ tự gửi lại."))
        if after is not None and not ReportStep.objects.filter(pk=after).exists():
            raise NotYetError(_("Bước trước của bước này chưa đến máy chủ: máy sẽ tự gửi lại."))
    text = _text(item, "text")
    try:
        if act is Act.HAND_OVER:
            handling.hand_over(report_id, _agency(item.get("to_agency")), account, text, sender)
        elif act is Act.PLACE:
            place = _figure(item.get("lon")), _figure(item.get("lat"))
            handling.settle_place(report_id, account, text, *place, sender=sender)
        else:
            handling.move(report_id, act, account, text, sender)
    except IntegrityError:
        # The same delivery came twice at once; the other one was first.
        known = ReportStep.objects.get(pk=identity)
    return known is None


def _check_agency(item: Mapping[str, Any], account: Account) -> None:
    made_by = item.get("agency")
    # An agency that was merged away left its devices' items to its successor.
    if made_by is None or (isinstance(made_by, int) and made_by in own(account.agency_id)):
        return
    agency = Agency.objects.filter(pk=made_by).first() if isinstance(made_by, int) else None
    name = str(agency) if agency is not None else _("đơn vị khác")
    raise NotYetError(
        _("Mục này do %(agency)s lập: hãy đăng nhập bằng tài khoản của đơn vị đó để gửi.") % {"agency": name}
    )


def _fingerprint(item: Mapping[str, Any]) -> str:
    parts = ["report", "act", "text", "to_agency"]
    if item.get("act") == Act.PLACE.value:
        parts += ["lon", "lat"]
    return fingerprint(*(str(item.get(part) or "") for part in parts))


def _agency(key: Any) -> Agency:
    found = Agency.objects.filter(pk=key).first() if isinstance(key, int) else None
    if found is None:
        raise RefusedError(_("Chưa chọn cơ quan nhận bàn giao: hãy chọn trong danh sách."))
    return found


def _is_step(item: Any) -> bool:
    return isinstance(item, Mapping) and item.get("type") == "step"


def _told_at(item: Any) -> datetime.datetime:
    moment = _moment(item.get("told_at")) if isinstance(item, Mapping) else None
    return moment or datetime.datetime.min.replace(tzinfo=datetime.UTC)


def _after(item: Any) -> str | None:
    after = item.get("after") if isinstance(item, Mapping) else None
    return after if isinstance(after, str) else None


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    if not isinstance(value, str):
        return ""
    if not is_storable(value):
        raise RefusedError(_("Nội dung có ký tự không đọc được: hãy ghi lại."))
    return value


def _figure(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:
        return None


def _uuid(value: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _moment(value: Any) -> datetime.datetime | None:
    """Return an aware time from ISO 8601; without an offset it is Vietnamese time."""
    try:
        read = parse_datetime(value) if isinstance(value, str) else None
        if read is None:
            return None
        return read if read.tzinfo else timezone.make_aware(read)
    except (ValueError, OverflowError):
        return None
