"""What the newest screening found for the commune of an area: beside the judgement, never in its place."""

from __future__ import annotations

import datetime

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.screening.models import Finding
from gis_app.transformation.models import KeyArea
from gis_app.transformation.same_ground import same_ground


def newest_findings(area: KeyArea, on: datetime.date, account: Account | None) -> list[Finding]:
    """Return the findings of the newest screening of the plan as of a day, criteria met first."""
    units = same_ground([area.unit_id]).get(area.unit_id, frozenset({area.unit_id}))
    mine = restrict(
        Finding.objects.filter(
            screening__plan_version__plan=area.plan_year.plan_id, screening__as_of__lte=on, unit_id__in=units
        ),
        account,
    )
    newest = mine.order_by("-screening__as_of", "-screening_id").first()
    if newest is None:
        return []
    order = list(Finding.Outcome)
    findings = mine.filter(screening_id=newest.screening_id).select_related("screening")
    return sorted(findings, key=lambda finding: (order.index(finding.outcome), finding.criterion))
