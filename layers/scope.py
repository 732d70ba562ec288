"""What part of the country a reader may see, as plain data that every queryset of this app accepts.

The scope of a person is decided above (`gis_app.access`); here it is only applied. Every public queryset
has `in_scope(scope)`, and nothing else filters by jurisdiction.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of administrative units, or everything.

    `unit_ids` are primary keys of `AdminUnit` of all boundary sets and levels, already complete: it holds
    the units below the named ones and their successors through a reform.
    """

    everything: bool = False
    unit_ids: frozenset[int] = field(default_factory=frozenset)

    def __or__(self, other: Scope) -> Scope:
        """Return the scope that sees what either of the two sees."""
        return Scope(self.everything or other.everything, self.unit_ids | other.unit_ids)


EVERYTHING = Scope(everything=True)
NOTHING = Scope()
