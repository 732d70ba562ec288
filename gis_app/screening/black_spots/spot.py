"""A place where crashes concentrate, however it was found."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Spot:
    """Crashes that count together.

    Attributes:
        qualifies: reaches the severity rule; otherwise it would, if the crashes with unknown consequences
            were serious.
        method: how it was found, such as `planar`; pages name it.
        crashes, fatal, injured, unknown: how many; `injured` has no deaths, of `unknown` the consequences are
            not known.
        ids: primary keys of the crashes.
        hull: hexadecimal EWKB of the ground they cover, EPSG:4326; the spot belongs to every commune that
            it touches.
    """

    qualifies: bool
    method: str
    crashes: int
    fatal: int
    injured: int
    unknown: int
    ids: tuple[int, ...]
    hull: str

    def as_json(self) -> dict[str, Any]:
        """Return the values of one record of `jsonb_to_recordset`."""
        return asdict(self)
