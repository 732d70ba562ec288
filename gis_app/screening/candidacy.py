"""Which communes a screening offers: those that meet enough criteria and that the plan does not leave out.

Both are data of the plan, under `selection` of its record:

    minimums: {any: 1, d: 1}          met criteria at least: of all groups together, and of single groups
    exclusions:
    - indicator: recognised_elsewhere  a figure from 1 on, that a document of the last `months` months states
      months: 12
      text: …                          why, in the plan's words

A criterion from another regulation is shown beside the plan's own and counts for neither.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gis_app.plans.models import PlanVersion
from gis_app.screening.models import Candidacy, Finding
from gis_app.screening.rules.shape import Result
from gis_app.screening.window import Window
from gis_app.screening.wording import Text, both, listed
from layers.models import IndicatorValue

ANY = "any"
NOTHING = Text("", "")
_DEFAULT_MINIMUMS = {ANY: 1}


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether one commune is a candidate, how many criteria it meets by group, and why it is none."""

    unit_id: int
    status: Candidacy.Status
    met: dict[str, int]
    reason: Text = NOTHING
    evidence: list[dict[str, Any]] = field(default_factory=list)


def standings(
    version: PlanVersion,
    unit_ids: Sequence[int],
    as_of: datetime.date,
    results: Mapping[str, Sequence[Result]],
) -> list[Standing]:
    """Return the standing of every commune, in the order of the primary keys given."""
    met = met_by_group(version, results)
    excluded = _excluded(version, unit_ids, as_of)
    return [
        _standing(version, unit_id, met.get(unit_id, Counter()), excluded.get(unit_id))
        for unit_id in unit_ids
    ]


def met_by_group(version: PlanVersion, results: Mapping[str, Sequence[Result]]) -> dict[int, Counter[str]]:
    """Return how many of the plan's criteria each commune meets, by group and in all."""
    counted: dict[int, Counter[str]] = {}
    for key, of_criterion in results.items():
        entry = version.criterion(key)
        if entry is None:
            continue
        for result in of_criterion:
            if result.judgement.outcome == Finding.Outcome.MET:
                counted.setdefault(result.unit_id, Counter()).update([entry["group"], ANY])
    return counted


def _standing(
    version: PlanVersion, unit_id: int, met: Counter[str], excluded: tuple[Text, dict[str, Any]] | None
) -> Standing:
    if not met[ANY]:
        return Standing(unit_id, Candidacy.Status.NONE_MET, dict(met))
    if excluded is not None:
        reason, evidence = excluded
        return Standing(unit_id, Candidacy.Status.EXCLUDED, dict(met), reason, [evidence])
    minimums = version.record["selection"].get("minimums", _DEFAULT_MINIMUMS)
    short = [(group, least) for group, least in minimums.items() if met[group] < least]
    if short:
        return Standing(unit_id, Candidacy.Status.BELOW_MINIMUM, dict(met), _below(short, met))
    return Standing(unit_id, Candidacy.Status.CANDIDATE, dict(met))


def _below(short: list[tuple[str, int]], met: Counter[str]) -> Text:
    parts = [
        both(
            "{group}: đạt {n}, cần ít nhất {least}",
            "{group}: {n} met, at least {least} needed",
            group=Text("tất cả các nhóm", "all groups")
            if group == ANY
            else Text(f"nhóm {group}", f"group {group}"),
            n=met[group],
            least=least,
        )
        for group, least in short
    ]
    return both("Chưa đủ số tiêu chí: {parts}.", "Not enough criteria: {parts}.", parts=listed(parts))


def _excluded(
    version: PlanVersion, unit_ids: Sequence[int], as_of: datetime.date
) -> dict[int, tuple[Text, dict[str, Any]]]:
    """Return the communes that the plan leaves out, with the reason and the document behind it."""
    found: dict[int, tuple[Text, dict[str, Any]]] = {}
    for exclusion in version.record["selection"].get("exclusions", ()):
        window = Window.of_months(int(exclusion["months"]), as_of)
        values = (
            IndicatorValue.objects.filter(unit__in=unit_ids)
            .latest_known(exclusion["indicator"], as_of)
            .filter(as_of__gte=window.since)
        )
        for value in values:
            if value.value >= 1:
                reason = both(
                    "Loại trừ theo kế hoạch: {text} ({source}, {day}).",
                    "Left out by the plan: {text} ({source}, {day}).",
                    text=exclusion["text"],
                    source=value.source,
                    day=value.as_of,
                )
                found.setdefault(value.unit_id, (reason, _entry(value)))
    return found


def _entry(value: IndicatorValue) -> dict[str, Any]:
    return {
        "layer": "indicator",
        "id": value.pk,
        "indicator": value.indicator_id,
        "value": value.value,
        "label": value.source,
        "on": value.as_of.isoformat(),
    }
