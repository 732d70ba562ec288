"""Who may take an import back, and the asking for it."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.data.editing.records import BY_HAND
from gis_app.data.tasks import run_withdrawal
from layers.importing.refusing import ImportRefused
from layers.importing.withdrawing import can_be_withdrawn
from layers.models import ImportBatch, ImportWithdrawal, Incident, IncidentLocation, Raster, Site
from layers.saying import said as _


def withdrawable(batch: ImportBatch, account: Account) -> bool:
    """Say whether the account may take the import back.

    All that it brought must lie in the account's jurisdiction; what a person entered by hand is withdrawn row
    by row, on its own page.
    """
    if not can_be_withdrawn(batch) or batch.kind == BY_HAND or not may(account, Action.IMPORT):
        return False
    if batch.withdrawals.exclude(state=ImportWithdrawal.State.INTERRUPTED).exists():
        return False
    if batch.layer != ImportBatch.Layer.INCIDENTS:
        model = Site if batch.layer == ImportBatch.Layer.SITES else Raster
        brought = model.objects.filter(batch=batch)
        return brought.exists() and restrict(brought, account).count() == brought.count()
    places = IncidentLocation.objects.filter(incident__batch=batch)
    inside = restrict(Incident.objects.filter(batch=batch), account).count()
    return bool(inside) and inside == places.values("incident_id").distinct().count()


def ask(batch: ImportBatch, reason: str, account: Account) -> ImportWithdrawal:
    """Put the withdrawal of an import into the queue; whether the account may is the caller's question.

    Raises:
        ImportRefused: when somebody else asked for it already.
    """
    try:
        with transaction.atomic():
            withdrawal = ImportWithdrawal.objects.create(batch=batch, reason=reason, account=account)
            run_withdrawal.enqueue(withdrawal.pk)
    except IntegrityError as error:
        raise ImportRefused(_("Lần nhập này đã được rút hoặc đang được rút; hãy tải lại trang.")) from error
    return withdrawal
