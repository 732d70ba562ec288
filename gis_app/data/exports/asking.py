"""What a person asks of a long export: make it, make it again, leave it. Each is decided under a lock."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.data.exports import folders
from gis_app.data.exports.errors import ExportRefusedError
from gis_app.data.exports.forms import ExportForm
from gis_app.data.exports.models import ExportJob
from gis_app.data.tasks import run_export

State = ExportJob.State


@transaction.atomic
def ask(form: ExportForm, sent: QueryDict) -> ExportJob:
    """Put an export into the queue; the same one that is under way already is not made twice.

    Args:
        form: valid.
        sent: what the form was filled in with.
    """
    choices = sent.copy()
    for name in [name for name in choices if name not in form.fields]:
        del choices[name]
    # Two tabs of one person: the second waits here and finds the job of the first.
    account = Account.objects.select_for_update().get(pk=form.account.pk)
    asked = ExportJob.objects.under_way().filter(account=account, what=form.what, choices=choices.urlencode())
    if (same := asked.first()) is not None:
        return same
    job = ExportJob.objects.create(
        account=account,
        whole_country=account.whole_country,
        what=form.what,
        choices=choices.urlencode(),
        language=get_language() or "vi",
        folder=secrets.token_hex(16),
    )
    job.units.set(account.units.all())
    _queue(job)
    return job


@transaction.atomic
def ask_again(job: ExportJob) -> None:
    """Put an interrupted export back into the queue.

    Raises:
        ExportRefusedError: when it was not interrupted.
    """
    job = ExportJob.objects.select_for_update().get(pk=job.pk)
    if job.state != State.INTERRUPTED:
        raise _busy(job)
    job.state, job.sentence, job.rows = State.WAITING, "", 0
    job.save()
    _queue(job)


@transaction.atomic
def cancel(job: ExportJob) -> None:
    """Stop an export that waits or runs, or drop one that was interrupted; the worker notices by itself.

    Raises:
        ExportRefusedError: when it has ended already.
    """
    job = ExportJob.objects.select_for_update().get(pk=job.pk)
    if not job.is_under_way and job.state != State.INTERRUPTED:
        raise _busy(job)
    job.state, job.sentence = State.CANCELLED, _("Đã hủy theo yêu cầu; không có tệp nào được ghi.")
    job.save()
    transaction.on_commit(lambda: folders.remove(job.folder))


def _queue(job: ExportJob) -> None:
    run_export.enqueue(job.pk)


def _busy(job: ExportJob) -> ExportRefusedError:
    return ExportRefusedError(
        _("Việc xuất này đang ở trạng thái “%(state)s” nên không nhận yêu cầu.")
        % {"state": job.get_state_display()}
    )
