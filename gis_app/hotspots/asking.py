"""What a person asks of a statistic: run it, run an interrupted one, run a finished one once more."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.hotspots.asked import Asked
from gis_app.hotspots.methods.shape import RefusedError
from gis_app.hotspots.models import Run
from gis_app.hotspots.tasks import run_statistic
from gis_app.hotspots.territory import communes, name_of


@transaction.atomic
def ask(method: str, asked: Asked, account: Account) -> Run:
    """Put a run into the queue.

    Raises:
        RefusedError: where the account sees no commune of the province on the day.
    """
    units = list(communes(asked.province, asked.day, account).order_by("pk").values_list("pk", flat=True))
    if not units:
        raise RefusedError(
            _("Tỉnh này không có xã, phường nào vào ngày %(day)s; hãy chọn ngày khác hoặc nhập ranh giới.")
            % {"day": f"{asked.day:%d/%m/%Y}"}
        )
    run = Run.objects.create(
        method=method,
        asked=asked.as_json(),
        territory=name_of(asked.province, asked.day),
        unit_ids=units,
        asked_by=account,
    )
    run_statistic.enqueue(run.pk)
    return run


@transaction.atomic
def ask_again(run: Run, account: Account) -> Run:
    """Put an interrupted run back into the queue; of a finished one, ask for a repetition to compare with.

    Raises:
        RefusedError: where it waits or is being computed.
    """
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.is_under_way:
        raise RefusedError(_("Lần tính này đang chờ hoặc đang chạy; hãy đợi kết quả."))
    if run.state == Run.State.DONE:
        again = Run.objects.create(
            method=run.method,
            asked=run.asked,
            territory=run.territory,
            unit_ids=run.unit_ids,
            asked_by=account,
            repeats=run,
        )
    else:
        again = run
        again.state, again.sentence = Run.State.WAITING, ""
        again.save(update_fields=["state", "sentence"])
    run_statistic.enqueue(again.pk)
    return again
