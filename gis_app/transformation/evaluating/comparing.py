"""What was computed beside what was decided. A difference needs a written reason; the board decides."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.transformation.evaluating.computing import Computed, Outcome, evaluation_of
from gis_app.transformation.evaluating.keeping import keep
from gis_app.transformation.models import Decision, KeyArea
from gis_app.transformation.refusing import RefusedError

#: What the decisions that end a year say about an area.
CONCLUDING: dict[Decision.Act, Outcome] = {
    Decision.Act.RECOGNISE: Outcome.TRANSFORMED,
    Decision.Act.NOT_TRANSFORMED: Outcome.NOT_TRANSFORMED,
}


def differs(computed: Computed, act: Decision.Act) -> bool:
    """Say whether a decision contradicts what was computed; no outcome contradicts nothing."""
    return computed.outcome is not Outcome.CANNOT_SAY and computed.outcome is not CONCLUDING[act]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The computations that a decision stands beside; none for an act that does not end a year."""

    computed: Sequence[Computed]
    act: Decision.Act
    difference_reason: str

    @property
    def different(self) -> list[Computed]:
        """Return the computations that the decision contradicts."""
        return [computed for computed in self.computed if differs(computed, self.act)]

    def reason_for(self, area: KeyArea) -> str:
        """Return why the decision differs for this area; empty where it does not."""
        return self.difference_reason if area.pk in {c.area.pk for c in self.different} else ""

    def keep(self, decision: Decision, account: Account | None) -> None:
        """Store each computation beside the decision; the caller holds the lock on the plan year."""
        for computed in self.computed:
            reason = self.reason_for(computed.area)
            keep(computed, account, decision=decision, difference_reason=reason)


def compare(
    areas: Sequence[KeyArea], act: Decision.Act, decided_on: datetime.date, difference_reason: str
) -> Comparison:
    """Compute what a decision says about areas, as of its day.

    Raises:
        RefusedError: the decision differs from what was computed for an area, and no reason is given.
    """
    found = [evaluation_of(area, decided_on) for area in areas] if act in CONCLUDING else []
    comparison = Comparison(found, act, difference_reason.strip())
    if comparison.different and not comparison.difference_reason:
        raise RefusedError(
            _(
                "Quyết định “%(act)s” khác kết quả tính theo kế hoạch (%(units)s: %(outcome)s): "
                "hãy ghi lý do quyết định khác kết quả tính, hoặc xem lại quyết định."
            )
            % {
                "act": act.label,
                "units": ", ".join(str(computed.area.unit) for computed in comparison.different),
                "outcome": comparison.different[0].outcome.label,
            }
        )
    return comparison
