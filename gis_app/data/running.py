"""What a worker does with a job: look into the file, check it, or commit it, wholly or not at all.

A commit and the change of the job's state are one transaction. A worker that is killed leaves the database as
it was before; `interrupted` finds what it left, and the job can be run again.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pghistory
from django.db import transaction

from gis_app.data.files import remove
from gis_app.data.holding import Hold, mark_interrupted
from gis_app.data.kinds import Checked, kind_of
from gis_app.data.looking import look
from gis_app.data.models import ImportJob, JobProblem, JobProgress
from gis_app.data.reasons import REASON, reason_columns
from gis_app.data.returning import REFUSED_ROWS, write_rows
from layers.importing.copying import copy_rows
from layers.importing.findings import Finding
from layers.importing.progress import Stage
from layers.importing.refusing import ImportRefused
from layers.saying import Said
from layers.saying import said as _
from layers.wording import plain

State, Act = ImportJob.State, ImportJob.Act

_KNOWN = _("Tệp này đã được nhập trước đây; không thay đổi gì.")

_log = logging.getLogger(__name__)


def run(job_id: int) -> None:
    """Do what a waiting job waits for; nothing where it does not wait or another worker is at it."""
    with Hold(job_id) as hold:
        if not hold.got:
            return
        job = _begin(job_id)
        if job is None:
            return
        hold.expect(_rows_expected(job))
        try:
            # The history names the account for which the worker acts.
            with pghistory.context(user=job.account_id, job=job.pk):
                _ACTS[Act(job.act)](job, hold)
        except ImportRefused as refused:
            _end(job, State.REFUSED, refused.sentence, refused.findings)
        except Exception:
            _log.exception("import job %s failed", job_id)
            said = _("Chương trình gặp lỗi khi xử lý tệp, chưa lưu gì; hãy chạy lại hoặc báo quản trị.")
            _end(job, State.INTERRUPTED, said)
            raise


def interrupted() -> int:
    """Mark the jobs whose worker is gone, so that they can be run again; return how many."""
    return sum(note_if_interrupted(job) for job in ImportJob.objects.under_way())


def note_if_interrupted(job: ImportJob) -> bool:
    """Mark a job that says it is running but has no worker; say whether it was so."""
    return mark_interrupted(
        job, **reason_columns(_("Tiến trình xử lý bị ngắt giữa chừng; chưa lưu gì, hãy chạy lại."))
    )


def _begin(job_id: int) -> ImportJob | None:
    with transaction.atomic():
        job = ImportJob.objects.select_for_update().filter(pk=job_id, state=State.WAITING).first()
        if job is None:
            return None
        job.state = State.RUNNING
        job.explain(None)
        job.save(update_fields=["state", *REASON, "changed_at"])
        JobProgress.objects.update_or_create(
            job=job, defaults={"stage": JobProgress.StageLabel.READING, "done": 0, "total": None}
        )
    return job


def _look(job: ImportJob, hold: Hold) -> None:
    hold.tell(Stage.READING, 0)
    job.look = look(job).as_json()
    job.state = State.UPLOADED
    job.save(update_fields=["look", "state", "changed_at"])


def _check(job: ImportJob, hold: Hold) -> None:
    checked = _checked(job, hold)
    with transaction.atomic():
        _note(job, checked)
        if checked.already is not None:
            job.state = State.REFUSED
            job.batch = checked.already
            job.explain(_KNOWN)
        else:
            job.state = State.CHECKED
            job.explain(checked.refusal)
        job.save()


def _commit(job: ImportJob, hold: Hold) -> None:
    with transaction.atomic():
        checked = _checked(job, hold)
        batch, already = kind_of(job).commit(job, checked, hold.tell)
        if not already:
            _note(job, checked)
        if job.skip_refused and checked.rows_refused:
            write_rows(job, job.path.parent / REFUSED_ROWS, refused_only=True)
        job.state = State.COMMITTED
        job.batch = batch
        job.explain(_KNOWN if already else None)
        job.save()
    _forget_raw_file(job)


_ACTS: dict[Act, Callable[[ImportJob, Hold], None]] = {
    Act.LOOK: _look,
    Act.CHECK: _check,
    Act.COMMIT: _commit,
}


def _checked(job: ImportJob, hold: Hold) -> Checked:
    hold.tell(Stage.READING, 0)
    return kind_of(job).check(job, hold.tell)


def _note(job: ImportJob, checked: Checked) -> None:
    """Write what a check found into the job; it is saved by the caller."""
    job.rows_read = checked.rows_read
    job.rows_sound = checked.rows_sound
    job.rows_duplicate = checked.rows_duplicate
    job.rows_refused = checked.rows_refused
    origin = checked.origin
    job.report = {
        **checked.report,
        "encoding": origin.encoding,
        "crs": origin.crs,
        "operation": origin.datum_operation,
    }
    _keep_problems(job, checked.findings)


def _keep_problems(job: ImportJob, findings: tuple[Finding, ...]) -> None:
    JobProblem.objects.filter(job=job).delete()
    copy_rows(
        JobProblem,
        ("job", "row", "column", "code", "figures", "stored_sentence", "refuses"),
        ((job.pk, f.row, f.column[:120], f.code, _json(f), "", f.refuses) for f in findings),
    )


def _json(finding: Finding) -> str:
    return json.dumps(plain(finding.figures), ensure_ascii=False)


def _end(job: ImportJob, state: State, said: Said, findings: tuple[Finding, ...] = ()) -> None:
    with transaction.atomic():
        fresh = ImportJob.objects.select_for_update().get(pk=job.pk)
        fresh.state = state
        fresh.explain(said)
        fresh.save(update_fields=["state", *REASON, "changed_at"])
        if state == State.REFUSED:
            _keep_problems(fresh, findings)


def _forget_raw_file(job: ImportJob) -> None:
    """Remove the uploaded file; the rows that were sent back stay until the job is tidied away."""
    if (job.path.parent / REFUSED_ROWS).exists():
        job.path.unlink(missing_ok=True)
    else:
        remove(job.folder)


def _rows_expected(job: ImportJob) -> int | None:
    """Return how many rows there are: known from the check, or the lines of a text file."""
    if job.act == Act.COMMIT:
        return job.rows_read
    if job.act == Act.LOOK or Path(job.file_name).suffix.lower() not in {".csv", ".txt", ".tsv"}:
        return None
    with job.path.open("rb") as stream:
        return max(sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b"")) - 1, 1)
