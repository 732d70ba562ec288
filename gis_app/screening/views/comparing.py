"""Two screenings side by side: what changed, and because of which."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from gis_app.screening.comparing import compare, differences
from gis_app.screening.comparing.changes import Change
from gis_app.screening.criteria import criterion_for
from gis_app.screening.listing import screenings_seen_by
from gis_app.screening.models import Finding, Screening
from gis_app.screening.wording import page_language

#: As many earlier screenings as fit into a list to choose from.
OFFERED = 100


@require_safe
def comparison(request: HttpRequest, screening_id: int) -> HttpResponse:
    """Compare a screening with the one that `?with=` names; without it, offer those there are."""
    seen = screenings_seen_by(request.user)
    chosen = get_object_or_404(seen, pk=screening_id)
    offered = _offered(seen, chosen)
    context = {"screening": chosen, "offered": offered[:OFFERED], "other": None}
    if wanted := request.GET.get("with"):
        other = next((one for one in offered if str(one.pk) == wanted), None)
        if other is None:
            raise Http404
        before, after = sorted((other, chosen), key=lambda one: (one.run_at, one.pk))
        found = compare(before, after, request.user)
        context |= {
            "other": other,
            "before": before,
            "after": after,
            "comparison": found,
            "differences": differences(before, after),
            "lines": [_line(change) for change in found.changes],
        }
    return render(request, "screening/comparison.html", context)


def _offered(seen: QuerySet[Screening], chosen: Screening) -> list[Screening]:
    """Return the other screenings of the same province, the newest first."""
    code = chosen.plan_version.plan.province_code
    return list(seen.filter(plan_version__plan__province_code=code).exclude(pk=chosen.pk))


def _line(change: Change) -> dict[str, object]:
    criterion = criterion_for(change.criterion)
    return {
        "change": change,
        "criterion": criterion.label.in_language(page_language()) if criterion else change.criterion,
        "was": Finding.Outcome(change.was),
        "causes": [cause.label for cause in change.causes],
        "reasons_before": [finding.reason for finding in change.before],
    }
