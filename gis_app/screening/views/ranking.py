"""The ranking of a screening, offered as advice, and how stable it is when parameters move."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from gis_app.access.roles import Action, may
from gis_app.plans.cap_groups import caps_for
from gis_app.screening.listing import screenings_seen_by
from gis_app.screening.models import Ranking, Screening
from gis_app.screening.ranking.asking import ask
from gis_app.screening.ranking.computing import RankingRefusedError
from gis_app.screening.ranking.reading import across_limit, effects, picture
from gis_app.screening.ranking.working import note_if_interrupted

State = Ranking.State


@require_safe
def ranking(request: HttpRequest, screening_id: int) -> HttpResponse:
    """Show places with the criteria that gave them; their stability once it is computed."""
    screening = _screening(request, screening_id)
    work = _work(screening)
    computed = work if work is not None and work.state == State.COMPUTED else None
    shown = picture(screening, computed, request.user)
    cap = caps_for(screening.plan_version, screening.as_of)
    context = {
        "screening": screening,
        "plan": screening.plan_version.plan,
        "version": screening.plan_version,
        "work": work,
        "computed": computed,
        "picture": shown,
        "cap": cap,
        "across": across_limit(shown.rows, cap.allowed),
        "effects": effects(computed) if computed else [],
        "may_ask": may(request.user, Action.SCREEN),
    }
    return render(request, "screening/ranking.html", context)


@require_safe
def progress(request: HttpRequest, screening_id: int) -> HttpResponse:
    """Answer the page's question how far the computation is; once it has ended, lead to what it found."""
    screening = _screening(request, screening_id)
    work = _work(screening)
    if work is None or work.state != State.WAITING:
        return HttpResponseClientRedirect(reverse("screening_ranking", kwargs={"screening_id": screening.pk}))
    return render(request, "screening/parts/ranking_progress.html", {"screening": screening, "work": work})


@require_POST
def stability(request: HttpRequest, screening_id: int) -> HttpResponse:
    """Put the computation into the queue."""
    if not may(request.user, Action.SCREEN):
        raise PermissionDenied(
            _("Tài khoản của bạn chỉ được xem kết quả rà soát; hãy nhờ cán bộ tham mưu tính độ ổn định.")
        )
    screening = _screening(request, screening_id)
    _work(screening)
    try:
        ask(screening, request.user)
    except RankingRefusedError as refused:
        messages.error(request, str(refused))
    return redirect("screening_ranking", screening_id=screening.pk)


def _screening(request: HttpRequest, screening_id: int) -> Screening:
    """Return a screening in which the account may see something; otherwise it does not exist."""
    return get_object_or_404(screenings_seen_by(request.user), pk=screening_id)


def _work(screening: Screening) -> Ranking | None:
    work = Ranking.objects.filter(screening=screening).first()
    if work is not None:
        note_if_interrupted(work)
    return work
