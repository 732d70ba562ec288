"""The list of screenings, and the form that runs one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gis_app.access.roles import Action, may
from gis_app.screening.forms import RunForm
from gis_app.screening.listing import screenings_seen_by
from gis_app.screening.parameters import ParameterError
from gis_app.screening.running import ScreeningError, screen

PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def screenings(request: HttpRequest) -> HttpResponse:
    """List the screenings with findings in the jurisdiction; a POST runs a new one."""
    may_run = may(request.user, Action.SCREEN)
    form = None
    status = 200
    if request.method == "POST":
        if not may_run:
            raise PermissionDenied(
                _("Tài khoản của bạn chỉ được xem kết quả rà soát; hãy nhờ cán bộ tham mưu chạy rà soát.")
            )
        form = RunForm(request.POST)
        if form.is_valid():
            try:
                made = screen(
                    form.cleaned_data["plan"],
                    form.cleaned_data["year"],
                    form.cleaned_data["as_of"],
                    request.user,
                    form.overrides(),
                )
            except (ScreeningError, ParameterError) as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(
                    request, _("Đã rà soát: %(territory)s.") % {"territory": made.territory_text}
                )
                return redirect("screening", screening_id=made.pk)
        status = 422
    elif may_run:
        form = RunForm(initial={"plan": request.GET.get("plan")})
    page = Paginator(screenings_seen_by(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "screening/screenings.html", {"form": form, "page": page}, status=status)
