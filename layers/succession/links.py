"""Links between the units of two sets, what kind of change each one is, and how they are stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from layers.models import BoundarySet, ImportBatch, Succession

KnownBy = Succession.KnownBy
_WHOLE = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Link:
    """Part of an old unit that went to a new one; units are primary keys, shares are of the old unit."""

    old: int
    new: int
    area_share: float
    population_share: float | None = None

    @property
    def whole(self) -> bool:
        """Whether all of the old unit went there."""
        return self.area_share >= _WHOLE


class Change(StrEnum):
    """What happened to an old unit on the way to a new one."""

    KEPT = "kept"
    MERGED = "merged"
    SPLIT = "split"
    PART = "part"

    @property
    def label(self) -> str | Promise:
        """Return the words for it."""
        return _LABELS[self]


_LABELS = {
    Change.KEPT: _("giữ nguyên địa giới"),
    Change.MERGED: _("nhập toàn bộ"),
    Change.SPLIT: _("chia tách"),
    Change.PART: _("chuyển một phần"),
}


def classify(links: Sequence[Link]) -> list[Change]:
    """Say of each link (n,) of two sets what it is.

    * kept: all of the old unit is all that the new one has;
    * merged: all of the old unit went into a new one that others went into as well;
    * split: the old unit was divided, and the new one has ground of no other;
    * part: a piece of the old unit went into a new one that others went into as well.
    """
    sources = Counter(link.new for link in links)
    return [
        (Change.KEPT if link.whole else Change.SPLIT)
        if sources[link.new] == 1
        else (Change.MERGED if link.whole else Change.PART)
        for link in links
    ]


def links_between(
    old_set: BoundarySet, new_set: BoundarySet, only: Collection[int] | None = None
) -> list[Link]:
    """Return the stored links of two sets; from a set to itself every unit is its own successor.

    Args:
        old_set: before.
        new_set: after.
        only: new units (primary keys) that are asked about: all links of the old units that went into them.
    """
    if old_set.pk == new_set.pk:
        return [Link(pk, pk, 1.0, 1.0) for pk in old_set.units.values_list("pk", flat=True)]
    stored = Succession.objects.filter(old_unit__boundary_set=old_set, new_unit__boundary_set=new_set)
    if only is not None:
        stored = stored.filter(old_unit__in=Succession.objects.filter(new_unit__in=only).values("old_unit"))
    return [
        Link(*row)
        for row in stored.order_by("old_unit__code", "-area_share", "pk").values_list(
            "old_unit_id", "new_unit_id", "area_share", "population_share"
        )
    ]


def store_links(
    old_set: BoundarySet,
    new_set: BoundarySet,
    links: Iterable[Link],
    known_by: Succession.KnownBy,
    batch: ImportBatch | None = None,
    *,
    complete: bool = True,
) -> int:
    """Store links in place of weaker ones of the same old units; return how many were stored.

    A decree says more than an overlay, which says more than the sample: old units about which something
    stronger is known keep it. Call it inside a transaction.

    Args:
        old_set: before.
        new_set: after.
        links: all of each old unit.
        known_by: how they are known.
        batch: the import that brought them, where a file did.
        complete: whether an overlay gave links to all units that have any; those of one jurisdiction do not.
    """
    between = Succession.objects.filter(old_unit__boundary_set=old_set, new_unit__boundary_set=new_set)
    settled: set[int] = set()
    if known_by != KnownBy.DECREE:
        stronger = between.filter(known_by=KnownBy.DECREE)
        settled = set(stronger.values_list("old_unit_id", flat=True))
    fresh = [link for link in links if link.old not in settled]
    between.filter(old_unit__in={link.old for link in fresh}).delete()
    if known_by == KnownBy.OVERLAY and complete:
        # A unit that the overlay no longer links has no other ground to be linked by.
        between.filter(known_by=KnownBy.OVERLAY).exclude(old_unit__in=settled).delete()
    Succession.objects.bulk_create(
        (
            Succession(
                old_unit_id=link.old,
                new_unit_id=link.new,
                area_share=link.area_share,
                population_share=link.population_share,
                known_by=known_by,
                batch=batch,
            )
            for link in fresh
        ),
        batch_size=2000,
    )
    return len(fresh)
