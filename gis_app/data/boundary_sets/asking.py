"""Asks for an act on a boundary set that takes a while; the worker does it."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from gis_app.access.models import Account
from gis_app.data.models import SetWork
from gis_app.data.tasks import run_set_work
from layers.importing.refusing import ImportRefused
from layers.models import BoundarySet
from layers.saying import said as _


def ask(
    boundary_set: BoundarySet, act: SetWork.Act, account: Account, tolerance_m: float | None = None
) -> SetWork:
    """Put an act into the queue, one at a time for each set.

    Args:
        boundary_set: the set.
        act: what is to be done with it.
        account: who asks; whether it may is the caller's question.
        tolerance_m: for a repair, see `layers.boundary_sets.repairing`.

    Raises:
        ImportRefused: when another act on this set waits or runs.
    """
    try:
        with transaction.atomic():
            work = SetWork.objects.create(
                boundary_set=boundary_set, act=act, account=account, tolerance_m=tolerance_m
            )
            run_set_work.enqueue(work.pk)
    except IntegrityError as error:
        raise ImportRefused(
            _("Bộ ranh giới này đang được xử lý; hãy chờ xong rồi quyết định tiếp.")
        ) from error
    return work
