"""The upload, and a job as a whole: where it stands, how far it is, again, or no more."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from gis_app.data import asking, files
from gis_app.data.forms import UploadForm
from gis_app.data.models import ImportJob
from gis_app.data.views.jobs import for_importers, job_of, next_step, show_step
from layers.importing.indicator_workbook import is_workbook
from layers.importing.refusing import ImportRefused
from layers.models import ImportBatch
from layers.reading.formats import fingerprint

State = ImportJob.State

#: At which step the progress of an act is shown.
_SHOWN_AT = {
    ImportJob.Act.LOOK: "import_preview",
    ImportJob.Act.CHECK: "import_problems",
    ImportJob.Act.COMMIT: "import_result",
}


@for_importers
def new(request: HttpRequest) -> HttpResponse:
    """Take a file in."""
    if request.method != "POST":
        form = UploadForm(initial={"layer": request.GET.get("layer")})
        return show_step(request, "import_new", "data/new.html", None, {"form": form})
    # Only when the fields are asked for is the body read, and the size known.
    fields, sent = request.POST, request.FILES
    form = UploadForm(fields, sent, too_large=getattr(request, "upload_too_large", False))
    if not form.is_valid():
        return show_step(request, "import_new", "data/new.html", None, {"form": form})
    job = _start(request, form)
    return redirect("import_preview", job_id=job.pk)


@for_importers
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Show where a job stands: its next step, or its progress."""
    found = job_of(request, job_id)
    if found.state in {State.WAITING, State.RUNNING}:
        return _progress(request, found)
    if found.state in {State.INTERRUPTED, State.DISCARDED}:
        return render(request, "data/stopped.html", {"job": found})
    return redirect(next_step(found), job_id=found.pk)


@for_importers
def progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """Answer the page's question how far the job is; once it has ended, lead to what came of it."""
    found = job_of(request, job_id)
    if found.state not in {State.WAITING, State.RUNNING}:
        return HttpResponseClientRedirect(reverse("import_job", kwargs={"job_id": found.pk}))
    return render(request, "data/progress_bar.html", {"job": found})


@require_POST
@for_importers
def again(request: HttpRequest, job_id: int) -> HttpResponse:
    """Run an interrupted job again."""
    found = job_of(request, job_id)
    try:
        asking.ask_again(found)
    except ImportRefused as refused:
        messages.error(request, str(refused))
    return redirect("import_job", job_id=found.pk)


@require_POST
@for_importers
def discard(request: HttpRequest, job_id: int) -> HttpResponse:
    """Drop a job that brought nothing."""
    found = job_of(request, job_id)
    try:
        asking.discard(found)
    except ImportRefused as refused:
        messages.error(request, str(refused))
        return redirect("import_job", job_id=found.pk)
    messages.success(request, _("Đã bỏ tệp “%(file)s”; chưa lưu gì từ tệp này.") % {"file": found.file_name})
    return redirect("data")


def _start(request: HttpRequest, form: UploadForm) -> ImportJob:
    account, upload = request.user, form.cleaned_data["file"]
    folder, name = files.keep(upload)
    made = ImportJob(
        account=account,
        agency=account.agency,
        whole_country=account.whole_country,
        layer=form.cleaned_data["layer"],
        folder=folder,
        file_name=name,
        file_size=upload.size,
    )
    made.file_sha256 = fingerprint(made.path)
    made.is_template = made.layer == ImportBatch.Layer.INDICATORS and is_workbook(made.path)
    with transaction.atomic():
        made.save()
        made.units.set(account.units.all())
    return made


def _progress(request: HttpRequest, found: ImportJob) -> HttpResponse:
    return show_step(request, _SHOWN_AT[ImportJob.Act(found.act)], "data/progress.html", found, {})
