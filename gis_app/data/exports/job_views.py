"""One long export: how far it is, its file, again, or no more. Nobody sees the exports of others."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.data.exports import asking
from gis_app.data.exports.errors import ExportRefusedError
from gis_app.data.exports.lists import LISTS
from gis_app.data.exports.models import ExportJob
from gis_app.data.exports.working import nobody_comes, note_if_interrupted

State = ExportJob.State


def _own(
    view: Callable[[HttpRequest, ExportJob], HttpResponseBase],
) -> Callable[[HttpRequest, int], HttpResponseBase]:
    """Give the view its job where it is the account's own and the account still sees all that it holds."""

    @wraps(view)
    def answer(request: HttpRequest, job_id: int) -> HttpResponseBase:
        if not may(request.user, Action.EXPORT):
            raise PermissionDenied(_("Tài khoản này không được xuất dữ liệu."))
        seen = restrict(ExportJob.objects.filter(account=request.user), request.user)
        job = get_object_or_404(seen, pk=job_id)
        note_if_interrupted(job)
        return view(request, job)

    return answer


@require_safe
@_own
def job_page(request: HttpRequest, job: ExportJob) -> HttpResponse:
    """Show where an export stands."""
    return render(request, "data/exports/job.html", _context(job))


@require_safe
@_own
def progress(request: HttpRequest, job: ExportJob) -> HttpResponse:
    """Answer the page's question how far the export is; once it has ended, lead to what came of it."""
    if not job.is_under_way:
        return HttpResponseClientRedirect(reverse("export_job", args=[job.pk]))
    return render(request, "data/exports/progress.html", _context(job))


@require_safe
@_own
def file(request: HttpRequest, job: ExportJob) -> HttpResponseBase:
    """Send the finished file."""
    try:
        stream = job.path.open("rb") if job.state == State.DONE else None
    except OSError:
        stream = None
    if stream is None:
        messages.error(request, _("Tệp này chưa có hoặc đã được xóa khỏi máy chủ; hãy xuất lại."))
        return redirect("export_job", job_id=job.pk)
    response = FileResponse(stream, as_attachment=True, filename=job.file_name, content_type=job.media_type)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@_own
def cancel(request: HttpRequest, job: ExportJob) -> HttpResponse:
    """Stop an export."""
    return _asked(request, job, asking.cancel)


@require_POST
@_own
def again(request: HttpRequest, job: ExportJob) -> HttpResponse:
    """Make an interrupted export again."""
    return _asked(request, job, asking.ask_again)


def _asked(request: HttpRequest, job: ExportJob, act: Callable[[ExportJob], None]) -> HttpResponse:
    try:
        act(job)
    except ExportRefusedError as refused:
        messages.error(request, str(refused))
    return redirect("export_job", job_id=job.pk)


def _context(job: ExportJob) -> dict[str, object]:
    return {"job": job, "list": LISTS[job.what], "nobody_comes": nobody_comes(job)}
