"""What the views of import jobs share: who may enter, which job is meant, which step is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gis_app.access.roles import Action, may
from gis_app.data import asking, holdings
from gis_app.data.kinds import kind_of
from gis_app.data.looking import known_look
from gis_app.data.models import ImportJob
from gis_app.data.running import note_if_interrupted
from gis_app.data.wording import STEPS

View = Callable[..., HttpResponse]

State = ImportJob.State


def for_importers(view: View) -> View:
    """Let only accounts in whose role it is bring files in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user, Action.IMPORT):
            raise PermissionDenied(_("Tài khoản của bạn không được nhập dữ liệu; hãy nhờ cán bộ tham mưu."))
        return view(request, *args, **kwargs)

    return guarded


def job_of(request: HttpRequest, job_id: int) -> ImportJob:
    """Return the job where the account may see it, else answer 404; a worker that is gone is noticed here."""
    job = get_object_or_404(holdings.jobs(request.user), pk=job_id)
    note_if_interrupted(job)
    return job


def open_job(view: View) -> View:
    """Give the view its job; one that is running, done or dropped is shown where it stands instead."""

    @for_importers
    @wraps(view)
    def opened(request: HttpRequest, job_id: int) -> HttpResponse:
        job = job_of(request, job_id)
        if not job.is_open:
            return redirect("import_job", job_id=job.pk)
        if not job.has_file:
            messages.error(request, _("Tệp tải lên không còn trên máy chủ; hãy tải lại tệp."))
            return redirect("import_new")
        return view(request, job)

    return opened


def seen_job(view: View) -> View:
    """Give the view an open job with what its file holds; a large file is looked into by the worker first."""

    @open_job
    @wraps(view)
    def looked(request: HttpRequest, job: ImportJob) -> HttpResponse:
        seen = known_look(job)
        if seen is None:
            asking.ask_look(job)
            return redirect("import_job", job_id=job.pk)
        return view(request, job, seen)

    return looked


def next_step(job: ImportJob) -> str:
    """Return the name of the page that a job needs next."""
    if job.state == State.COMMITTED:
        return "import_result"
    kind = kind_of(job)
    settled = bool(job.columns) if kind.fields is not None else bool(job.details) or job.is_template
    if job.state == State.CHECKED or (job.state == State.REFUSED and settled):
        return "import_problems"
    if not job.details:
        return "import_preview"
    if kind.fields is not None and not job.columns:
        return "import_columns"
    return "import_place" if kind.has_place else "import_preview"


def step_names(job: ImportJob | None) -> list[str]:
    """Return the steps of a job in order; before the upload, all of them."""
    names = [step for step, _label in STEPS]
    if job is None:
        return names
    kind = kind_of(job)
    if kind.fields is None:
        names.remove("import_columns")
    if not kind.has_place:
        names.remove("import_place")
    return names


def show_step(
    request: HttpRequest, name: str, template: str, job: ImportJob | None, context: dict[str, Any]
) -> HttpResponse:
    """Show one step with the list of all; steps that are behind can be gone back to."""
    names = step_names(job)
    here = names.index(name)
    labels = dict(STEPS)
    steps = []
    for place, step in enumerate(names):
        behind = place < here and job is not None and step != "import_new" and job.is_open
        steps.append(
            {
                "label": labels[step],
                "url": reverse(step, kwargs={"job_id": job.pk}) if behind and job is not None else "",
                "class": "done" if place < here else "current" if place == here else "",
            }
        )
    return render(request, template, {**context, "job": job, "steps": steps})
