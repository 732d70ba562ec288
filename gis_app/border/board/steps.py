"""The steps of a report: which act leads from which state to which. One table, asked by all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from gis_app.border.models import ReportStep, State

Act = ReportStep.Act


class Who(Enum):
    """Whose part an act is."""

    HOLDER = auto()  # the agency that has to act
    HOLDER_OR_ABOVE = auto()  # that agency, or one it stands below
    INVOLVED = auto()  # the author, the holder, and whoever was told of this very report
    READER = auto()  # everyone who sees it


@dataclass(frozen=True, slots=True)
class Step:
    """What an act asks for and does; `after` is None where the state stays."""

    before: frozenset[State]
    after: State | None
    who: Who


_OPEN = frozenset(State) - {State.CLOSED}

STEPS: dict[Act, Step] = {
    Act.VERIFY: Step(frozenset({State.NEW}), State.VERIFYING, Who.HOLDER),
    Act.CONFIRM: Step(frozenset({State.VERIFYING}), State.CONFIRMED, Who.HOLDER),
    Act.REFUTE: Step(frozenset({State.VERIFYING}), State.REFUTED, Who.HOLDER),
    # What turned out to be true after all.
    Act.REOPEN: Step(frozenset({State.REFUTED}), State.VERIFYING, Who.HOLDER_OR_ABOVE),
    # Who received a report may hand it on, or back.
    Act.HAND_OVER: Step(frozenset({State.CONFIRMED, State.ACKNOWLEDGED}), State.HANDED_OVER, Who.HOLDER),
    Act.ACKNOWLEDGE: Step(frozenset({State.HANDED_OVER}), State.ACKNOWLEDGED, Who.HOLDER),
    Act.CLOSE: Step(
        frozenset({State.CONFIRMED, State.REFUTED, State.ACKNOWLEDGED}), State.CLOSED, Who.HOLDER
    ),
    Act.COMMENT: Step(frozenset(State), None, Who.READER),
    Act.SHARE: Step(frozenset(State), None, Who.INVOLVED),
    Act.JOIN: Step(_OPEN, None, Who.INVOLVED),
    Act.KEEP_APART: Step(frozenset(State), None, Who.INVOLVED),
    Act.PLACE: Step(_OPEN, None, Who.INVOLVED),
    Act.INCIDENT: Step(frozenset(State), None, Who.INVOLVED),
}


def acts_from(state: str) -> list[Act]:
    """Return what can be done with a report in this state, in the order of the table."""
    return [act for act, step in STEPS.items() if state in step.before]
