"""A place where crashes concentrate, however it was found."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of one numbered road: `from_km` and `to_km` are None where the chainage is unknown."""

    number: str
    name: str
    from_km: float | None
    to_km: float | None
    length_m: float


@dataclass(frozen=True, slots=True)
class Spot:
    """Crashes that count together.

    Attributes:
        level: `black_spot`, `possible` or `potential`; see `grouping.Groups`.
        method: `network` (along roads) or `planar` (as the crow flies); pages name it.
        clauses: keys of the clauses of the severity rule that it reaches.
        crashes, fatal, injured, unknown: how many; `injured` has no deaths, of `unknown` the consequences are
            not known.
        deaths, injuries: persons, as far as known.
        ids: primary keys of the crashes.
        roads: the stretches that it covers, the one with most crashes first; none of a planar spot.
        shape: hexadecimal EWKB of the stretch, or of the hull of the crashes of a planar spot, EPSG:4326.
        touches: hexadecimal EWKB of `shape` with its crashes: the spot belongs to the communes that it
            touches.
    """

    level: str
    method: str
    clauses: tuple[str, ...]
    crashes: int
    fatal: int
    injured: int
    unknown: int
    deaths: int
    injuries: int
    ids: tuple[int, ...]
    roads: tuple[Stretch, ...]
    shape: str
    touches: str

    def as_json(self) -> dict[str, Any]:
        """Return the values of one record of `jsonb_to_recordset`."""
        values = {field.name: getattr(self, field.name) for field in _FIELDS}
        return values | {"roads": [asdict(stretch) for stretch in self.roads]}


_FIELDS = fields(Spot)
