"""The page that gives out the workbook in which communes fill in the figures of a plan."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from gis_app.access.models import AuditEntry
from gis_app.data.forms import TemplateForm
from gis_app.data.indicator_giving import write_template
from gis_app.data.views.jobs import for_importers
from layers.importing.refusing import ImportRefused


@for_importers
def indicator_template(request: HttpRequest) -> HttpResponseBase:
    """Ask for plan and period; a POST answers with the workbook."""
    form = TemplateForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return _file(request, form)
        except ImportRefused as refused:
            form.add_error(None, str(refused))
    status = 400 if form.errors else 200
    return render(request, "data/indicator_template.html", {"form": form}, status=status)


def _file(request: HttpRequest, form: TemplateForm) -> HttpResponse | FileResponse:
    """Write the workbook to the disk and send it from there; it has no name any more once it is sent."""
    plan, period = form.cleaned_data["plan"], form.period
    folder = settings.VAR_DIR / "exports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"bang-mau-{plan.pk}-{period}.xlsx"
    with TemporaryDirectory(dir=folder) as place:
        path = Path(place) / name
        made = write_template(path, plan.current, period, request.user)
        response = FileResponse(path.open("rb"), as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    AuditEntry.write(
        AuditEntry.Act.EXPORT_DATA,
        _("Bảng mẫu chỉ tiêu"),
        request.user,
        plan=plan.pk,
        period=period,
        communes=len(made.communes),
    )
    return response
