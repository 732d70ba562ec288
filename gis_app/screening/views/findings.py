"""One screening: the table of communes by criteria, the reasons for one commune, evidence for the map."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.screening.evidence import EvidenceLines
from gis_app.screening.fair_use import reporting
from gis_app.screening.listing import (
    COUNTED_GROUPS,
    SHOWN,
    SORTED,
    Column,
    CommuneRow,
    GroupOfColumns,
    chosen_rows,
    columns_of,
    groups_of,
    parameters_used,
    rows_of,
    screenings_seen_by,
)
from gis_app.screening.models import Candidacy, Finding, FindingQuerySet, Screening
from gis_app.screening.wording import page_language


@require_safe
def screening(request: HttpRequest, screening_id: int) -> HttpResponse:
    """Show the summary and the table; `?show=` filters and `?sort=` orders it."""
    found = _find(request, screening_id)
    findings = _findings(request, found).defer("evidence_geometry", "details")
    rows = rows_of(findings.order_by("unit__name", "unit__code", "unit_id"), _candidacies(request, found))
    shown = request.GET.get("show") if request.GET.get("show") in SHOWN else SHOWN[0]
    sorting = request.GET.get("sort") if request.GET.get("sort") in SORTED else SORTED[0]
    columns = columns_of(found, rows)
    groups = groups_of(columns, rows)
    return render(
        request,
        "screening/screening.html",
        {
            **_about(found),
            "groups": groups,
            "columns": [column for column in columns if column.group not in COUNTED_GROUPS],
            "counted_groups": [group for group in groups if group.key in COUNTED_GROUPS],
            "rows": [_cells(row, columns, groups) for row in chosen_rows(rows, shown, sorting)],
            "communes": len(rows),
            "flagged": sum(1 for row in rows if row.met),
            "held_back": [row for row in rows if row.held_back],
            "without_data": sum(1 for row in rows if row.count_without_data(row.findings)),
            "show": shown,
            "sort": sorting,
            "parameters": parameters_used(found),
            "may_propose": may(request.user, Action.PROPOSE),
            "reporting": reporting([row.unit for row in rows], found.as_of),
        },
    )


@require_safe
def commune(request: HttpRequest, screening_id: int, unit_id: int) -> HttpResponse:
    """Show all findings of one commune, with figures and evidence."""
    found = _find(request, screening_id)
    findings = list(_findings(request, found).filter(unit_id=unit_id).defer("evidence_geometry"))
    if not findings:
        raise Http404
    row = rows_of(findings, _candidacies(request, found))[0]
    columns = columns_of(found, [row])
    return render(
        request,
        "screening/commune.html",
        {
            **_about(found),
            "unit": row.unit,
            "row": row,
            "groups": [(group, _told(group.columns, row)) for group in groups_of(columns, [row])],
            "counted_groups": COUNTED_GROUPS,
            "may_propose": may(request.user, Action.PROPOSE),
        },
    )


@require_safe
def evidence_geojson(request: HttpRequest, screening_id: int) -> HttpResponse:
    """Return the evidence as GeoJSON; `?criterion=` and `?commune=` (a code) narrow it."""
    found = _find(request, screening_id)
    findings = _findings(request, found).filter(evidence_geometry__isnull=False)
    if criterion := request.GET.get("criterion"):
        findings = findings.filter(criterion=criterion)
    if code := request.GET.get("commune"):
        findings = findings.filter(unit__code=code)
    features = [
        {
            "type": "Feature",
            "geometry": json.loads(finding.evidence_geometry.geojson),
            "properties": {
                "commune": finding.unit.code,
                "name": finding.unit.full_name,
                "criterion": finding.criterion,
                "outcome": finding.outcome,
                "reason": finding.reason,
            },
        }
        for finding in findings.order_by("unit__code", "criterion")
    ]
    response = JsonResponse({"type": "FeatureCollection", "features": features})
    response.headers["Content-Type"] = "application/geo+json"
    return response


def _cells(row: CommuneRow, columns: list[Column], groups: list[GroupOfColumns]) -> dict[str, object]:
    """Return what the table shows of one commune: a count for groups on figures, outcomes for the others."""
    counted = [group.keys for group in groups if group.key in COUNTED_GROUPS]
    single = [column.key for column in columns if column.group not in COUNTED_GROUPS]
    return {
        "row": row,
        "counts": [(row.count_met(keys), row.count_without_data(keys), len(keys)) for keys in counted],
        "findings": row.in_order(single),
    }


def _candidacies(request: HttpRequest, found: Screening) -> dict[int, Candidacy]:
    return {row.unit_id: row for row in restrict(found.candidacies.all(), request.user)}


def _find(request: HttpRequest, screening_id: int) -> Screening:
    """Return a screening in which the account may see something; otherwise it does not exist."""
    return get_object_or_404(screenings_seen_by(request.user), pk=screening_id)


def _findings(request: HttpRequest, found: Screening) -> FindingQuerySet:
    findings: FindingQuerySet = restrict(found.findings.all(), request.user)
    return findings.select_related("unit").defer("unit__geometry", "unit__display_geometry")


def _told(columns: list[Column], row: CommuneRow) -> list[tuple[Column, Finding, list[str]]]:
    """Return each criterion with its finding and the lines of its evidence."""
    lines = EvidenceLines()
    told = [(column, row.findings[column.key]) for column in columns]
    return [(column, finding, lines.of(finding.evidence, page_language())) for column, finding in told]


def _about(found: Screening) -> dict[str, object]:
    version = found.plan_version
    notice = ""
    if not version.covers_year(found.year):
        notice = _(
            "Thời hạn của kế hoạch %(plan)s không gồm năm %(year)s; "
            "kết quả được lập theo tiêu chí của kế hoạch đó."
        ) % {"plan": version.label, "year": found.year}
    return {
        "screening": found,
        "plan": version.plan,
        "version": version,
        "outside_period": notice,
        "outcomes": Finding.Outcome,
    }
