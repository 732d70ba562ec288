"""Which commune is looked at, on a day, to say whether an area stayed transformed.

A commune that only changed its name, code or a strip of ground is still itself (`same_ground`). One that
was merged into a larger commune, or divided, is not: no plan says whether the success then belongs to the
whole new commune, so somebody has to choose and to write it down (`JudgedSuccessor`). Until then the answer
is open, and the shares of the programme are given as an interval.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db import connection

from gis_app.transformation.models import JudgedSuccessor
from gis_app.transformation.same_ground import same_ground
from layers.models import AdminUnit, BoundarySet

_SUCCESSORS = (Path(__file__).parent / "successors.sql").read_text(encoding="utf-8")


class Basis(StrEnum):
    """Why a commune is the one that is looked at, or why none is."""

    ITSELF = "itself"
    SAME_GROUND = "same_ground"
    CHOSEN = "chosen"
    NOT_CHOSEN = "not_chosen"
    NO_SUCCESSOR = "no_successor"


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune of some boundary set and the days on which it counts."""

    pk: int
    code: str
    name: str
    valid_from: datetime.date
    valid_to: datetime.date | None
    active: bool

    def in_force(self, day: datetime.date) -> bool:
        """Say whether this is a commune of that day."""
        return self.active and self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Successor:
    """A commune that took over a share (0 to 1) of the ground."""

    unit: Unit
    share: float


@dataclass(frozen=True, slots=True)
class Judged:
    """The commune that stands for an area on a day; `unit` is None while that is open.

    `offered` are the communes of that day that can be chosen, the largest share first; `choice` is the paper
    behind a chosen one.
    """

    basis: Basis
    unit: Unit | None = None
    choice: JudgedSuccessor | None = None
    offered: tuple[Successor, ...] = ()

    @property
    def is_open(self) -> bool:
        """Say whether nobody can tell which commune is meant."""
        return self.unit is None


class Grounds:
    """What became of the communes of some areas; read at once, in four queries, whatever the number."""

    def __init__(self, units_of_areas: dict[int, int]) -> None:
        """Read about areas (primary key) and their units (primary key)."""
        self._unit_of = units_of_areas
        self._choices: dict[int, list[JudgedSuccessor]] = defaultdict(list)
        for choice in JudgedSuccessor.objects.filter(area_id__in=units_of_areas).select_related(
            "unit", "recorded_by"
        ):
            self._choices[choice.area_id].append(choice)
        chosen = {choice.unit_id for choices in self._choices.values() for choice in choices}
        own = set(units_of_areas.values())
        self._same = same_ground(own | chosen)
        self._heirs = _heirs(own)
        known = set().union(own, *self._same.values(), *(heirs.keys() for heirs in self._heirs.values()))
        self._units = _units(known)

    def unit(self, unit_id: int) -> Unit:
        """Return what is known of one of the units."""
        return self._units[unit_id]

    def choices(self, area_id: int) -> list[JudgedSuccessor]:
        """Return every choice ever made for an area, oldest first."""
        return self._choices.get(area_id, [])

    def same(self, unit_id: int) -> frozenset[int]:
        """Return all units that are the same commune as one, itself included."""
        return self._same.get(unit_id, frozenset({unit_id}))

    def judged(self, area_id: int, day: datetime.date) -> Judged:
        """Return which commune stands for an area on a day."""
        own = self._units[self._unit_of[area_id]]
        if own.in_force(day) or (own.active and day < own.valid_from):
            return Judged(Basis.ITSELF, own)
        made = [choice for choice in self.choices(area_id) if choice.decided_on <= day]
        if made and (unit := self._on(made[-1].unit_id, day)):
            return Judged(Basis.CHOSEN, unit, made[-1])
        if unit := self._on(own.pk, day):
            return Judged(Basis.SAME_GROUND, unit)
        offered = self.offered(area_id, day)
        return Judged(Basis.NOT_CHOSEN if offered else Basis.NO_SUCCESSOR, offered=offered)

    def offered(self, area_id: int, day: datetime.date) -> tuple[Successor, ...]:
        """Return the communes of a day that took over ground of an area, the largest share first."""
        heirs = self._heirs.get(self._unit_of[area_id], {})
        found = (Successor(self._units[pk], share) for pk, share in heirs.items())
        on_day = [successor for successor in found if successor.unit.in_force(day)]
        return tuple(sorted(on_day, key=lambda each: (-each.share, each.unit.code)))

    def _on(self, unit_id: int, day: datetime.date) -> Unit | None:
        """Return the unit of a day that is the same commune as another, None where there is none."""
        selves = (self._units[each] for each in sorted(self.same(unit_id)))
        return next((unit for unit in selves if unit.in_force(day)), None)


def _heirs(unit_ids: Collection[int]) -> dict[int, dict[int, float]]:
    with connection.cursor() as cursor:
        cursor.execute(_SUCCESSORS, {"units": sorted(unit_ids)})
        found: dict[int, dict[int, float]] = defaultdict(dict)
        for given, unit, share in cursor.fetchall():
            found[given][unit] = share
    return found


def _units(unit_ids: Iterable[int]) -> dict[int, Unit]:
    rows = AdminUnit.objects.filter(pk__in=unit_ids).values_list(
        *("pk", "code", "full_name", "valid_from", "valid_to", "boundary_set__status")
    )
    return {
        pk: Unit(pk, code, name, valid_from, valid_to, status == BoundarySet.Status.ACTIVE)
        for pk, code, name, valid_from, valid_to, status in rows
    }
