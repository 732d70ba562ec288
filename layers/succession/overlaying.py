"""Finds what became of the units of a set by laying the boundaries of another set over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from django.db import transaction
from numpy.typing import NDArray

from layers.importing.batches import wait_for_other_imports
from layers.importing.refusing import ImportRefused
from layers.models import AdminUnit, BoundarySet, Raster, Succession
from layers.reading.overlaying import SLIVER_SHARE, Parts
from layers.reading.overlaying import overlay as overlay_shapes
from layers.saying import said as _
from layers.succession.links import Link, store_links
from layers.succession.people import PopulationGrid, population_grid


@dataclass(frozen=True)
class Units:
    """The communes of a set in the order of their codes."""

    keys: list[int]
    codes: list[str]
    names: list[str]
    shapes: NDArray[np.object_]


@dataclass(frozen=True)
class SetOverlay:
    """Answer of `overlay`: the links, and all that was left out of them.

    Attributes:
        parts: every part, slivers included, by position in `old` and `new`.
        links: the parts that are no slivers; shares of an old unit add up to 1 less `parts.outside`.
        unplaced: old units (primary keys) of which nothing lies in the new set.
        grid: the population grid that gave the shares of people; None where there is none.
    """

    old_set: BoundarySet
    new_set: BoundarySet
    old: Units
    new: Units
    parts: Parts
    links: tuple[Link, ...]
    unplaced: tuple[int, ...]
    grid: Raster | None = None

    @property
    def sliver_m2(self) -> float:
        """Return the ground that was taken for slivers."""
        return float(self.parts.area_m2[self.parts.sliver].sum())


def overlay(
    old_set: BoundarySet,
    new_set: BoundarySet,
    sliver_share: float = SLIVER_SHARE,
    sliver_width_m: float | None = None,
) -> SetOverlay:
    """Lay the communes of the new set over those of the old one; nothing is stored.

    Shares of people come from a stored population grid, for the old units all of whose parts it covers.

    Args:
        old_set: before.
        new_set: after; of a later day than the old one.
        sliver_share: see `layers.reading.overlaying`.
        sliver_width_m: see there; estimated where None.

    Raises:
        ImportRefused: when the sets are one, have no communes, or a threshold is out of range.
    """
    if old_set.pk == new_set.pk or new_set.valid_from < old_set.valid_from:
        raise ImportRefused(_("Bộ mới phải khác và có hiệu lực sau bộ cũ; hãy chọn lại hai bộ."))
    if not (0 <= sliver_share < 0.5 and (sliver_width_m is None or 0 <= sliver_width_m <= 1000)):
        raise ImportRefused(_("Ngưỡng dải hẹp phải dưới 50 % diện tích và không quá 1000 m; hãy sửa lại."))
    old, new = communes_of(old_set), communes_of(new_set)
    parts = overlay_shapes(old.shapes, new.shapes, sliver_share, sliver_width_m)
    kept = np.flatnonzero(parts.share > 0)
    grid = population_grid(old.shapes, new_set.valid_from)
    people = _population_shares(old, new, parts, kept, grid)
    links = tuple(
        Link(old.keys[parts.old[i]], new.keys[parts.new[i]], float(parts.share[i]), people.get(int(i)))
        for i in kept
    )
    placed = {link.old for link in links}
    unplaced = tuple(key for key in old.keys if key not in placed)
    return SetOverlay(old_set, new_set, old, new, parts, links, unplaced, grid and grid.raster)


def store(found: SetOverlay) -> int:
    """Store the links of an overlay; units that a decree speaks about keep what it says. Return how many."""
    with transaction.atomic():
        wait_for_other_imports()
        return store_links(found.old_set, found.new_set, found.links, Succession.KnownBy.OVERLAY)


def communes_of(boundary_set: BoundarySet) -> Units:
    """Return the communes of a set.

    Raises:
        ImportRefused: when it has none.
    """
    rows = list(
        AdminUnit.objects.communes()
        .filter(boundary_set=boundary_set)
        .order_by("code")
        .values_list("pk", "code", "full_name", "geometry")
    )
    if not rows:
        raise ImportRefused(
            _("Bộ ranh giới “%(name)s” không có xã, phường; hãy chọn bộ cấp xã.")
            % {"name": boundary_set.told}
        )
    keys, codes, names, shapes = (list(column) for column in zip(*rows, strict=True))
    return Units(keys, codes, names, shapely.from_wkb([bytes(shape.wkb) for shape in shapes]))


def _population_shares(
    old: Units, new: Units, parts: Parts, kept: NDArray[np.int64], grid: PopulationGrid | None
) -> dict[int, float]:
    """Return the share of people of each kept part, for old units all of whose parts are known."""
    whole = kept[parts.outside[parts.old[kept]] == 0]
    if grid is None or not len(whole):
        return {}
    o, n = parts.old[whole], parts.new[whole]
    shares = grid.shares(shapely.intersection(old.shapes[o], new.shapes[n]), o)
    return {int(part): float(share) for part, share in zip(whole, shares, strict=True) if not np.isnan(share)}
