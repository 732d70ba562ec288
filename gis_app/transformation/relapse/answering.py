"""Recording what a planner answers to a signal. It changes no status: only the board's decision does."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action
from gis_app.transformation.models import KeyArea, SignalAnswer
from gis_app.transformation.programme.kpis import Programme
from gis_app.transformation.recording import lock
from gis_app.transformation.refusing import RefusedError, require
from gis_app.transformation.relapse.signals import State
from gis_app.transformation.relapse.watching import watch_of

Answer = SignalAnswer.Answer


@transaction.atomic
def answer_signal(
    area: KeyArea,
    screening_id: int,
    answer: Answer | str,
    reason: str,
    account: Account | None,
    *,
    seen_answer: int | None = None,
) -> SignalAnswer:
    """Record the answer to the signal of a screening about an area.

    `screening_id` is the screening that the page showed, `seen_answer` the newest answer (primary key) on it:
    of two people who answer at once, the second is told.

    Raises RefusedError, with the sentence to show: no reason, no signal (any more), a newer screening or
    answer than the page showed. Raises PermissionDenied for a role that may not propose.
    """
    require(account, Action.PROPOSE)
    answer, reason = Answer(answer), reason.strip()
    if not reason:
        raise RefusedError(_("Chưa ghi lý do: hãy ghi lý do rồi trả lời lại."))
    lock(area.plan_year)
    area = restrict(KeyArea.objects.select_related("unit", "plan_year__plan"), account).get(pk=area.pk)
    today = timezone.localdate()
    watched = next(iter(watch_of(Programme(area.plan_year.plan, account), today, only={area.pk})), None)
    if watched is None or watched.state != State.SIGNAL or watched.screening is None:
        raise RefusedError(
            _("%(unit)s hiện không có dấu hiệu tái phức tạp nào để trả lời.") % {"unit": area.unit}
        )
    if watched.screening.pk != screening_id:
        raise RefusedError(
            _("Đã có lần rà soát mới hơn về %(unit)s: hãy tải lại trang rồi trả lời theo lần đó.")
            % {"unit": area.unit}
        )
    newest = watched.answer
    if newest is not None and newest.pk != seen_answer:
        raise RefusedError(
            _("%(who)s vừa trả lời “%(answer)s” (lúc %(time)s): hãy xem lại rồi trả lời lần nữa nếu vẫn cần.")
            % {
                "who": newest.recorded_by or _("máy chủ"),
                "answer": newest.get_answer_display(),
                "time": f"{timezone.localtime(newest.recorded_at):%H:%M %d/%m/%Y}",
            }
        )
    return SignalAnswer.objects.create(
        area=area,
        screening=watched.screening,
        criteria=[met.key for met in watched.met],
        answer=answer,
        reason=reason,
        recorded_by=account,
    )
