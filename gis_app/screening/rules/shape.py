"""The shape that every criterion of group d has.

A criterion is three files of one name in this folder:

* `<name>.yaml` declares it: its key and label, the data it needs, and its parameters with unit, bounds,
  default and the source of the default;
* `<name>.sql` measures all communes in one statement and returns one row per commune;
* `<name>.py` judges one such row: met, not met or no data, with the sentence that says why.

A statement that reads incidents one by one reads them from `screening_located` (`gis_app.screening.ground`),
which holds those of the rule's categories in the communes, at least those of the window.

The statement is given `units` (primary keys of the communes), `as_of`, `since` and `until` (local days, the
last one excluded), `site_kinds`, `categories` and `indicators` as declared under `needs`, narrowed to what
the plan's own wording covers, every parameter by its key, and what `prepare` adds. Its rows hold `unit_id`,
`province_code`, `evidence` (JSON list of what `gis_app.screening.evidence` words: keys, days and proper
names, no sentences), `evidence_geometry` (hexadecimal EWKB of a collection in EPSG:4326, or null) and
whatever figures the judge reads.

A judge gives its reason in both languages, from one set of figures, with `both`; a new measure gets its
English word in `gis_app.screening.measures`.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import yaml
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection

from gis_app.screening.ground import Ground
from gis_app.screening.models import Finding
from gis_app.screening.window import Window
from gis_app.screening.wording import Text

# The deciding window of every rule, as the plans judge a year and domain rules are written for 12 months.
MONTHS = 12
# The type number of jsonb in PostgreSQL.
_JSONB = 3802

Row = Mapping[str, Any]
MET, NOT_MET, NO_DATA = Finding.Outcome.MET, Finding.Outcome.NOT_MET, Finding.Outcome.NO_DATA


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that an office may change, with its bounds (both allowed) and where its default comes from."""

    key: str
    label: Text
    unit: Text
    default: float
    minimum: float
    maximum: float
    whole: bool
    source: Text


@dataclass(frozen=True)
class Question:
    """What one rule is asked: which communes, on which day, with which parameters.

    `covers` is what the plan's wording of the criterion names, as its record says: keys of site kinds under
    `sites`, of incident categories under `incidents`, of minerals under `minerals`. What it leaves out, the
    rule decides. `shared` is the ground of a run that asks other criteria about the same communes as well.
    """

    unit_ids: tuple[int, ...]
    as_of: datetime.date
    parameters: Mapping[str, float]
    covers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    shared: Ground | None = None

    def covered(self, what: str, otherwise: Sequence[str]) -> list[str]:
        """Return the keys that the plan's wording covers, or all that the rule knows."""
        return list(self.covers.get(what, otherwise))

    @cached_property
    def window(self) -> Window:
        """Return the twelve months that end with the as-of day."""
        return Window.of_months(MONTHS, self.as_of)

    @cached_property
    def ground(self) -> Ground:
        """Return what the criteria of a run share; a question asked alone has its own."""
        return self.shared or Ground(self.unit_ids, self.as_of)

    @property
    def countable_categories(self) -> tuple[str, ...]:
        """Return all categories except those that may only be shown per commune and year."""
        return self.ground.countable_categories

    @property
    def province_unit_ids(self) -> list[int]:
        """Return the primary keys of all communes in force of the provinces asked about."""
        return self.ground.province_unit_ids

    def reported(self, province: str, *categories: str, window: Window | None = None) -> bool:
        """Say whether any of the categories was reported in the province within the window.

        That is the twelve months, where a parameter does not make the criterion look back on others.
        """
        return not self.ground.reported(window or self.window, province).isdisjoint(categories)

    def sites_known(self, province: str, *kinds: str) -> bool:
        """Say whether the province has sites of any of the kinds on the as-of day."""
        return self.ground.sites_known(province, kinds)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule says about one commune.

    `value` and `threshold` are the two sides of the comparison that decided, in `measure` units.
    """

    outcome: Finding.Outcome
    reason: Text
    value: float | None = None
    threshold: float | None = None
    measure: str = ""
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """A judgement with the commune it is about and the evidence behind it, as the statement gave it.

    Evidence is read only when it is asked for: a try-out looks at the evidence of few communes.
    """

    unit_id: int
    judgement: Judgement
    evidence_json: str | None
    evidence_ewkb: str | None = None

    @property
    def evidence(self) -> list[dict[str, Any]]:
        """Return what was counted, in the words of `gis_app.screening.evidence`."""
        entries: list[dict[str, Any]] = json.loads(self.evidence_json) if self.evidence_json else []
        return entries

    @property
    def geometry(self) -> GEOSGeometry | None:
        """Return where that is, in EPSG:4326."""
        return GEOSGeometry(self.evidence_ewkb) if self.evidence_ewkb else None


def nothing_to_prepare(_question: Question) -> dict[str, Any]:
    """Add nothing to the values of the statement."""
    return {}


def twelve_months(_question: Question) -> dict[str, datetime.date]:
    """Look back on the window of the question with all categories."""
    return {}


class Criterion(Protocol):
    """What every criterion is, wherever it is declared.

    `settings_key` is the key under which its parameters are kept; criteria of groups a to c share one.
    """

    @property
    def key(self) -> str:
        """Return the plan-independent key."""
        ...

    @property
    def label(self) -> Text:
        """Return a short name."""
        ...

    @property
    def sql(self) -> str:
        """Return the statement."""
        ...

    @property
    def settings_key(self) -> str:
        """Return the key under which its parameters are kept."""
        ...

    @property
    def settings_label(self) -> Text:
        """Return what its parameters are called."""
        ...

    @property
    def needs(self) -> dict[str, list[str]]:
        """Return the data that are read: sites, incidents, indicators, lines."""
        ...

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Return the parameters in the order in which pages show them."""
        ...

    def values(self, question: Question) -> dict[str, Any]:
        """Return everything that the statement is given."""
        ...

    def run(self, question: Question) -> list[Result]:
        """Measure and judge all communes of the question, in the order of their primary keys."""
        ...


@dataclass(frozen=True)
class Rule:
    """One criterion: the three files named `name`, and the function that judges a row.

    `prepare` may add values for the statement, and make sure that what it joins exists. `looks_back` names
    the incident categories with another first day than that of the question's window.
    """

    name: str
    judge: Callable[[Row, Question], Judgement]
    prepare: Callable[[Question], dict[str, Any]] = nothing_to_prepare
    looks_back: Callable[[Question], dict[str, datetime.date]] = twelve_months

    @cached_property
    def declaration(self) -> dict[str, Any]:
        """Return the content of the YAML file."""
        text = (Path(__file__).parent / f"{self.name}.yaml").read_text(encoding="utf-8")
        declared: dict[str, Any] = yaml.safe_load(text)
        return declared

    @cached_property
    def sql(self) -> str:
        """Return the statement."""
        return (Path(__file__).parent / f"{self.name}.sql").read_text(encoding="utf-8")

    @property
    def key(self) -> str:
        """Return the plan-independent key, such as `d.mining`."""
        return str(self.declaration["key"])

    @property
    def label(self) -> Text:
        """Return a short name; the wording of the criterion itself is the plan's."""
        return Text(**self.declaration["label"])

    @property
    def settings_key(self) -> str:
        """Return the key under which its parameters are kept: its own."""
        return self.key

    @property
    def settings_label(self) -> Text:
        """Return what its parameters are called: its own name."""
        return self.label

    @property
    def needs(self) -> dict[str, list[str]]:
        """Return the incident categories, site kinds, indicators and lines that the rule reads."""
        return dict(self.declaration["needs"])

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Return the parameters in the order in which pages show them."""
        return parameters_from(self.declaration["parameters"])

    def values(self, question: Question) -> dict[str, Any]:
        """Return everything that the statement is given."""
        return {
            "units": list(question.unit_ids),
            "as_of": question.as_of,
            "since": question.window.since,
            "until": question.window.until,
            "site_kinds": question.covered("sites", self.needs["sites"]),
            "categories": question.covered("incidents", self.needs["incidents"]),
            "indicators": self.needs["indicators"],
            **question.parameters,
            **self.prepare(question),
        }

    def read_one_by_one(self, question: Question) -> dict[str, datetime.date]:
        """Return the first day of each category whose incidents the statement reads one by one."""
        if "screening_located" not in self.sql:
            return {}
        covered = question.covered("incidents", self.needs["incidents"])
        return dict.fromkeys(covered, question.window.since) | self.looks_back(question)

    def run(self, question: Question) -> list[Result]:
        """Measure and judge all communes of the question, in the order of their primary keys."""
        with question.ground.located(self.read_one_by_one(question)):
            rows = rows_of(self.sql, self.values(question))
        return [
            Result(row["unit_id"], self.judge(row, question), row["evidence"], row["evidence_geometry"])
            for row in rows
        ]


def read_by_any(asked: Iterable[tuple[Criterion, Question]]) -> dict[str, datetime.date]:
    """Return the earliest first day of each category whose incidents a rule among the criteria reads."""
    earliest: dict[str, datetime.date] = {}
    for criterion, question in asked:
        if isinstance(criterion, Rule):
            for category, since in criterion.read_one_by_one(question).items():
                earliest[category] = min(since, earliest.get(category, since))
    return earliest


def parameters_from(declarations: Sequence[Mapping[str, Any]]) -> tuple[Parameter, ...]:
    """Return the parameters that a YAML file declares."""
    return tuple(
        Parameter(
            key=declared["key"],
            label=Text(**declared["label"]),
            unit=Text(**declared["unit"]),
            default=declared["default"],
            minimum=declared["min"],
            maximum=declared["max"],
            whole=declared.get("whole", False),
            source=Text(**declared["source"]),
        )
        for declared in declarations
    )


def rows_of(sql: str, values: Mapping[str, Any]) -> list[Row]:
    """Return the rows of a statement by the names of their columns."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        columns = cursor.description
        return [_row(columns, row) for row in cursor.fetchall()]


def _row(columns: Sequence[Any], values: Sequence[Any]) -> Row:
    """Name the values of one row; Django's driver settings leave JSON as text, and evidence stays so."""
    return {
        column.name: json.loads(value)
        if column.type_code == _JSONB and value is not None and column.name != "evidence"
        else value
        for column, value in zip(columns, values, strict=True)
    }
