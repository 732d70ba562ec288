"""The form of one item: an input for every field, with what is typed, what is stored and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gis_app.plans.drafts.bases import BASIS
from gis_app.plans.drafts.problems import Problem
from gis_app.plans.items.fields import Field
from gis_app.plans.items.kinds import GROUPS, LINES, LONG, QUOTE
from gis_app.plans.items.shape import Part

_LETTERS_IN_LINE = 90


@dataclass(frozen=True, slots=True)
class Input:
    """One input; `stored` is what the draft holds by now where somebody else has changed it."""

    field: Field
    text: str
    problems: list[str]
    stored: str = ""

    @property
    def is_wide(self) -> bool:
        """Say whether the value is a text of some lines."""
        return self.field.kind in (LONG, QUOTE, LINES, GROUPS)

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """Return value, label and whether it is chosen, for a choice; a value of no choice is kept."""
        choices = {key: str(label) for key, label in (self.field.choices or {}).items()}
        if self.text and self.text not in choices:
            choices[self.text] = self.text
        return [("", "—", not self.text), *((key, label, key == self.text) for key, label in choices.items())]

    @property
    def rows(self) -> int:
        """Return how many lines a long text needs."""
        lines = sum(1 + len(line) // _LETTERS_IN_LINE for line in self.text.splitlines())
        return min(max(lines, 1), 10)


def inputs(
    part: Part,
    stored: Mapping[str, Any],
    problems: Iterable[Problem] = (),
    typed: Mapping[str, str] | None = None,
) -> list[Input]:
    """Return the inputs of an item; what was typed stands in them where a form comes back."""
    return [_input(field, stored, problems, typed) for field in part.fields]


def basis_inputs(
    stored: Mapping[str, Any], problems: Iterable[Problem] = (), typed: Mapping[str, str] | None = None
) -> list[Input]:
    """Return the inputs for what a change rests on."""
    return [_input(field, stored, problems, typed) for field in BASIS]


def _input(
    field: Field, stored: Mapping[str, Any], problems: Iterable[Problem], typed: Mapping[str, str] | None
) -> Input:
    present = field.text(stored)
    text = present if typed is None else typed.get(field.name, present)
    differs = typed is not None and text.replace("\r\n", "\n").strip() != present
    wrong = [problem.sentence for problem in problems if problem.field is field]
    return Input(field, text, wrong, (field.shown(stored) or "—") if differs else "")
