"""Try-out mode: move a parameter, see map and list change; nothing is stored until it is kept."""

from __future__ import annotations

import math
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis_app.access.roles import Action, may
from gis_app.maps import choosing, parameters
from gis_app.maps.shapes import communes_on
from gis_app.maps.views.pages import script_settings
from gis_app.screening.criteria import criteria_of
from gis_app.screening.parameters import ParameterError
from gis_app.screening.running import FIRST_YEAR, LAST_YEAR, ScreeningError
from gis_app.screening.trying import Trial, answer, start
from gis_app.screening.wording import page_language
from gis_app.transformation.plans_seen import plan_versions


@require_safe
@parameters.page_view
def trial_page(request: HttpRequest) -> HttpResponse:
    """Show the map, the sliders and the list; the scripts ask for the answers."""
    _require(request)
    choice = choosing.choose(request.GET, plan_versions(request.user))
    if choice.version is None:
        raise parameters.BadParameterError(_("Chưa có kế hoạch nào: hãy nạp kế hoạch rồi quay lại."))
    trial = _trial(request, choice.version.plan_id)
    language = page_language()
    criteria = criteria_of(trial.version, trial.day)
    settings = script_settings(choice, None, "")
    settings["addresses"]["findings"] = settings["addresses"]["answer"] = reverse("screening_try_answer")
    settings |= {
        "date": trial.day.isoformat(),
        "screening": "try",
        "trial": {
            "plan": trial.version.plan_id,
            "year": trial.year,
            "as_of": trial.day.isoformat(),
            "criteria": {c.key: c.label.in_language(language) for c in criteria},
            "settings": {c.key: c.settings_key for c in criteria},
        },
    }
    settings["words"] |= {
        "gained": _("mới đạt"),
        "lost": _("không còn đạt"),
        "met": _("tiêu chí đạt"),
        "unchanged": _("Không có gì thay đổi so với tham số của kế hoạch."),
        "nothing": _("Chưa đổi tham số nào."),
        "total": _("%(gained)s mới đạt, %(lost)s không còn đạt, %(other)s khác"),
    }
    context = {
        "versions": plan_versions(request.user),
        "trial": trial,
        "groups": [
            {
                "key": group.key,
                "label": group.label.in_language(language),
                "fields": [
                    {
                        "setting": setting,
                        "label": setting.parameter.label.in_language(language),
                        "unit": setting.parameter.unit.in_language(language),
                    }
                    for setting in group.settings
                ],
            }
            for group in trial.groups()
        ],
        "settings": settings,
    }
    return render(request, "maps/trial.html", context)


@require_safe
@parameters.data_view
def trial_answer(request: HttpRequest) -> HttpResponse:
    """Return outcomes and reasons by criterion; `settings` names the parameters that were moved."""
    _require(request)
    trial = _trial(request, request.GET.get("plan", ""))
    moved = request.GET.get("settings", "")[:80]
    try:
        found = answer(trial, request.user, moved, _values(request, moved))
    except (ScreeningError, ParameterError) as refused:
        raise parameters.BadParameterError(str(refused)) from refused
    reply: dict[str, Any] = {"criteria": found}
    if not moved:
        seen = communes_on(trial.day, request.user).values_list("pk", "full_name")
        screened = {unit for outcomes in found.values() for unit in outcomes}
        reply["names"] = {unit: name for unit, name in seen if unit in screened}
    response = JsonResponse(reply)
    response["Cache-Control"] = "no-store"
    return response


def _require(request: HttpRequest) -> None:
    if not may(request.user, Action.SCREEN):
        raise PermissionDenied(
            _("Tài khoản của bạn chỉ được xem kết quả rà soát; hãy nhờ cán bộ tham mưu thử tham số.")
        )


def _trial(request: HttpRequest, plan: str) -> Trial:
    year = parameters.whole_number(request.GET, "year", FIRST_YEAR, LAST_YEAR) or timezone.localdate().year
    try:
        return start(plan, year, parameters.day(request.GET, "as_of"))
    except ScreeningError as refused:
        raise parameters.BadParameterError(str(refused)) from refused


def _values(request: HttpRequest, moved: str) -> dict[str, float]:
    """Return the numbers of the fields `<settings>.<key>`; what is no number is refused as out of bounds."""
    prefix = f"{moved}."
    return {
        name.removeprefix(prefix): _number(text)
        for name, text in request.GET.items()
        if moved and name.startswith(prefix)
    }


def _number(text: str) -> float:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return math.nan
