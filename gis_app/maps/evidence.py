"""The places behind a finding, as they may be drawn."""

from __future__ import annotations

import json
from collections.abc import Iterable

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.screening.models import Finding
from layers.models import Incident, IncidentCategory

_LINES_AND_AREAS = {"LineString", "MultiLineString", "Polygon", "MultiPolygon"}


def evidence_features(findings: Iterable[Finding], account: Account) -> list[dict[str, object]]:
    """Return GeoJSON features with the property `finding` (primary key).

    Incidents are drawn from their own rows, not from the finding's stored geometry, so that neither a
    category that may not be shown by place nor a case of another jurisdiction appears.
    """
    findings = list(findings)
    wanted = {
        (entry["id"], finding.pk)
        for finding in findings
        for entry in finding.evidence
        if entry.get("layer") == "incident"
    }
    points = dict(
        restrict(Incident.objects.filter(pk__in={incident for incident, _ in wanted}), account)
        .filter(category__precision=IncidentCategory.Precision.POINT)
        .values_list("pk", "point")
    )
    features = [
        _feature(finding, "incident", points[incident].geojson)
        for incident, finding in sorted(wanted)
        if incident in points
    ]
    for finding in findings:
        cites_incidents = any(entry.get("layer") == "incident" for entry in finding.evidence)
        for part in finding.evidence_geometry or ():
            if part.geom_type in _LINES_AND_AREAS or not cites_incidents:
                features.append(_feature(finding.pk, "place", part.geojson))
    return features


def _feature(finding: int, kind: str, geojson: str) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {"finding": finding, "kind": kind},
        "geometry": json.loads(geojson),
    }
