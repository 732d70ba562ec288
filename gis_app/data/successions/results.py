"""What an overlay found, as it is kept between the computation and the decision to store it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from layers.models import BoundarySet
from layers.succession.links import Change, Link, classify
from layers.succession.overlaying import SetOverlay, overlay


@dataclass(frozen=True)
class OverlayResult:
    """What `compute` found.

    Attributes:
        links: of all old units, in the order of their codes.
        unplaced: old units (primary keys) of which nothing lies in the new set.
        slivers: how many parts were taken for two drawings of one line, and their ground in m².
        misfit_m: the width below which a part was taken for that.
        grid: name, source and day (ISO) of the population grid; None where there is none.
    """

    links: tuple[Link, ...]
    unplaced: tuple[int, ...]
    slivers: int
    sliver_m2: float
    misfit_m: float
    grid: tuple[str, str, str] | None

    @property
    def changes(self) -> list[tuple[Change, int]]:
        """Return how many links are of each kind of change, kinds without any left out."""
        counts = Counter(classify(self.links))
        return [(change, counts[change]) for change in Change if counts[change]]

    @property
    def without_people(self) -> int:
        """Return how many divided old units have no share of people."""
        return len({link.old for link in self.links if not link.whole and link.population_share is None})

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON knows it."""
        return {
            "links": [[k.old, k.new, k.area_share, k.population_share] for k in self.links],
            "unplaced": list(self.unplaced),
            "slivers": self.slivers,
            "sliver_m2": self.sliver_m2,
            "misfit_m": self.misfit_m,
            "grid": list(self.grid) if self.grid else None,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> OverlayResult:
        """Return what `as_json` wrote."""
        return cls(
            tuple(Link(*row) for row in kept["links"]),
            tuple(kept["unplaced"]),
            kept["slivers"],
            kept["sliver_m2"],
            kept["misfit_m"],
            tuple(kept["grid"]) if kept["grid"] else None,
        )


def compute(old_set: BoundarySet, new_set: BoundarySet) -> OverlayResult:
    """Lay the new set over the old one.

    Raises:
        ImportRefused: when that cannot be done with these two sets.
    """
    return _told(overlay(old_set, new_set))


def _told(found: SetOverlay) -> OverlayResult:
    grid = found.grid
    return OverlayResult(
        found.links,
        found.unplaced,
        int(found.parts.sliver.sum()),
        found.sliver_m2,
        found.parts.misfit_m,
        None if grid is None else (grid.name, grid.source, grid.as_of.isoformat()),
    )
