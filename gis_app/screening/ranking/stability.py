"""What becomes of places when parameters move: pure arithmetic on the places of each variation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gis_app.screening.ranking.places import Place
from gis_app.screening.ranking.variations import Variation

Places = Mapping[int, Place]


@dataclass(frozen=True, slots=True)
class Stability:
    """One commune over all variations.

    Attributes:
        place: with the parameters of the screening; None where it has none (no candidate).
        highest, lowest: best and worst place that it has, with those parameters or in a variation; a shared
            place counts as its first.
        unplaced: variations in which it has no place.
        within: variations in which it is among the first ones for certain.
        across: variations in which the places that it shares lie on both sides of the limit.
        mover: number of the variation that moves it farthest (the first of equals); None where none does.
        moved_to: its place there; None where it has none there.
    """

    place: Place | None
    highest: int
    lowest: int
    unplaced: int
    within: int
    across: int
    mover: int | None
    moved_to: int | None


@dataclass(frozen=True, slots=True)
class Effect:
    """One variation: how many communes have another place, and how many crossed the limit."""

    variation: Variation
    moved: int
    crossed: int


def stability(used: Places, varied: Sequence[Places], limit: int) -> dict[int, Stability]:
    """Return the stability of every commune that has a place at least once.

    Args:
        used: places with the parameters of the screening.
        varied: places in each variation.
        limit: how many communes may be selected.
    """
    units = dict.fromkeys([*used, *(unit for one in varied for unit in one)])
    return {unit: _of_one(unit, used, varied, limit) for unit in units}


def effect(variation: Variation, used: Places, varied: Places, limit: int) -> Effect:
    """Return what one variation does to all communes; who has no place stands outside the limit."""
    units = {*used, *varied}
    return Effect(
        variation,
        moved=sum(_first(used, unit) != _first(varied, unit) for unit in units),
        crossed=sum(_standing(used.get(unit), limit) != _standing(varied.get(unit), limit) for unit in units),
    )


def _of_one(unit: int, used: Places, varied: Sequence[Places], limit: int) -> Stability:
    told = [one.get(unit) for one in varied]
    placed = [place for place in told if place is not None]
    firsts = [place.first for place in (*placed, used.get(unit)) if place is not None]
    start = _distance(used, unit)
    moves = [abs(_distance(one, unit) - start) for one in varied]
    mover = moves.index(max(moves)) if any(moves) else None
    there = None if mover is None else told[mover]
    return Stability(
        place=used.get(unit),
        highest=min(firsts),
        lowest=max(firsts),
        unplaced=len(told) - len(placed),
        within=sum(place.is_within(limit) for place in placed),
        across=sum(place.is_across(limit) for place in placed),
        mover=mover,
        moved_to=there.first if there else None,
    )


def _first(places: Places, unit: int) -> int | None:
    place = places.get(unit)
    return place.first if place else None


def _distance(places: Places, unit: int) -> int:
    """Return how far down a commune stands; who has no place stands right below all who have one."""
    return _first(places, unit) or len(places) + 1


def _standing(place: Place | None, limit: int) -> str:
    if place is None or place.first > limit:
        return "outside"
    return "within" if place.is_within(limit) else "across"
