"""Which variations of the parameters a ranking is tried with: each in turn a fifth down and a fifth up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gis_app.screening.criteria import Settings
from gis_app.screening.rules.shape import Parameter

#: ±20 %.
FACTORS = (0.8, 1.2)


@dataclass(frozen=True, slots=True)
class Variation:
    """One parameter with another value; all others keep theirs.

    Attributes:
        settings_key: under which the parameter is kept (a criterion, mostly).
        key: of the parameter.
        was: its value in the screening.
        value: its value in the variation.
    """

    settings_key: str
    key: str
    was: float
    value: float


def variations(settings: Iterable[Settings], used: Mapping[str, Mapping[str, float]]) -> list[Variation]:
    """Return the variations of the parameters used, in the order of the settings, down before up."""
    found = []
    for group in settings:
        for parameter in group.parameters:
            was = used[group.key][parameter.key]
            values = (moved(parameter, was, factor) for factor in FACTORS)
            found += [
                Variation(group.key, parameter.key, was, value) for value in values if value is not None
            ]
    return found


def moved(parameter: Parameter, value: float, factor: float) -> float | None:
    """Return the value times the factor, within the bounds; None where it stands at that bound already.

    A whole number is rounded and moves by at least 1: a fifth of 3 would otherwise be nothing.
    """
    target = value * factor
    if parameter.whole:
        least = value + 1 if factor > 1 else value - 1
        target = max(round(target), least) if factor > 1 else min(round(target), least)
    target = min(max(target, parameter.minimum), parameter.maximum)
    return None if target == value else target
