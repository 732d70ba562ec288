"""What a plan promises, as values that the program can count with; read from a checked record.

Every comparison is made with integers and fractions, never with floats: 75 % is not "trên 75 %", and 7 of 8
targets are 87,5 %.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

_MONTHS_IN_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a document says something, and its words."""

    clause: str
    quote: str


@dataclass(frozen=True, slots=True)
class Target:
    """A goal of the plan for one area or for the province.

    Attributes:
        comparator: `>=`, `>`, `<`, `<=`, `==` or `between`; None for what a body assesses.
        comparator_stated: whether the text has a word of comparison; without one, `>=` is applied.
        thresholds: one figure, two for `between`, none for an assessment; in `unit`.
        beyond_range_counts: whether a figure above a stated range meets it.
        bullet: which bullet of the clause it stands in, for plans that count by bullets.
    """

    id: str
    text: str
    kind: str
    comparator: str | None
    comparator_stated: bool
    thresholds: tuple[Fraction, ...]
    beyond_range_counts: bool
    unit: str | None
    base: str
    of_area: bool
    counts: bool
    bullet: int | None
    source: Clause

    @classmethod
    def read(cls, entry: dict[str, Any]) -> Target:
        """Return the target of one entry of `targets`."""
        given = entry["threshold"]
        thresholds = [] if given is None else given if isinstance(given, list) else [given]
        return cls(
            id=entry["id"],
            text=entry["text"],
            kind=entry["kind"],
            comparator=entry["comparator"],
            comparator_stated=entry["comparator_stated"],
            thresholds=tuple(Fraction(str(threshold)) for threshold in thresholds),
            beyond_range_counts=entry.get("above_range") == "met",
            unit=entry["unit"],
            base=entry["base"],
            of_area=entry["level"] == "area",
            counts=entry["counts_in_80pct_rule"],
            bullet=entry.get("bullet"),
            source=_clause(entry),
        )

    def met_by(self, value: Fraction | int) -> bool:
        """Say whether a figure in the target's unit meets it. Raises ValueError for an assessment."""
        if self.comparator is None:
            raise ValueError(f"{self.id} is assessed, not measured")
        low, high = self.thresholds[0], self.thresholds[-1]
        match self.comparator:
            case ">=":
                return value >= low
            case ">":
                return value > low
            case "<":
                return value < low
            case "<=":
                return value <= low
            case "between":
                return value >= low and (self.beyond_range_counts or value <= high)
        return value == low


@dataclass(frozen=True, slots=True)
class Kpi:
    """A share over the whole programme; `key` says which, whatever the plan's own id of it.

    `counts_carried_over` says whether an area that failed and is selected again counts in the later year as
    well; `carried_over_stated` whether the text says so.
    """

    key: str
    text: str
    comparator: str
    percent: int
    source: Clause
    counts_carried_over: bool = True
    carried_over_stated: bool = False

    def met_by(self, part: int, whole: int) -> bool:
        """Say whether `part` of `whole` areas reach the share. Raises ValueError without areas."""
        return _reaches(part, whole, self.percent, self.comparator)


@dataclass(frozen=True, slots=True)
class RelapseWatch:
    """For how many months a transformed area is watched; None is without end. `stated`: the text says so."""

    months: int | None
    stated: bool
    note: str
    source: Clause


@dataclass(frozen=True, slots=True)
class SuccessRule:
    """When an area is transformed: a share of the targets, and every one of the conditions.

    Attributes:
        by_bullets: whether a bullet of the clause counts as one target, or each target by itself.
        convention_stated: whether the text says so; if not, the convention is the plan version's own.
        empty_base: `exclude`, `met` or `not_met`: what a target counts as where nothing arose.
        conditions: `basic_reduction`, `no_emerging_complexity`.
    """

    percent: int
    comparator: str
    by_bullets: bool
    convention_stated: bool
    empty_base: str
    conditions: tuple[str, ...]
    source: Clause

    def reached(self, met: int, counted: int) -> bool:
        """Say whether so many targets are enough. Raises ValueError where none is counted."""
        return _reaches(met, counted, self.percent, self.comparator)

    def needed(self, counted: int) -> int:
        """Return how many of the counted targets must be met, e.g. 4 of 5, 7 of 8, 8 of 9."""
        below = self.percent * counted
        return below // 100 + 1 if self.comparator == ">" else -(-below // 100)


@dataclass(frozen=True, slots=True)
class Reduction:
    """By how much a figure must fall to be reduced "cơ bản", where the document has a number."""

    percent: int
    comparator: str
    of: str
    against: str
    source: Clause


@dataclass(frozen=True, slots=True)
class Grouping:
    """What the share of the cap is taken of: `district`, `province`, or named groups of commune codes."""

    by: str
    groups: tuple[tuple[str, frozenset[str]], ...]
    source: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body that proposes or decides; two may decide in one text."""

    name: str
    level: str | None
    source: Clause


@dataclass(frozen=True, slots=True)
class ReportingRule:
    """Who owes what to whom, and how often; `before` is month and day where the text has a date.

    `every` is `month`, `quarter`, `half_year`, `year`, or None where the text only says "định kỳ".
    """

    kind: str
    who: str
    to: str
    every: str | None
    period: str
    before: tuple[int, int] | None
    source: Clause

    def last_day(self, year: int) -> datetime.date | None:
        """Return the last day on which it is in time: "trước ngày 20/11" means 19/11."""
        if self.before is None:
            return None
        return datetime.date(year, *self.before) - datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done, first and last day included; `ends` is None for work without an end."""

    text: str
    who: str
    begins: datetime.date | None
    ends: datetime.date | None
    source: Clause


def success_rule(entry: dict[str, Any]) -> SuccessRule:
    """Return the rule of `success`."""
    return SuccessRule(
        percent=entry["min_target_share"],
        comparator=entry["comparator"],
        by_bullets=entry["counting"]["convention"] == "bullets",
        convention_stated=entry["counting"]["stated"],
        empty_base=entry["empty_base"]["choice"],
        conditions=tuple(condition["key"] for condition in entry["conditions"]),
        source=_clause(entry),
    )


def kpi(entry: dict[str, Any]) -> Kpi:
    """Return the share of one entry of `kpis`."""
    carried = entry.get("carried_over", {"counted": True, "stated": False})
    return Kpi(
        key=entry["key"],
        text=entry["text"],
        comparator=entry["comparator"],
        percent=entry["threshold"],
        source=_clause(entry),
        counts_carried_over=carried["counted"],
        carried_over_stated=carried["stated"],
    )


def relapse_watch(entry: dict[str, Any] | None) -> RelapseWatch | None:
    """Return the watch of `relapse_watch`, None where the record has none."""
    if entry is None:
        return None
    return RelapseWatch(entry["months"], entry["stated"], entry["note"], _clause(entry))


def reduction(entry: dict[str, Any]) -> Reduction | None:
    """Return the figure of `basic_reduction`, or None where the document has none."""
    if entry["percent"] is None:
        return None
    return Reduction(entry["percent"], entry["comparator"], entry["of"], entry["against"], _clause(entry))


def grouping_on(entries: list[dict[str, Any]], day: datetime.date) -> Grouping:
    """Return the entry of `cap_grouping` in force on a day; the checked entries leave no day out."""
    on = day.isoformat()
    entry = next(e for e in entries if e.get("from", "") <= on <= e.get("until", "9999"))
    groups = tuple((group["name"], frozenset(group["communes"])) for group in entry.get("groups", ()))
    return Grouping(entry["by"], groups, entry.get("source") or entry["clause"])


def body(entry: dict[str, Any]) -> Body:
    """Return one entry of `proposers` or `deciders`."""
    return Body(entry["body"], entry.get("level"), _clause(entry))


def reporting_rule(entry: dict[str, Any]) -> ReportingRule:
    """Return one entry of `reporting`."""
    before = entry.get("before")
    return ReportingRule(
        kind=entry["kind"],
        who=entry.get("who", ""),
        to=entry.get("to", ""),
        every=entry["every"],
        period=entry.get("period", ""),
        before=(int(before[2:4]), int(before[5:7])) if before else None,
        source=_clause(entry),
    )


def task(entry: dict[str, Any]) -> Task:
    """Return one entry of `tasks`, with the days that a quarter or years begin and end on."""
    begins, ends = _span(entry["due"])
    return Task(entry.get("text") or entry["quote"], entry.get("who", ""), begins, ends, _clause(entry))


def _span(due: str | None) -> tuple[datetime.date | None, datetime.date | None]:
    if due is None:
        return None, None
    if "-Q" in due:
        year, quarter = int(due[:4]), int(due[-1])
        first = datetime.date(year, _MONTHS_IN_QUARTER * (quarter - 1) + 1, 1)
        after = (first + datetime.timedelta(days=_MONTHS_IN_QUARTER * 31)).replace(day=1)
        return first, after - datetime.timedelta(days=1)
    start, _dots, end = due.partition("..")
    return datetime.date(int(start), 1, 1), datetime.date(int(end), 12, 31) if end else None


def _reaches(part: int, whole: int, percent: int, comparator: str) -> bool:
    if whole <= 0 or not 0 <= part <= whole:
        raise ValueError(f"no share of {part} in {whole}")
    return part * 100 > percent * whole if comparator == ">" else part * 100 >= percent * whole


def _clause(entry: dict[str, Any]) -> Clause:
    return Clause(entry["clause"], entry["quote"])
