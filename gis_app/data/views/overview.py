"""The data page: what is here, what came when, what waits for somebody."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gis_app.access.roles import Action, may
from gis_app.data import holdings

ROWS_PER_PAGE = 50


def data(request: HttpRequest) -> HttpResponse:
    """Show which data are here, of which days, and what each import brought."""
    batches = Paginator(holdings.imports(request.user), ROWS_PER_PAGE)
    waiting = {}
    if may(request.user, Action.IMPORT):
        waiting = {
            "jobs": list(holdings.unfinished_jobs(request.user)[:20]),
            "undecided": holdings.rows_set_aside(request.user).filter(decision="").count(),
            "pairs": holdings.suspected_duplicates(request.user).open().count(),
        }
    page = batches.get_page(request.GET.get("page"))
    labels = holdings.kind_labels()
    for batch in page:
        batch.kind_label = labels.get(batch.kind, batch.kind)
    return render(
        request,
        "data/data.html",
        {
            "boundary_sets": holdings.boundary_sets(request.user),
            "incidents": holdings.incident_holdings(request.user),
            "sites": holdings.site_holdings(request.user),
            "page_obj": page,
            **waiting,
        },
    )
