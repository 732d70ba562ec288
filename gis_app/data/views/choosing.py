"""The steps at which a person says how a file is to be read: preview, columns, coordinate system."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gis_app.data import asking, holdings
from gis_app.data.forms import DETAILS, ENCODINGS, ColumnsForm
from gis_app.data.importers import field_set
from gis_app.data.inspecting import Inspection, all_systems, inspect, system_choices
from gis_app.data.models import ImportJob
from gis_app.data.views.jobs import needs_place, open_job, show_step
from layers.importing.refusing import ImportRefused
from layers.reading.crs import ZONES


@open_job
def preview(request: HttpRequest, job: ImportJob) -> HttpResponse:
    """Show the first rows; ask for layer, encodings and what only the person knows."""
    posted = request.method == "POST"
    form = DETAILS[job.layer](request.POST if posted else None, initial=_initial(job))
    refusal = ""
    try:
        seen = inspect(job)
        if posted:
            job = asking.choose(job, **_reading_choices(request, job, seen))
            seen = inspect(job)
            if form.is_valid() and "look" not in request.POST:
                if seen.layers and seen.layer is None:
                    raise ImportRefused(_("Tệp có nhiều lớp; hãy chọn lớp cần nhập."))
                asking.choose(job, details=form.details())
                return redirect("import_columns", job_id=job.pk)
    except ImportRefused as refused:
        refusal = str(refused)
        job.refresh_from_db()
        seen = _layers_only(job)
    context = {
        "form": form,
        "seen": seen,
        "refusal": refusal,
        "encodings": ENCODINGS,
        "earlier": holdings.earlier_import(request.user, job.file_sha256),
    }
    return show_step(request, "import_preview", "data/preview.html", job, context)


@open_job
def columns(request: HttpRequest, job: ImportJob) -> HttpResponse:
    """Ask which column holds which field."""
    if not job.details:
        return redirect("import_preview", job_id=job.pk)
    try:
        seen = inspect(job)
    except ImportRefused:
        return redirect("import_preview", job_id=job.pk)
    posted = request.POST if request.method == "POST" else None
    form = ColumnsForm(field_set(job, is_table=seen.is_table), seen.columns, job.columns, posted)
    if posted is not None and form.is_valid():
        job = asking.choose(job, columns=form.mapping())
        if needs_place(job):
            return redirect("import_place", job_id=job.pk)
        asking.ask_check(job)
        return redirect("import_job", job_id=job.pk)
    first = dict(zip(seen.columns, seen.rows[0][1], strict=True)) if seen.rows else {}
    context = {"form": form, "seen": seen, "first": first.items()}
    return show_step(request, "import_columns", "data/columns.html", job, context)


@open_job
def place(request: HttpRequest, job: ImportJob) -> HttpResponse:
    """Ask for the coordinate system, with proposals from the numbers; then have the file checked."""
    if not job.columns:
        return redirect("import_columns", job_id=job.pk)
    try:
        seen = inspect(job)
        choices = system_choices(job)
    except ImportRefused:
        return redirect("import_preview", job_id=job.pk)
    degrees = seen.is_table and {"lon", "lat"} <= set(job.columns.values())
    if degrees:
        choices = [c for c in choices if ZONES[c.epsg].geographic and not c.northing_first]
    error = ""
    if request.method == "POST":
        chosen = _system(request, seen)
        if chosen is None:
            error = _("Chưa chọn hệ tọa độ; hãy chọn một hệ trong danh sách.")
        else:
            job = asking.choose(job, **chosen)
            asking.ask_check(job)
            return redirect("import_job", job_id=job.pk)
    context: dict[str, Any] = {
        "seen": seen,
        "choices": choices,
        "systems": all_systems(),
        "chosen": f"{job.crs}{':yx' if job.northing_first else ''}",
        "asks_northing": seen.is_table and not degrees,
        "error": error,
    }
    return show_step(request, "import_place", "data/place.html", job, context)


def _system(request: HttpRequest, seen: Inspection) -> dict[str, Any] | None:
    """Return the choices that the form means; None where there are none."""
    value = request.POST.get("system", "")
    northing = False
    if value == "file":
        return {"crs": "", "northing_first": False} if seen.epsg is not None else None
    if value == "other":
        value, northing = request.POST.get("other", ""), request.POST.get("northing") == "1"
    name = value.removesuffix(":yx")
    northing = northing or name != value
    code = name.removeprefix("EPSG:")
    if not code.isdecimal() or int(code) not in ZONES:
        return None
    return {"crs": f"EPSG:{int(code)}", "northing_first": northing and seen.is_table}


def _reading_choices(request: HttpRequest, job: ImportJob, seen: Inspection) -> dict[str, Any]:
    """Return layer and encodings as posted; only what the file offers is taken."""
    layer = request.POST.get("file_layer", job.file_layer)
    if layer not in seen.layers:
        layer = job.file_layer
    whole = request.POST.get("encoding", "")
    encodings: dict[str, str] = {"*": whole} if whole in ENCODINGS else {}
    if not encodings:
        for place_, (column, candidates) in enumerate(seen.proposals.items()):
            value = request.POST.get(f"encoding_{place_}", "")
            if value in {candidate.encoding for candidate in candidates}:
                encodings[column] = value
    return {"file_layer": layer, "encodings": encodings}


def _layers_only(job: ImportJob) -> Inspection:
    return Inspection(layer=job.file_layer or None)


def _initial(job: ImportJob) -> dict[str, Any]:
    """Return the details as the form shows them again."""
    shown = dict(job.details)
    for name, value in shown.items():
        if name in {"valid_from", "valid_to", "communes_on"} and value:
            year, month, day = value.split("-")
            shown[name] = f"{day}/{month}/{year}"
    return shown
