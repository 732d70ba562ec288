"""The page of the printed sheets: choose, preview, print."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gis_app.access.roles import Action, may
from gis_app.annexes.errors import PrintingError
from gis_app.annexes.forms import OrderForm
from gis_app.annexes.printing import preview_map, print_annex

_PREVIEW_FAILED = 422


def _require_printing(request: HttpRequest) -> None:
    if not may(request.user, Action.PRINT):
        raise PermissionDenied(_("Tài khoản này không được in phụ lục."))


@require_GET
def annexes(request: HttpRequest) -> HttpResponse:
    """Show the choices and, once they are made, the map as it will be printed."""
    _require_printing(request)
    chosen = "plan" in request.GET
    if chosen:
        form = OrderForm(request.GET, account=request.user)
    else:
        form = OrderForm(account=request.user, initial={"year": timezone.localdate().year})
    return _page(request, form, preview=chosen and form.is_valid())


@require_GET
def preview(request: HttpRequest) -> HttpResponse:
    """Return the map alone as SVG."""
    _require_printing(request)
    form = OrderForm(request.GET, account=request.user)
    if not form.is_valid():
        return HttpResponse(status=404)
    try:
        svg = preview_map(form.cleaned_data["order"], request.user)
    except PrintingError as error:
        return HttpResponse(str(error), status=_PREVIEW_FAILED, content_type="text/plain; charset=utf-8")
    return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")


@require_POST
def print_pdf(request: HttpRequest) -> HttpResponse:
    """Print: return the PDF for download, or the page with the reason why not.

    The same form asks for a preview; that is a page of its own address, without the form's token in it.
    """
    _require_printing(request)
    if "preview" in request.POST:
        chosen = {name: request.POST.get(name, "") for name in OrderForm.base_fields}
        return redirect(f"{reverse('annexes')}?{urlencode(chosen)}")
    form = OrderForm(request.POST, account=request.user)
    if form.is_valid():
        order = form.cleaned_data["order"]
        try:
            pdf = print_annex(order, request.user)
        except PrintingError as error:
            form.add_error(None, str(error))
        else:
            response = HttpResponse(pdf, content_type="application/pdf")
            response["Content-Disposition"] = f'attachment; filename="{order.file_name}"'
            return response
    return _page(request, form, preview=False, status=400)


def _page(request: HttpRequest, form: OrderForm, *, preview: bool, status: int = 200) -> HttpResponse:
    chosen = {name: form.data.get(name, "") for name in form.fields} if form.is_bound else {}
    context = {
        "form": form,
        "has_plans": form.fields["plan"].queryset.exists(),
        "chosen": chosen,
        "preview_query": urlencode(chosen) if preview else "",
    }
    return render(request, "annexes/annexes.html", context, status=status)
