"""The list of statistics and of what was run, and the form of each."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.hotspots.asking import ask
from gis_app.hotspots.forms import StatisticForm
from gis_app.hotspots.methods import METHODS
from gis_app.hotspots.methods.shape import RefusedError
from gis_app.hotspots.models import Run
from gis_app.hotspots.presenting import words_of

PER_PAGE = 20


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """List the statistics with the question that each answers, and the runs of the jurisdiction."""
    runs = restrict(Run.objects.select_related("asked_by").defer("result", "data_cutoff"), request.user)
    page = Paginator(runs, PER_PAGE).get_page(request.GET.get("page"))
    for run in page.object_list:
        run.title = words_of(run.method).title
    context = {"methods": [words_of(key) for key in METHODS], "page": page}
    return render(request, "hotspots/statistics.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, method: str) -> HttpResponse:
    """Show the form of a statistic; a POST asks the worker for it."""
    if method not in METHODS:
        raise Http404
    if not may(request.user, Action.SCREEN):
        raise PermissionDenied(
            _("Tài khoản của bạn chỉ được xem kết quả thống kê; hãy nhờ cán bộ tham mưu chạy.")
        )
    if request.method != "POST":
        form, status = StatisticForm(METHODS[method], request.user), 200
    else:
        form, status = StatisticForm(METHODS[method], request.user, request.POST), 422
        if form.is_valid():
            try:
                run = ask(method, form.asked(), request.user)
            except RefusedError as refused:
                form.add_error(None, str(refused))
            else:
                return redirect("statistic", run_id=run.pk)
    return render(request, "hotspots/new.html", {"form": form, "words": words_of(method)}, status=status)
