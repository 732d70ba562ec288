"""Writing a periodic report: its figures on the page, the letter and the workbook as files."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis_app.access.roles import Action, may
from gis_app.reports import changes
from gis_app.reports.figures.gathering import Figures, gather
from gis_app.reports.letter import wording
from gis_app.reports.letter.keeping import template_of
from gis_app.reports.letter_forms import LetterForm, PeriodForm
from gis_app.reports.producing import Produced, write_letter, write_workbook
from gis_app.reports.schedule import Occurrence
from gis_app.reports.views.finding import find_standing
from gis_app.transformation.refusing import RefusedError


@require_safe
def write(request: HttpRequest, plan_id: str, year: int, rule: str, position: int) -> HttpResponse:
    """Show the figures of a report (`?since=&until=`, else the usual days) and the form of its letter."""
    one = _find(request, plan_id, year, rule, position)
    if "since" not in request.GET:
        return _render(request, one, LetterForm(occurrence=one, account=request.user))
    given = {name: request.GET.get(name, "")[:20] for name in ("since", "until")}
    form = LetterForm(occurrence=one, account=request.user, initial=given)
    return _render(request, one, form, PeriodForm(given))


@require_POST
def produce(request: HttpRequest, plan_id: str, year: int, rule: str, position: int) -> HttpResponse:
    """Return the letter (`format=docx`) or the workbook (`xlsx`), or the page with the reason why not.

    `format=look` shows the figures of other days and keeps what is typed.
    """
    one = _find(request, plan_id, year, rule, position)
    form = LetterForm(request.POST, occurrence=one, account=request.user)
    if request.POST.get("format") == "look":
        return _render(request, one, form)
    if form.is_valid():
        try:
            if request.POST.get("format") == "xlsx":
                return _file(write_workbook(one, form.period, request.user))
            return _file(write_letter(one, form.period, form.choices(), request.user))
        except RefusedError as refused:
            form.add_error(None, str(refused))
    return _render(request, one, form, status=422)


def _find(request: HttpRequest, plan_id: str, year: int, rule: str, position: int) -> Occurrence:
    if not may(request.user, Action.REPORT):
        raise PermissionDenied(_("Vai trò của tài khoản này không được lập báo cáo."))
    return find_standing(request, plan_id, year, rule, position).occurrence


def _file(made: Produced) -> HttpResponse:
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def _render(
    request: HttpRequest,
    one: Occurrence,
    form: LetterForm,
    asked: PeriodForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Show the page with the figures of the days that `asked` names, else of those in the letter's form."""
    if asked is None:
        values = form.data if form.is_bound else form.initial
        asked = PeriodForm({name: values.get(name, "") for name in PeriodForm.base_fields})
    problems = [str(error) for errors in asked.errors.values() for error in errors]
    context: dict[str, Any] = {
        "one": one,
        "version": one.obligation.version,
        "form": form,
        "template": template_of(request.user.agency),
    }
    if not problems:
        try:
            figures = gather(one.obligation.version.plan, one.year, asked.period, request.user)
        except RefusedError as refused:
            problems.append(str(refused))
        else:
            context |= _words(figures)
    return render(request, "reports/write.html", {**context, "problems": problems}, status=status)


def _words(figures: Figures) -> dict[str, Any]:
    """Return the figures as the page shows them."""
    return {
        "figures": figures,
        "days": wording.days(figures.periods.now),
        "days_before": wording.days(figures.periods.before),
        "days_last_year": wording.days(figures.periods.last_year),
        "statuses": wording.statuses(figures),
        "victims": [
            (
                found.category,
                [
                    (year, wording.victim_cases(text))
                    for year, text in zip(found.years, found.texts, strict=True)
                ],
            )
            for found in figures.victims
        ],
        "decisions": [
            (decision.paper, wording.decided(decision), areas) for decision, areas in figures.steps.decisions
        ],
        "cap": wording.cap_sentence(figures),
        "kpis": wording.kpi_lines(figures),
        "incidents": [
            (
                row,
                changes.difference(row.against_before),
                changes.difference(row.against_last_year),
                changes.remark(row.against_last_year),
            )
            for row in figures.incidents.rows
        ],
        "lacking": wording.lacking(figures),
        "notes": [line for line in (wording.scope_sentence(figures), wording.over_sentence(figures)) if line],
        "small_numbers": changes.small_numbers_note(),
        "sources": wording.sources(figures),
    }
