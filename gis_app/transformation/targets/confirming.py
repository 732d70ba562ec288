"""The planner looks at what was entered: confirms it, or sends it back with a sentence."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.roles import Action
from gis_app.transformation.models import KeyArea, TargetResult
from gis_app.transformation.recording import lock
from gis_app.transformation.refusing import RefusedError, require
from gis_app.transformation.targets.entering import load_open
from layers.reading.persons import person_text

Review = TargetResult.Review


@transaction.atomic
def confirm(area: KeyArea, results: Collection[int], account: Account | None) -> int:
    """Confirm results (primary keys) of an area that wait; return how many.

    Raises:
        RefusedError: one of them has been superseded or looked at since, or the area's year is closed.
        PermissionDenied: for a role that may not confirm.
    """
    waiting = _waiting(area, results, account)
    for result in waiting:
        _review(result, Review.CONFIRMED, account)
    return len(waiting)


@transaction.atomic
def send_back(area: KeyArea, result: int, note: str, account: Account | None) -> TargetResult:
    """Send a result back with a sentence; also one that was confirmed, which then counts no more.

    Raises:
        RefusedError: no sentence, one that names a person, or the result has been superseded since.
        PermissionDenied: for a role that may not confirm.
    """
    note = note.strip()
    if not note:
        raise RefusedError(_("Chưa ghi lý do gửi trả: hãy ghi một câu để đơn vị biết cần sửa gì."))
    if len(note) > TargetResult._meta.get_field("review_note").max_length:
        raise RefusedError(_("Lý do gửi trả dài quá 500 ký tự: hãy rút ngắn."))
    if person_text(note) is not None:
        raise RefusedError(_("Lý do gửi trả có vẻ nêu họ tên, số giấy tờ hoặc số điện thoại: hãy bỏ."))
    (found,) = _waiting(area, [result], account, also=Review.CONFIRMED)
    _review(found, Review.SENT_BACK, account, note)
    return found


def _waiting(
    area: KeyArea, results: Collection[int], account: Account | None, also: str | None = None
) -> list[TargetResult]:
    require(account, Action.CONFIRM_TARGETS)
    lock(area.plan_year)
    area = load_open(area, account)
    wanted = set(results)
    if not wanted:
        raise RefusedError(_("Chưa có số liệu nào được đánh dấu."))
    reviews = [Review.WAITING, *([also] if also else [])]
    found = list(area.results.newest().filter(pk__in=wanted, review__in=reviews))
    if len(found) < len(wanted):
        raise RefusedError(
            _("Số liệu vừa được sửa hoặc đã được xem xét: hãy xem lại trang rồi xác nhận lần nữa.")
        )
    return found


def _review(result: TargetResult, review: Review, account: Account | None, note: str = "") -> None:
    result.review, result.review_note = review, note
    result.reviewed_by, result.reviewed_at = account, timezone.now()
    result.save(update_fields=["review", "review_note", "reviewed_by", "reviewed_at"])
