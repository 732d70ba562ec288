"""One import as it is on record, and the rows that imports set aside."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from gis_app.access.restricting import restrict
from gis_app.data import holdings
from gis_app.data.forms import SetAsideForm
from gis_app.data.views.jobs import for_importers
from gis_app.data.withdrawing.asking import withdrawable
from gis_app.data.withdrawing.working import newest
from layers.importing.aside import decide
from layers.models import ImportBatch, ImportProblem

ROWS_PER_PAGE = 50


def record(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Show one import: the file, how it was read, what came of it, what was wrong."""
    batch = get_object_or_404(restrict(ImportBatch.objects.all(), request.user), pk=batch_id)
    problems = Paginator(holdings.problems_of(batch, request.user), ROWS_PER_PAGE)
    context = {
        "batch": batch,
        "boundary_set": batch.boundary_sets.first(),
        "page_obj": problems.get_page(request.GET.get("page")),
        "withdrawal": newest(batch),
        "withdrawable": withdrawable(batch, request.user),
    }
    return render(request, "data/record.html", context)


@for_importers
def set_aside(request: HttpRequest) -> HttpResponse:
    """List the rows that lie outside, and record what a person decides about them."""
    rows = holdings.rows_set_aside(request.user)
    if request.method == "POST":
        form = SetAsideForm(request.POST)
        form.fields["problems"].choices = [(pk, pk) for pk in rows.values_list("pk", flat=True)]
        if form.is_valid():
            _decide(request, form)
        else:
            for errors in form.errors.values():
                messages.error(request, errors[0])
        return redirect("set_aside")
    context = {"page_obj": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))}
    return render(request, "data/set_aside.html", context)


def _decide(request: HttpRequest, form: SetAsideForm) -> None:
    decision = ImportProblem.Decision(form.cleaned_data["decision"])
    chosen = ImportProblem.objects.filter(pk__in=form.cleaned_data["problems"]).exclude(
        decision=ImportProblem.Decision.STORED
    )
    if decision == ImportProblem.Decision.WAIT:
        # A row outside the country has no values that could be stored later.
        chosen = chosen.filter(record__isnull=False)
    done = 0
    for problem in chosen:
        decide(problem, decision, request.user)
        done += 1
    sentence = _("Đã ghi quyết định cho %(count)s dòng.") % {"count": done}
    if done < len(form.cleaned_data["problems"]):
        sentence += " " + _("Các dòng nằm ngoài Việt Nam không thể chờ ranh giới; hãy sửa rồi gửi lại.")
    messages.success(request, sentence)
