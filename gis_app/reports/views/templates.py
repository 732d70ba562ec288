"""The page of an office's letter template: what is in use, the tags, upload and going back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis_app.access.roles import Action, may
from gis_app.reports.letter.checking import MOST_BYTES
from gis_app.reports.letter.default_template import default_template
from gis_app.reports.letter.environment import BadTemplateError
from gis_app.reports.letter.fields import TAGS
from gis_app.reports.letter.keeping import EARLIER_SHOWN, keep_template, template_of, use_again
from gis_app.reports.letter_forms import TemplateForm
from gis_app.reports.models import LetterTemplate
from gis_app.reports.producing import DOCX
from gis_app.transformation.refusing import RefusedError


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Show the template in use and the tags."""
    return _render(request, TemplateForm())


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Put an uploaded file to use; a bad one leaves the earlier template in use."""
    _require(request)
    form = TemplateForm(request.POST, request.FILES)
    if getattr(request, "upload_too_large", False):
        form = TemplateForm(request.POST, {})
        form.add_error(None, _("Mẫu lớn hơn mức cho phép: hãy bỏ bớt hình ảnh rồi tải lại."))
    elif form.is_valid():
        file = form.cleaned_data["file"]
        try:
            keep_template(file.read(MOST_BYTES + 1), file.name, request.user)
        except (BadTemplateError, RefusedError) as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("Đã dùng mẫu mới."))
            return redirect("report_templates")
    return _render(request, form, status=422)


@require_POST
def restore(request: HttpRequest, template_id: int = 0) -> HttpResponse:
    """Go back to an earlier template of the agency, or to the program's own (0)."""
    _require(request)
    earlier = (
        get_object_or_404(LetterTemplate, pk=template_id, agency=request.user.agency) if template_id else None
    )
    try:
        use_again(earlier, request.user)
    except (BadTemplateError, RefusedError) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Đã đổi mẫu."))
    return redirect("report_templates")


@require_safe
def download(request: HttpRequest, template_id: int = 0) -> HttpResponse:
    """Return a template of the agency, or the program's own (0)."""
    _require(request)
    content, name = default_template(), "mau-bao-cao.docx"
    if template_id:
        found = get_object_or_404(
            LetterTemplate, pk=template_id, agency=request.user.agency, content__isnull=False
        )
        content, name = bytes(found.content), f"mau-bao-cao-{found.pk}.docx"
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _require(request: HttpRequest) -> None:
    if not may(request.user, Action.REPORT):
        raise PermissionDenied(_("Vai trò của tài khoản này không được lập báo cáo."))


def _render(request: HttpRequest, form: TemplateForm, *, status: int = 200) -> HttpResponse:
    _require(request)
    agency = request.user.agency
    kept = LetterTemplate.objects.filter(agency=agency).defer("content").select_related("uploaded_by")
    context = {
        "form": form,
        "agency": agency,
        "in_use": template_of(agency),
        "kept": kept.filter(content__isnull=False)[:EARLIER_SHOWN] if agency else [],
        "tags": TAGS.items(),
    }
    return render(request, "reports/templates.html", context, status=status)
