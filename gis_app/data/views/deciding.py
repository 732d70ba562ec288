"""What the check found, the decision to store, and what was stored."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis_app.data import asking
from gis_app.data.kinds import kind_of
from gis_app.data.models import ImportJob, JobProblem
from gis_app.data.returning import REFUSED_ROWS, loses_layout, write_rows
from gis_app.data.views.jobs import for_importers, job_of, next_step, show_step
from layers.importing.refusing import ImportRefused
from layers.models import ImportBatch, SuspectedDuplicate

PROBLEMS_PER_PAGE = 50
State = ImportJob.State

#: Kinds whose check has more to say than figures and problems.
_TEMPLATES = {
    ImportBatch.Layer.BOUNDARIES: "data/boundaries.html",
    ImportBatch.Layer.RASTER: "data/grid.html",
    ImportBatch.Layer.SUCCESSIONS: "data/succession_table.html",
}


@for_importers
def problems(request: HttpRequest, job_id: int) -> HttpResponse:
    """Show every problem of every row, and take the decision to store."""
    job = job_of(request, job_id)
    if job.state not in {State.CHECKED, State.REFUSED}:
        return redirect("import_job", job_id=job.pk)
    if request.method == "POST":
        return _commit(request, job)
    # Where the rows lie as a whole has its own place on the page; a refusal stands on top of it.
    about_places = Q(row__isnull=True, code__startswith="place", refuses=False)
    found = job.problems.exclude(about_places)
    groups = list(
        found.values("code", "refuses")
        .annotate(count=Count("pk"), rows=Count("row", distinct=True), first=Min("pk"))
        .order_by("-refuses", "-count")
    )
    examples = JobProblem.objects.in_bulk([group["first"] for group in groups])
    for group in groups:
        group["example"] = examples[group["first"]].sentence
    code = request.GET.get("code", "")
    if code:
        found = found.filter(code=code)
    kind = kind_of(job)
    context = {
        "groups": groups,
        "code": code,
        "page_obj": Paginator(found, PROBLEMS_PER_PAGE).get_page(request.GET.get("page")),
        "places": job.problems.filter(about_places),
        "rows_called": kind.rows_called,
        "may_commit": job.state == State.CHECKED and not job.sentence,
        "may_skip": job.state == State.CHECKED
        and bool(job.sentence)
        and kind.may_skip_rows
        and bool(job.rows_sound),
        "may_trust_place": job.state == State.REFUSED and kind.compares_place and not job.trust_place,
        "gives_rows_back": kind.gives_rows_back and job.rows_read is not None and job.has_file,
        "loses_layout": loses_layout(job),
    }
    template = _TEMPLATES.get(job.layer, "data/findings.html")
    return show_step(request, "import_problems", template, job, context)


@for_importers
def result(request: HttpRequest, job_id: int) -> HttpResponse:
    """Show what was stored, with the way to it."""
    job = job_of(request, job_id)
    if job.state != State.COMMITTED:
        return redirect(next_step(job) if job.is_open else "import_job", job_id=job.pk)
    boundary_set = job.batch.boundary_sets.first() if job.batch is not None else None
    if boundary_set is not None:
        messages.success(request, _("Đã lưu bộ ranh giới để kiểm tra; hãy xem báo cáo rồi quyết định."))
        return redirect("boundary_set", set_id=boundary_set.pk)
    pairs = 0
    if job.batch is not None and job.layer == ImportBatch.Layer.INCIDENTS:
        pairs = SuspectedDuplicate.objects.open().filter(second__batch=job.batch).count()
    context = {
        "batch": job.batch,
        "pairs": pairs,
        "aside": job.batch.problems.set_aside().count() if job.batch else 0,
        "has_refused": (job.path.parent / REFUSED_ROWS).is_file(),
    }
    return show_step(request, "import_result", "data/result.html", job, context)


@require_safe
@for_importers
def rows(request: HttpRequest, job_id: int, which: str) -> HttpResponse:
    """Send the rows of a file back as a workbook: all with their problems, or those refused alone."""
    job = job_of(request, job_id)
    if which not in {"all", "refused"}:
        raise Http404(_("Không có tệp này."))
    stem = Path(job.file_name).stem
    name = f"{stem}-{'loi' if which == 'all' else 'dong-bi-tu-choi'}.xlsx"
    kept = job.path.parent / REFUSED_ROWS
    if job.state == State.COMMITTED and which == "refused" and kept.is_file():
        return FileResponse(kept.open("rb"), as_attachment=True, filename=name)
    if job.state not in {State.CHECKED, State.REFUSED} or not job.has_file:
        raise Http404(_("Tệp không còn trên máy chủ."))
    made = tempfile.NamedTemporaryFile(dir=job.path.parent, suffix=".xlsx")  # noqa: SIM115 (sent, then closed)
    try:
        write_rows(job, Path(made.name), refused_only=which == "refused")
    except ImportRefused as refused:
        made.close()
        messages.error(request, str(refused))
        return redirect("import_problems", job_id=job.pk)
    return FileResponse(made, as_attachment=True, filename=name)


def _commit(request: HttpRequest, job: ImportJob) -> HttpResponse:
    try:
        asking.ask_commit(job, skip_refused=request.POST.get("skip_refused") == "1")
    except ImportRefused as refused:
        messages.error(request, str(refused))
    return redirect("import_job", job_id=job.pk)
