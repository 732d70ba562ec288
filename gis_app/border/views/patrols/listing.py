"""The list of patrols, with what of the line and of the incidents they covered."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis_app.access.models import Agency
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.border.models import Patrol
from gis_app.border.patrols import choosing, drawing
from gis_app.border.patrols.choosing import Choice, in_order
from gis_app.border.patrols.gaps import longest_gaps
from gis_app.border.patrols.lengths import length_m
from gis_app.border.patrols.reading import Done, coverage_of, first_day, incidents_covered
from gis_app.border.patrols.seeing import visible_to
from gis_app.border.strip.placing import Strip
from gis_app.border.views.patrols.shared import map_settings

PER_PAGE = 50


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show patrols and coverage; who has no part in them gets counts."""
    if not may(request.user, Action.PATROL):
        return _counts(request)
    choice, today = Choice.read(request.GET), timezone.localdate()
    seen = visible_to(request.user)
    chosen = in_order(choice.narrow(seen, today))
    page_obj = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    listed = list(page_obj.object_list)
    context = {
        "choice": choice,
        "bounds": {
            "days": choosing.DAYS_BOUNDS,
            "reach": choosing.REACH_BOUNDS,
            "depth": choosing.DEPTH_BOUNDS,
        },
        "standings": [
            ("", _("tất cả")),
            ("planned", _("đã lên kế hoạch")),
            ("overdue", _("quá ngày, chưa ghi kết quả")),
            ("done", _("đã thực hiện")),
            ("cancelled", _("không thực hiện")),
        ],
        "joints": [("", _("tất cả")), ("joint", _("phối hợp")), ("single", _("một cơ quan"))],
        "agencies": Agency.objects.filter(
            pk__in=Patrol.agencies.through.objects.filter(patrol__in=seen.order_by().values("pk")).values(
                "agency"
            )
        ),
        "page_obj": page_obj,
        "rows": [(patrol, _kilometres(patrol), _is_overdue(patrol, today)) for patrol in listed],
        "without_agency": request.user.agency is None,
        **_coverage(request, choice, listed),
    }
    return render(request, "border/patrols/list.html", context)


def _coverage(request: HttpRequest, choice: Choice, listed: list[Patrol]) -> dict[str, Any]:
    """Return the coverage of the sections that the account is told of, and the map of it."""
    today = timezone.localdate()
    days = choice.covered_days
    strip, done = Strip(today), Done.of(today, days)
    asked: dict[str, Any] = {"days": days, "reach_m": float(choice.reach)}
    found = coverage_of(strip, request.user, done=done, **asked)
    near = incidents_covered(strip, request.user, depth_m=float(choice.depth), done=done, **asked)
    drawn = {
        "stretches": drawing.stretches(strip, found),
        "routes": drawing.routes(listed),
        "incidents": drawing.incidents(near),
    }
    return {
        "has_line": bool(strip.lines),
        "sections": found,
        "gaps": longest_gaps(strip, found, **asked),
        "unknown": [each.section for each in found if each.share is None],
        "incidents": near,
        "first": first_day(today, days),
        "settings": map_settings(request, **drawn),
    }


def _counts(request: HttpRequest) -> HttpResponse:
    """Show how many patrols there were this year, for who sees none of them."""
    today = timezone.localdate()
    patrols = restrict(Patrol.objects.filter(done_on__year=today.year), request.user).order_by()
    parties = Patrol.objects.filter(pk__in=patrols.values("pk")).order_by().annotate(n=Count("agencies"))
    counts = parties.aggregate(total=Count("pk"), joint=Count("pk", Q(n__gt=1)))
    return render(request, "border/patrols/counts.html", {**counts, "year": today.year})


def _kilometres(patrol: Patrol) -> float | None:
    route = patrol.route or patrol.planned_route
    return None if route is None else length_m(route) / 1000


def _is_overdue(patrol: Patrol, today: object) -> bool:
    return patrol.state == Patrol.State.PLANNED and patrol.planned_on < today
