"""What a person asks of an overlay: compute it, compute it again, store it. Each is decided under a lock."""

from __future__ import annotations

from django.db import transaction

from gis_app.access.models import Account
from gis_app.access.restricting import scope_of
from gis_app.data.reasons import REASON
from gis_app.data.successions.models import OverlayWork
from gis_app.data.successions.results import OverlayResult
from gis_app.data.successions.tasks import run_overlay
from layers.importing.batches import claim_imports
from layers.importing.refusing import ImportRefused
from layers.models import BoundarySet, Succession
from layers.saying import said as _
from layers.succession.jurisdiction import links_within
from layers.succession.links import store_links

State = OverlayWork.State


@transaction.atomic
def ask(old_set: BoundarySet, new_set: BoundarySet, account: Account) -> OverlayWork:
    """Put an overlay into the queue; one of the same sets that is not stored yet is taken up again.

    Raises:
        ImportRefused: when the sets are one, or the new one is older.
    """
    if old_set.pk == new_set.pk or new_set.valid_from < old_set.valid_from:
        raise ImportRefused(_("Bộ mới phải khác và có hiệu lực sau bộ cũ; hãy chọn lại hai bộ."))
    # Whoever asks for the same pair at the same moment waits here, and then finds the work.
    BoundarySet.objects.select_for_update(of=("self",)).get(pk=new_set.pk)
    open_states = (State.WAITING, State.COMPUTED)
    known = OverlayWork.objects.filter(old_set=old_set, new_set=new_set, state__in=open_states).first()
    if known is not None:
        return known
    return _queue(OverlayWork(old_set=old_set, new_set=new_set, account=account))


@transaction.atomic
def ask_again(work: OverlayWork) -> None:
    """Put an overlay that is not stored back into the queue: a population grid may have come since.

    Raises:
        ImportRefused: when it is being computed, or stored.
    """
    fresh = _locked(work)
    if fresh.state in {State.WAITING, State.STORED}:
        raise _busy(fresh)
    same = OverlayWork.objects.filter(
        old_set=fresh.old_set_id, new_set=fresh.new_set_id, state__in=[State.WAITING, State.COMPUTED]
    )
    if same.exclude(pk=fresh.pk).exists():
        raise ImportRefused(_("Hai bộ này đang có lần tính mới hơn; hãy mở lần tính đó."))
    _queue(fresh)


@transaction.atomic
def store(work: OverlayWork, account: Account) -> int:
    """Store what was found, as far as it concerns the account's jurisdiction, once; return how many links.

    Old units that a decree speaks about keep what it says.

    Raises:
        ImportRefused: when it is not computed or stored already, or while another import commits.
    """
    claim_imports()
    fresh = _locked(work)
    if fresh.state != State.COMPUTED:
        raise _busy(fresh)
    found = OverlayResult.from_json(fresh.result)
    links = links_within(found.links, scope_of(account))
    if not links:
        raise ImportRefused(_("Không có liên kết nào thuộc địa bàn phụ trách của bạn để lưu."))
    complete = len(links) == len(found.links)
    stored = store_links(fresh.old_set, fresh.new_set, links, Succession.KnownBy.OVERLAY, complete=complete)
    fresh.state = State.STORED
    fresh.explain(None)
    fresh.save(update_fields=["state", *REASON, "changed_at"])
    return stored


def _queue(work: OverlayWork) -> OverlayWork:
    work.state, work.result = State.WAITING, {}
    work.explain(None)
    work.save()
    work.task_id = str(run_overlay.enqueue(work.pk).id)
    work.save(update_fields=["task_id"])
    return work


def _locked(work: OverlayWork) -> OverlayWork:
    return OverlayWork.objects.select_for_update(of=("self",)).get(pk=work.pk)


def _busy(work: OverlayWork) -> ImportRefused:
    return ImportRefused(
        _("Lần tính này đang ở trạng thái “%(state)s” nên không nhận yêu cầu; hãy tải lại trang.")
        % {"state": State(work.state).label}
    )
