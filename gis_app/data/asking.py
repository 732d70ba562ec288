"""What a person asks of a job: look, check, commit, run again, drop. Each is decided under a lock."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from gis_app.data.files import remove
from gis_app.data.kinds import kind_of
from gis_app.data.models import ImportJob, JobProblem
from gis_app.data.tasks import run_job
from layers.importing.refusing import ImportRefused
from layers.saying import said as _

State, Act = ImportJob.State, ImportJob.Act

#: What each choice makes void: the choices of the later steps.
_LATER: dict[str, tuple[str, ...]] = {
    "details": (),
    "file_layer": ("columns", "crs", "northing_first"),
    "encodings": ("columns",),
    "columns": (),
    "crs": (),
    "northing_first": (),
    "trust_place": (),
}
#: Choices under which the file reads otherwise, so that it has to be looked into again.
_READ_OTHERWISE = frozenset({"file_layer", "encodings", "columns"})


@transaction.atomic
def choose(job: ImportJob, **choices: Any) -> ImportJob:
    """Change choices about a file; what was checked under other choices counts no more.

    Raises:
        ImportRefused: when the job is running or done.
    """
    job = _locked(job)
    if not job.is_open:
        raise _busy(job)
    changed = {name for name, value in choices.items() if getattr(job, name) != value}
    if not changed:
        return job
    for name in changed:
        for later in _LATER[name]:
            setattr(job, later, ImportJob._meta.get_field(later).get_default())
    for name in changed:
        setattr(job, name, choices[name])
    if changed & _READ_OTHERWISE:
        job.look = {}
    job.state, job.batch = State.UPLOADED, None
    job.explain(None)
    job.save()
    JobProblem.objects.filter(job=job).delete()
    return job


@transaction.atomic
def ask_look(job: ImportJob) -> None:
    """Put a look into a large file into the queue.

    Raises:
        ImportRefused: when the job is running or done.
    """
    job = _locked(job)
    if not job.is_open:
        raise _busy(job)
    _queue(job, Act.LOOK, skip_refused=False)


@transaction.atomic
def ask_check(job: ImportJob) -> None:
    """Put the check of a job into the queue.

    Raises:
        ImportRefused: when the job is running or done.
    """
    job = _locked(job)
    if not job.is_open:
        raise _busy(job)
    _queue(job, Act.CHECK, skip_refused=False)


@transaction.atomic
def ask_commit(job: ImportJob, *, skip_refused: bool = False) -> None:
    """Put the commit of a checked job into the queue, once: a second browser comes too late.

    Args:
        job: it must have been checked.
        skip_refused: store the sound rows of incidents although others are refused.

    Raises:
        ImportRefused: when it was not checked, is running or done, or has rows that may not be skipped.
    """
    job = _locked(job)
    if job.state != State.CHECKED:
        raise _busy(job)
    if skip_refused and not kind_of(job).may_skip_rows:
        raise ImportRefused(_("Chỉ tệp vụ việc được nhập một phần; hãy sửa các dòng sai rồi gửi lại cả tệp."))
    if job.sentence and not skip_refused:
        raise ImportRefused(_("Tệp còn dòng bị từ chối; hãy sửa rồi gửi lại, hoặc chỉ nhập các dòng đúng."))
    if skip_refused and not job.rows_sound:
        raise ImportRefused(_("Không có dòng nào đúng để nhập; hãy sửa tệp rồi gửi lại."))
    _queue(job, Act.COMMIT, skip_refused=skip_refused)


@transaction.atomic
def ask_again(job: ImportJob) -> None:
    """Put an interrupted job back into the queue.

    Raises:
        ImportRefused: when it was not interrupted.
    """
    job = _locked(job)
    if job.state != State.INTERRUPTED:
        raise _busy(job)
    _queue(job, Act(job.act), skip_refused=job.skip_refused)


@transaction.atomic
def discard(job: ImportJob) -> None:
    """Drop a job that brought nothing, with its file.

    Raises:
        ImportRefused: when it is running or done.
    """
    job = _locked(job)
    if not job.is_open:
        raise _busy(job)
    job.state = State.DISCARDED
    job.explain(None)
    job.save()
    JobProblem.objects.filter(job=job).delete()
    transaction.on_commit(lambda: remove(job.folder))


def _locked(job: ImportJob) -> ImportJob:
    return ImportJob.objects.select_for_update().get(pk=job.pk)


def _queue(job: ImportJob, act: Act, *, skip_refused: bool) -> None:
    if not job.has_file:
        raise ImportRefused(_("Tệp tải lên không còn trên máy chủ; hãy tải lại tệp."))
    job.act, job.skip_refused, job.state = act, skip_refused, State.WAITING
    job.explain(None)
    job.save()
    run_job.enqueue(job.pk)


def _busy(job: ImportJob) -> ImportRefused:
    return ImportRefused(
        _("Việc này đang ở trạng thái “%(state)s” nên không nhận yêu cầu; hãy xem lại trang của nó.")
        % {"state": State(job.state).label}
    )
