"""Criteria of groups a to c: one figure per commune each, declared in `criteria.yaml`, judged alike.

They share one statement (which answers several of them at once), one judge and one set of parameters, kept
under the key `counts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gis_app.screening.counted.judging import judge
from gis_app.screening.rules.shape import Parameter, Question, Result, parameters_from, rows_of
from gis_app.screening.wording import Text

SETTINGS = "counts"
_FOLDER = Path(__file__).parent
_SQL = (_FOLDER / "measure.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Counted:
    """One criterion of groups a to c: the indicator of the same key, compared."""

    key: str
    label: Text
    counts: str

    @property
    def sql(self) -> str:
        """Return the statement, the same for all criteria of these groups."""
        return _SQL

    @property
    def settings_key(self) -> str:
        """Return the key under which the shared parameters are kept."""
        return SETTINGS

    @property
    def settings_label(self) -> Text:
        """Return what the shared parameters are called."""
        return Text(**_declared()["label"])

    @property
    def needs(self) -> dict[str, list[str]]:
        """Return the data that are read."""
        return {"sites": [], "incidents": [], "indicators": [self.key, "population"], "lines": []}

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Return the parameters, the same for all criteria of these groups."""
        return _parameters()

    def values(self, question: Question) -> dict[str, Any]:
        """Return everything that the statement is given."""
        return _values([self], question)

    def run(self, question: Question) -> list[Result]:
        """Measure and judge all communes of the question, in the order of their primary keys."""
        return run_together([self], question)[self.key]


def run_together(criteria: Sequence[Counted], question: Question) -> dict[str, list[Result]]:
    """Answer what `run` would for each of the criteria, by key, with one statement for all of them."""
    counts = {criterion.key: criterion.counts for criterion in criteria}
    found: dict[str, list[Result]] = {key: [] for key in counts}
    for row in rows_of(_SQL, _values(criteria, question)):
        key = row["indicator"]
        judgement = judge(row, question, key, counts[key])
        found[key].append(Result(row["unit_id"], judgement, row["evidence"]))
    return found


def _values(criteria: Sequence[Counted], question: Question) -> dict[str, Any]:
    return {
        "units": list(question.unit_ids),
        "province_units": sorted({*question.unit_ids, *question.province_unit_ids}),
        "indicators": [criterion.key for criterion in criteria],
        "as_of": question.as_of,
        "since": question.window.since,
        "until": question.window.until,
    }


@cache
def _declared() -> dict[str, Any]:
    declared: dict[str, Any] = yaml.safe_load((_FOLDER / "criteria.yaml").read_text(encoding="utf-8"))
    return declared


@cache
def _parameters() -> tuple[Parameter, ...]:
    return parameters_from(_declared()["parameters"])


COUNTED: tuple[Counted, ...] = tuple(
    Counted(declared["key"], Text(**declared["label"]), declared["counts"])
    for declared in _declared()["criteria"]
)
