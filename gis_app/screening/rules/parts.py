"""Criteria of several conditions, any one of which makes a commune a candidate; each is reported.

One condition that is met decides. Otherwise one that lacks data leaves the question open: what is not known
is never a "no".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gis_app.screening.rules.shape import MET, NO_DATA, NOT_MET, Judgement
from gis_app.screening.wording import Text


@dataclass(frozen=True, slots=True)
class Part:
    """One condition: whether it is met (None: not known), what was compared, and the sentence for it.

    `missing` names the data that were looked for, as `incident:fire`, `site:mine` or `indicator:population`.
    """

    name: str
    met: bool | None
    value: float | None
    threshold: float
    measure: str
    reason: Text
    missing: tuple[str, ...] = ()

    def as_details(self) -> dict[str, Any]:
        """Return what a finding keeps of the condition."""
        outcome = NO_DATA if self.met is None else MET if self.met else NOT_MET
        return {"outcome": str(outcome), "value": self.value, "threshold": self.threshold}


def any_of(parts: Sequence[Part], details: dict[str, Any] | None = None) -> Judgement:
    """Judge by the first condition that is met, else by the first that is not known, else by the first."""
    found = {part.name: part.as_details() for part in parts} | (details or {})
    reason = Text("", "")
    for part in parts:
        reason += part.reason
    met = next((part for part in parts if part.met), None)
    unknown = [part for part in parts if part.met is None]
    if met is None and unknown:
        found["missing"] = [key for part in unknown for key in part.missing]
    decided = met or (unknown[0] if unknown else parts[0])
    outcome = MET if met else NO_DATA if unknown else NOT_MET
    threshold = decided.threshold if decided.value is not None else None
    return Judgement(outcome, reason, decided.value, threshold, decided.measure, found)
