"""Places of communes by how many criteria they meet: pure arithmetic, no weights.

A commune stands before another when it meets more criteria of the plan's own groups a to d; between communes
that meet equally many, the number of criteria met of other regulations decides; who is equal in both shares
the place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Named = TypeVar("Named", bound=Hashable)

#: How many criteria a commune meets: of the plan's own groups, and of other regulations.
Met = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A place, and how many share it: places 3, 4 and 5 that three communes share are `Place(3, 3)`."""

    first: int
    shared: int

    @property
    def last(self) -> int:
        """Return the last of the places that are shared."""
        return self.first + self.shared - 1

    def is_within(self, limit: int) -> bool:
        """Say whether the place is among the first `limit` in whatever order equals are put."""
        return self.last <= limit

    def is_across(self, limit: int) -> bool:
        """Say whether the place is among the first `limit` in one order of equals and not in another."""
        return self.first <= limit < self.last


def places(met: Mapping[Named, Met]) -> dict[Named, Place]:
    """Return the place of everyone, best first, equals in the order given.

    >>> [(name, place.first) for name, place in places({"a": (1, 0), "b": (3, 0), "c": (1, 0)}).items()]
    [('b', 1), ('a', 2), ('c', 2)]
    """
    sharing = Counter(met.values())
    first: dict[Met, int] = {}
    before = 0
    for counts in sorted(sharing, reverse=True):
        first[counts] = before + 1
        before += sharing[counts]
    order = sorted(met, key=lambda named: first[met[named]])
    return {named: Place(first[met[named]], sharing[met[named]]) for named in order}
