"""Where a decree table and an overlay of the boundaries do not say the same of an old unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from layers.succession.links import Link

#: Shares closer than this agree: decrees round, and boundaries are drawn anew.
SAME_SHARE = 0.05


class Difference(StrEnum):
    """In what two sources differ about a pair of units."""

    ONLY_DECREE = "only_decree"
    ONLY_OVERLAY = "only_overlay"
    SHARE = "share"

    @property
    def label(self) -> str | Promise:
        """Return the words for it."""
        return _LABELS[self]


_LABELS = {
    Difference.ONLY_DECREE: _("văn bản có, ranh giới không giao nhau đáng kể"),
    Difference.ONLY_OVERLAY: _("ranh giới giao nhau, văn bản không nêu"),
    Difference.SHARE: _("tỷ lệ diện tích khác nhau"),
}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A pair of units (primary keys) with the share of the ground that each source gives; None: no link."""

    old: int
    new: int
    by_decree: float | None
    by_overlay: float | None

    @property
    def difference(self) -> Difference:
        """Say in what they differ."""
        if self.by_overlay is None:
            return Difference.ONLY_DECREE
        return Difference.ONLY_OVERLAY if self.by_decree is None else Difference.SHARE


def disagreements(decree: Iterable[Link], overlay: Iterable[Link]) -> list[Disagreement]:
    """Return the pairs on which the two differ, of the old units that both speak about, the largest first.

    Shares differ when they are more than `SAME_SHARE` apart.
    """
    told = {(link.old, link.new): link.area_share for link in decree}
    found = {(link.old, link.new): link.area_share for link in overlay}
    both = {old for old, _new in told} & {old for old, _new in found}
    differing = [
        Disagreement(old, new, told.get((old, new)), found.get((old, new)))
        for old, new in told.keys() | found.keys()
        if old in both and abs(told.get((old, new), 0.0) - found.get((old, new), 0.0)) > SAME_SHARE
    ]
    return sorted(differing, key=lambda d: (-abs((d.by_decree or 0) - (d.by_overlay or 0)), d.old, d.new))
