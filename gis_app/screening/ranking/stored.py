"""The places of the communes of a screening, from what it stored: nothing is asked again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count

from gis_app.screening.models import FindingQuerySet, Screening
from gis_app.screening.ranking.places import Met, Place, places


def places_of(screening: Screening) -> dict[int, Place]:
    """Return the place of every candidate by primary key, best first; who is no candidate has none.

    All communes screened are placed, whoever asks: a place among some of them would be another place.
    """
    own = _counted(screening.candidate_findings())
    others = _counted(
        screening.findings.filter(unit__in=list(own)).met().exclude(criterion__in=plan_criteria(screening))
    )
    met: dict[int, Met] = {unit: (own[unit], others[unit]) for unit in own}
    return places(met)


def plan_criteria(screening: Screening) -> list[str]:
    """Return the keys of the plan's own criteria, in the order of the plan."""
    return [entry["key"] for entry in screening.plan_version.record["criteria"]]


def _counted(findings: FindingQuerySet) -> Counter[int]:
    rows: Iterable[tuple[int, int]] = (
        findings.order_by("unit_id").values_list("unit_id").annotate(met=Count("id"))
    )
    return Counter(dict(rows))
