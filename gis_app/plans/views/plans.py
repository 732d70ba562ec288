"""The list of plans, one version of a plan, and what differs between two."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gis_app.plans.conventions import conventions
from gis_app.plans.items.differences import differences, other_owners
from gis_app.plans.models import Plan, PlanDraft, PlanVersion
from gis_app.plans.presenting import sections
from gis_app.plans.seeing import drafts_for, may_change, plans_for


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """List the plans of the jurisdiction, each with its newest version and the drafts in the making."""
    drafts = drafts_for(request.user)
    rows = [
        {
            "plan": plan,
            "version": version,
            "years": years_of(plan),
            "draft": next((draft for draft in drafts if draft.plan_id == plan.pk), None),
        }
        for plan in plans_for(request.user)
        for version in [plan.current]
    ]
    copies = [draft for draft in drafts if draft.plan_id is None]
    return render(request, "plans/plans.html", {"rows": rows, "copies": copies})


@require_safe
def plan(request: HttpRequest, plan_id: str, number: int | None = None) -> HttpResponse:
    """Show a version of a plan, the newest unless one is named, with what its document leaves open."""
    found = find_plan(request, plan_id)
    version = find_version(found, number)
    newest = found.current
    changeable = may_change(request.user, newest.record["territory"])
    return render(
        request,
        "plans/plan.html",
        {
            "plan": found,
            "version": version,
            "newest": newest,
            "sections": sections(version.record),
            "conventions": conventions(version.record),
            "years": _years_with_decisions(found),
            "versions": versions_of(found),
            "changeable": changeable,
            "draft": PlanDraft.objects.in_the_making().filter(plan=found).first() if changeable else None,
        },
    )


@require_safe
def compare(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Show what differs between two versions, item by item; `?from=` and `?to=`, else the newest two."""
    found = find_plan(request, plan_id)
    versions = versions_of(found)
    newest = versions[0].number
    after = find_version(found, _number(request, "to", newest))
    before = find_version(found, _number(request, "from", max(after.number - 1, 1)))
    return render(
        request,
        "plans/compare.html",
        {
            "plan": found,
            "versions": versions,
            "before": before,
            "after": after,
            "differences": differences(before.record, after.record),
            "owners": other_owners(before.record, after.record),
        },
    )


def find_plan(request: HttpRequest, plan_id: str) -> Plan:
    """Return a plan of the jurisdiction; any other does not exist."""
    found = next((plan for plan in plans_for(request.user) if plan.pk == plan_id), None)
    if found is None:
        raise Http404
    return found


def find_version(found: Plan, number: int | None) -> PlanVersion:
    """Return a version of a plan by its number, the newest without one."""
    if number is None:
        return found.current
    version = PlanVersion.objects.filter(plan=found, number=number).select_related("plan").first()
    if version is None:
        raise Http404
    return version


def versions_of(found: Plan) -> list[PlanVersion]:
    """Return the versions of a plan, newest first, with who published them; their records are not read."""
    versions = PlanVersion.objects.filter(plan=found).order_by("-number")
    return list(versions.select_related("draft__changed_by").defer("record", "draft__content"))


def years_of(found: Plan) -> list[tuple[int, int]]:
    """Return the years that were begun, newest first, each with the number of its version."""
    return list(found.years.order_by("-year").values_list("year", "version__number"))


def _years_with_decisions(found: Plan) -> QuerySet[Any]:
    """Return the years of a plan, newest first, with how many decisions each has."""
    years = found.years.select_related("version").defer("version__record")
    return years.annotate(decision_count=Count("decisions")).order_by("-year")


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise
