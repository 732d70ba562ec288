"""Which outcomes differ between two screenings, commune by commune, also across a reform."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.screening.comparing.causes import Cause, causes
from gis_app.screening.models import Finding, Screening
from layers.models import AdminUnit, Succession

# A sliver of an old commune says nothing about the new one: shares of the old commune's area.
_LEAST_SHARE = 0.01

_Findings = dict[int, dict[str, Finding]]


@dataclass(frozen=True, slots=True)
class Change:
    """One criterion that says something else about one commune.

    `before` holds the findings of the communes that had the ground: one, several after a merger, none where
    the earlier screening did not reach. `after` is the finding of the commune in the later screening.
    """

    unit: AdminUnit
    criterion: str
    before: tuple[Finding, ...]
    after: Finding
    was: str
    causes: tuple[Cause, ...]

    @property
    def gained(self) -> bool:
        """Say whether the commune became a candidate under this criterion."""
        return self.after.outcome == Finding.Outcome.MET

    @property
    def lost(self) -> bool:
        """Say whether the commune is no longer a candidate under this criterion."""
        return self.was == Finding.Outcome.MET


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes between two screenings in the order of communes and criteria.

    `unmatched` are communes of the later one about whose ground the earlier one says nothing.
    """

    before: Screening
    after: Screening
    changes: tuple[Change, ...]
    compared: int
    unmatched: tuple[AdminUnit, ...]

    @property
    def gained(self) -> int:
        """Return how many outcomes became met."""
        return sum(change.gained for change in self.changes)

    @property
    def lost(self) -> int:
        """Return how many outcomes are no longer met."""
        return sum(change.lost for change in self.changes)

    @property
    def by_cause(self) -> list[tuple[Cause, int]]:
        """Return how many changes each cause has a part in, causes without any left out."""
        counted = Counter(cause for change in self.changes for cause in change.causes)
        return [(cause, counted[cause]) for cause in Cause if counted[cause]]


def compare(before: Screening, after: Screening, account: Account | None) -> Comparison:
    """Compare two screenings over the communes that the account may see.

    Criteria that only one of them has are left out: the plans differ there, and nothing can be compared.
    """
    old, new = _findings(before, account), _findings(after, account)
    same = {pk: (pk,) for pk in new if pk in old}
    sources = same | _sources([pk for pk in new if pk not in old], old)
    changes = [
        change
        for pk, origins in sources.items()
        for change in _changes_of(new[pk], [old[origin] for origin in origins], moved=pk not in same)
    ]
    traced = _traced(changes, before, after)
    order = {pk: position for position, pk in enumerate(new)}
    return Comparison(
        before,
        after,
        tuple(sorted(traced, key=lambda change: (order[change.unit.pk], change.criterion))),
        compared=len(sources),
        unmatched=tuple(next(iter(new[pk].values())).unit for pk in new if pk not in sources),
    )


def _findings(screening: Screening, account: Account | None) -> _Findings:
    """Return the findings by commune and criterion, communes in the order of their names."""
    found: _Findings = {}
    findings = restrict(screening.findings.all(), account).select_related("unit")
    for finding in findings.defer(
        "evidence", "evidence_geometry", "details", "unit__geometry", "unit__display_geometry"
    ).order_by("unit__name", "unit__code", "unit_id"):
        found.setdefault(finding.unit_id, {})[finding.criterion] = finding
    return found


def _sources(units: Sequence[int], old: _Findings) -> dict[int, tuple[int, ...]]:
    """Return for communes of another boundary set the communes of the earlier screening they come from."""
    links = Succession.objects.filter(
        new_unit__in=units, old_unit__in=list(old), area_share__gte=_LEAST_SHARE
    ).values_list("new_unit_id", "old_unit_id")
    found: dict[int, tuple[int, ...]] = {}
    for new_unit, old_unit in links.order_by("new_unit_id", "old_unit__code"):
        found[new_unit] = (*found.get(new_unit, ()), old_unit)
    return found


def _changes_of(
    after: dict[str, Finding], origins: Sequence[dict[str, Finding]], *, moved: bool
) -> Iterable[Change]:
    for criterion, finding in after.items():
        before = tuple(origin[criterion] for origin in origins if criterion in origin)
        if not before:
            continue
        was = _outcome_of_parts(before)
        if was != finding.outcome:
            found = (Cause.BOUNDARIES,) if moved else ()
            yield Change(finding.unit, criterion, before, finding, was, found)


def _traced(changes: Sequence[Change], before: Screening, after: Screening) -> list[Change]:
    """Return the changes with their causes; those on other boundaries have theirs already."""
    waiting: dict[str, dict[int, tuple[str, str]]] = {}
    for change in changes:
        if not change.causes:
            waiting.setdefault(change.criterion, {})[change.unit.pk] = (change.was, change.after.outcome)
    found = {criterion: causes(criterion, before, after, changed) for criterion, changed in waiting.items()}
    return [
        change
        if change.causes
        else Change(
            change.unit,
            change.criterion,
            change.before,
            change.after,
            change.was,
            found[change.criterion][change.unit.pk],
        )
        for change in changes
    ]


def _outcome_of_parts(findings: Collection[Finding]) -> str:
    """Return what held for ground that several communes had: met if one met it, unknown if one was."""
    outcomes = {finding.outcome for finding in findings}
    for outcome in (Finding.Outcome.MET, Finding.Outcome.NO_DATA):
        if outcome in outcomes:
            return str(outcome)
    return str(Finding.Outcome.NOT_MET)
