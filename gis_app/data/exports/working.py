"""What a worker does with an export job: the file and the line in the audit trail, both or neither.

A worker that is killed leaves no file that could be fetched: the job still says that it is running, nobody
holds its lock, and `interrupted` finds it so.
"""

from __future__ import annotations

import datetime
import logging

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.roles import Action, may
from gis_app.data.exports import folders
from gis_app.data.exports.errors import CancelledError, ExportRefusedError
from gis_app.data.exports.exporting import export, unwritable
from gis_app.data.exports.forms import ExportForm
from gis_app.data.exports.lists import LISTS
from gis_app.data.exports.models import ExportJob
from gis_app.data.holding import Lock, anybody_works, mark_interrupted

State = ExportJob.State

_log = logging.getLogger(__name__)

#: Rows between two words about how far it is; the longest lists write some thousand in a second.
_ROWS_BETWEEN = 2_000
#: An idle worker takes a job within a second or two.
_PATIENCE = datetime.timedelta(minutes=1)


class ExportLock(Lock):
    """The lock on one export, and the way to tell how far it is."""

    def __init__(self, job_id: int) -> None:
        super().__init__(job_id, ExportJob)

    def tell(self, row: int) -> None:
        """Write how far the export is, at once visible to everybody.

        Raises:
            CancelledError: when it is not wanted any more.
        """
        if row % _ROWS_BETWEEN:
            return
        table = ExportJob._meta.db_table
        statement = f"UPDATE {table} SET rows = %s WHERE id = %s AND state = %s"  # noqa: S608
        if not self.execute(statement, [row, self.key, State.RUNNING]):
            raise CancelledError


def run(job_id: int) -> None:
    """Make the file of a waiting job; nothing where it does not wait or another worker is at it."""
    with ExportLock(job_id) as lock:
        if not lock.got:
            return
        job = _begin(job_id)
        if job is None:
            return
        try:
            with translation.override(job.language):
                _make(job, lock)
        except CancelledError:
            folders.remove(job.folder)
        except ExportRefusedError as refused:
            _end(job, State.REFUSED, str(refused))
        except Exception:
            _log.exception("export job %s failed", job_id)
            _end(
                job,
                State.INTERRUPTED,
                _("Chương trình gặp lỗi khi ghi tệp; hãy chạy lại, hoặc báo quản trị."),
            )
            raise


def interrupted() -> int:
    """Mark the exports whose worker is gone, so that they can be asked for again; return how many."""
    return sum(note_if_interrupted(job) for job in ExportJob.objects.under_way())


def note_if_interrupted(job: ExportJob) -> bool:
    """Mark a job that says it is running but has no worker; say whether it was so."""
    return mark_interrupted(
        job, sentence=_("Tiến trình ghi tệp bị ngắt giữa chừng; chưa có tệp nào, hãy chạy lại.")
    )


def nobody_comes(job: ExportJob) -> bool:
    """Say whether a job has waited for long although no worker is at any job: there may be none."""
    waits = job.state == State.WAITING and timezone.now() - job.changed_at > _PATIENCE
    return waits and not anybody_works()


def _begin(job_id: int) -> ExportJob | None:
    with transaction.atomic():
        waiting = ExportJob.objects.select_for_update(of=("self",)).select_related("account")
        job = waiting.filter(pk=job_id, state=State.WAITING).first()
        if job is None:
            return None
        job.state, job.sentence, job.rows = State.RUNNING, "", 0
        job.save()
    folders.remove(job.folder)
    return job


def _make(job: ExportJob, lock: ExportLock) -> None:
    form = _form(job)
    place = folders.export_dir() / job.folder
    try:
        place.mkdir(mode=0o700)
    except OSError as error:
        raise unwritable() from error
    data = form.cleaned_data
    with transaction.atomic():
        made = export(
            *(job.what, form.filters(), data["format"], data["epsg"], job.account, place), lock.tell
        )
        fresh = ExportJob.objects.select_for_update().get(pk=job.pk)
        if fresh.state != State.RUNNING:
            raise CancelledError
        fresh.file_name, fresh.media_type, fresh.rows = made.name, made.media_type, made.rows
        fresh.state, fresh.sentence = State.DONE, ""
        fresh.save()


def _form(job: ExportJob) -> ExportForm:
    """Return the choices, checked under the rights of this moment."""
    account: Account = job.account
    if not may(account, Action.EXPORT):
        raise ExportRefusedError(_("Tài khoản này không còn được xuất dữ liệu."))
    if job.what not in LISTS:
        raise ExportRefusedError(_("Danh sách này không còn; hãy chọn danh sách khác."))
    form = ExportForm(job.what, account, QueryDict(job.choices))
    if not form.is_valid():
        said = " ".join(str(sentence) for errors in form.errors.values() for sentence in errors)
        raise ExportRefusedError(_("Bộ lọc không còn đúng: %(why)s") % {"why": said})
    return form


def _end(job: ExportJob, state: State, sentence: str) -> None:
    with transaction.atomic():
        fresh = ExportJob.objects.select_for_update().get(pk=job.pk)
        if fresh.state == State.RUNNING:
            fresh.state, fresh.sentence = state, sentence
            fresh.save(update_fields=["state", "sentence", "changed_at"])
    folders.remove(job.folder)
