"""A screening as the plain data that other tools read: the contract of `manage.py screen --json`."""

from __future__ import annotations

from typing import Any

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.screening.evidence import EvidenceLines
from gis_app.screening.models import Screening


def as_json(screening: Screening, account: Account | None = None) -> dict[str, Any]:
    """Return a screening with the findings that the account may see, ready to be written as JSON.

    Other tools rely on its sentences being Vietnamese, whatever the language of the page or the terminal.
    """
    sets = list(screening.boundary_sets.all())
    findings = restrict(screening.findings.all(), account).select_related("unit")
    version = screening.plan_version
    lines = EvidenceLines()
    return {
        "plan": version.plan_id,
        "year": screening.year,
        "as_of": screening.as_of.isoformat(),
        "boundary_set": "; ".join(boundary_set.name for boundary_set in sets),
        "parameters": {
            criterion: {key: chosen["value"] for key, chosen in values.items()}
            for criterion, values in screening.parameters.items()
        },
        "findings": [
            {
                "commune": finding.unit.code,
                "commune_name": finding.unit.full_name,
                "criterion": finding.criterion,
                "outcome": finding.outcome,
                "value": finding.value,
                "threshold": finding.threshold,
                "measure": finding.measure,
                "reason": finding.reason_vi,
                "reason_en": finding.reason_en,
                "evidence": [
                    {**entry, "label": line}
                    for entry, line in zip(finding.evidence, lines.of(finding.evidence, "vi"), strict=True)
                ],
                "details": finding.details,
            }
            for finding in findings.order_by("unit__code", "unit_id", "criterion")
        ],
        "screening": screening.pk,
        "plan_version": version.number,
        "plan_covers_year": version.covers_year(screening.year),
        "territory": screening.territory_wording.vi,
        "parameter_sources": screening.parameters,
        "data_cutoff": screening.data_cutoff,
        "versions": screening.versions,
    }
