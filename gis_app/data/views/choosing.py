"""The steps at which a person says how a file is to be read: preview, columns, coordinate system."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gis_app.data import asking, holdings
from gis_app.data.forms import ENCODINGS, ColumnsForm
from gis_app.data.kinds import kind_of
from gis_app.data.looking import Look, all_systems
from gis_app.data.models import ImportJob
from gis_app.data.views.jobs import next_step, seen_job, show_step, step_names
from layers.reading.crs import ZONES


@seen_job
def preview(request: HttpRequest, job: ImportJob, seen: Look) -> HttpResponse:
    """Show the first rows; ask for layer, encodings and what only the person knows."""
    posted = request.method == "POST"
    form = kind_of(job).questions(
        request.POST if posted else None, initial=_initial(job), account=request.user
    )
    error = ""
    if posted:
        job = asking.choose(job, **_reading_choices(request, job, seen))
        if "look" not in request.POST and form.is_valid() and not seen.refusal:
            if seen.must_choose_layer and not job.file_layer:
                error = _("Tệp có nhiều lớp; hãy chọn lớp cần nhập.")
            else:
                job = asking.choose(job, details=form.details())
                return _after(job, "import_preview")
        if not job.look and not error:
            return redirect("import_preview", job_id=job.pk)
    context = {
        "form": form,
        "seen": seen,
        "refusal": error or seen.refusal,
        "encodings": ENCODINGS,
        "earlier": holdings.earlier_import(request.user, job.file_sha256),
        "next": _next_label(job, "import_preview"),
    }
    return show_step(request, "import_preview", "data/preview.html", job, context)


@seen_job
def columns(request: HttpRequest, job: ImportJob, seen: Look) -> HttpResponse:
    """Ask which column holds which field."""
    fields = kind_of(job).fields
    if fields is None or not job.details or not seen.columns:
        return redirect("import_preview", job_id=job.pk)
    posted = request.POST if request.method == "POST" else None
    form = ColumnsForm(fields(job, seen.is_table), seen.columns, job.columns, posted)
    if posted is not None and form.is_valid():
        return _after(asking.choose(job, columns=form.mapping()), "import_columns")
    first = dict(zip(seen.columns, seen.rows[0][1], strict=True)) if seen.rows else {}
    context = {
        "form": form,
        "seen": seen,
        "first": first.items(),
        "next": _next_label(job, "import_columns"),
    }
    return show_step(request, "import_columns", "data/columns.html", job, context)


@seen_job
def place(request: HttpRequest, job: ImportJob, seen: Look) -> HttpResponse:
    """Ask for the coordinate system, with proposals from the numbers; then have the file checked."""
    kind = kind_of(job)
    if seen.refusal or not kind.has_place or not job.details or (kind.fields and not job.columns):
        return redirect(next_step(job), job_id=job.pk)
    degrees = seen.is_table and {"lon", "lat"} <= set(job.columns.values())
    error = ""
    if request.method == "POST":
        chosen = _system(request, seen)
        if chosen is None:
            error = _("Chưa chọn hệ tọa độ; hãy chọn một hệ trong danh sách.")
        else:
            trust = kind.compares_place and request.POST.get("trust_place") == "1"
            job = asking.choose(job, **chosen, trust_place=trust)
            return _after(job, "import_place")
    context: dict[str, Any] = {
        "seen": seen,
        "choices": [
            system
            for system in seen.systems
            if (system.in_degrees or not degrees) and (system.epsg != seen.epsg or system.northing_first)
        ],
        "declared_label": ZONES[seen.epsg].label if seen.epsg is not None else "",
        "systems": all_systems(),
        "chosen": f"{job.crs}{':yx' if job.northing_first else ''}",
        "asks_northing": seen.is_table and not degrees,
        "asks_trust": kind.compares_place,
        "error": error,
    }
    return show_step(request, "import_place", "data/place.html", job, context)


def _after(job: ImportJob, step: str) -> HttpResponse:
    """Lead to the step after this one; after the last question the file is checked."""
    following = _following(job, step)
    if following == "import_problems":
        asking.ask_check(job)
        following = "import_job"
    return redirect(following, job_id=job.pk)


def _following(job: ImportJob, step: str) -> str:
    names = step_names(job)
    return names[names.index(step) + 1]


def _next_label(job: ImportJob, step: str) -> str:
    """Return what the button of a step says."""
    following = _following(job, step)
    if following == "import_problems":
        return _("Kiểm tra tệp")
    return _("Tiếp: ghép cột") if following == "import_columns" else _("Tiếp: hệ tọa độ")


def _system(request: HttpRequest, seen: Look) -> dict[str, Any] | None:
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


def _reading_choices(request: HttpRequest, job: ImportJob, seen: Look) -> dict[str, Any]:
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


def _initial(job: ImportJob) -> dict[str, Any]:
    """Return the details as the form shows them again."""
    shown = dict(job.details)
    for name, value in shown.items():
        if name in {"valid_from", "valid_to", "communes_on", "as_of"} and value:
            year, month, day = value.split("-")
            shown[name] = f"{day}/{month}/{year}"
    return shown
