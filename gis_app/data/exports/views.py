"""The page where a list is chosen and its file fetched, or asked for where it is long."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gis_app.access.roles import Action, may
from gis_app.data.exports import asking
from gis_app.data.exports.errors import ExportRefusedError, TooLongError
from gis_app.data.exports.exporting import export
from gis_app.data.exports.folders import export_dir
from gis_app.data.exports.forms import ExportForm
from gis_app.data.exports.lists import LISTS
from gis_app.data.exports.models import ExportJob
from gis_app.data.exports.writers import FORMATS


@require_http_methods(["GET", "HEAD", "POST"])
def export_page(request: HttpRequest) -> HttpResponseBase:
    """Show the choices of one list, filled in from the address; a POST answers with the file."""
    if not may(request.user, Action.EXPORT):
        raise PermissionDenied(_("Tài khoản này không được xuất dữ liệu."))
    what = request.GET.get("list", next(iter(LISTS)))
    if what not in LISTS:
        raise Http404(_("Không có danh sách này."))
    if request.method == "POST":
        form = ExportForm(what, request.user, request.POST)
        if form.is_valid():
            try:
                return _file(form)
            except TooLongError:
                return redirect("export_job", job_id=asking.ask(form, request.POST).pk)
            except ExportRefusedError as refused:
                form.add_error(None, str(refused))
    else:
        chosen = {name: _given(request, name) for name in ExportForm.base_fields if name in request.GET}
        form = ExportForm(what, request.user, initial=chosen)
    context = {
        "lists": LISTS,
        "what": what,
        "about": LISTS[what].about,
        "form": form,
        "jobs": ExportJob.objects.filter(account=request.user).exclude(state=ExportJob.State.REMOVED)[:10],
        "fixed": {key: str(f.fixed_system) for key, f in FORMATS.items() if f.fixed_system},
    }
    return render(request, "data/exports/page.html", context, status=400 if form.errors else 200)


def _given(request: HttpRequest, name: str) -> str | list[str]:
    """Return what the address says; lists are separated by commas or repeated."""
    if name in ("categories", "kinds", "indicators"):
        return [key for text in request.GET.getlist(name) for key in text.split(",") if key]
    return request.GET[name]


def _file(form: ExportForm) -> FileResponse:
    """Write the file to the disk and send it from there; it has no name any more once it is sent.

    Raises:
        TooLongError: when the list is too long to wait for.
    """
    data = form.cleaned_data
    with TemporaryDirectory(dir=export_dir()) as name:
        made = export(
            *(form.what, form.filters(), data["format"], data["epsg"], form.account, Path(name)),
            _not_too_long,
        )
        response = FileResponse(
            made.path.open("rb"), as_attachment=True, filename=made.name, content_type=made.media_type
        )
    response["Cache-Control"] = "no-store"
    return response


def _not_too_long(row: int) -> None:
    if row > settings.EXPORT_ROWS_AT_ONCE:
        raise TooLongError
