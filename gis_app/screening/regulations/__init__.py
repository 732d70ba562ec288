"""Criteria from other regulations, as data: one YAML file each in this folder, no code of their own.

A file names conditions on figures of a commune and how many must be met. It looks at every commune from the
day the regulation was issued; it is no criterion of a plan, so it is shown beside them and makes no
candidate.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from gis_app.screening.regulations.judging import judge
from gis_app.screening.rules.shape import Parameter, Question, Result, parameters_from, rows_of
from gis_app.screening.wording import Text

FOLDER = Path(__file__).parent
_SQL = (FOLDER / "measure.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Regulation:
    """A criterion that one file declares."""

    file: Path

    @cached_property
    def declaration(self) -> dict[str, Any]:
        """Return the content of the file."""
        declared: dict[str, Any] = yaml.safe_load(self.file.read_text(encoding="utf-8"))
        return declared

    @property
    def key(self) -> str:
        """Return the key of the criterion."""
        return str(self.declaration["key"])

    @property
    def sql(self) -> str:
        """Return the statement, the same for all regulations."""
        return _SQL

    @property
    def settings_key(self) -> str:
        """Return the key under which its parameters are kept: its own."""
        return self.key

    @property
    def label(self) -> Text:
        """Return a short name."""
        return Text(**self.declaration["label"])

    @property
    def settings_label(self) -> Text:
        """Return what its parameters are called: its own name."""
        return self.label

    @property
    def text(self) -> str:
        """Return the wording with the document it is from."""
        return f"{self.declaration['text']} ({self.declaration['document']})"

    @property
    def issued(self) -> datetime.date:
        """Return the day from which the regulation is looked at."""
        day: datetime.date = self.declaration["issued"]
        return day

    @property
    def needs(self) -> dict[str, list[str]]:
        """Return the data that are read."""
        return {"sites": [], "incidents": [], "indicators": [*self._figures, *self._bases], "lines": []}

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Return the parameters in the order in which pages show them."""
        return parameters_from(self.declaration["parameters"])

    @property
    def _figures(self) -> list[str]:
        return [figure["indicator"] for c in self.declaration["conditions"] for figure in c["any"]]

    @property
    def _bases(self) -> list[str]:
        figures = [figure for c in self.declaration["conditions"] for figure in c["any"]]
        return sorted({base for figure in figures for base in figure.get("percent_of", ())})

    def values(self, question: Question) -> dict[str, Any]:
        """Return everything that the statement is given."""
        return {
            "units": list(question.unit_ids),
            "indicators": self.needs["indicators"],
            "bases": self._bases,
            "since": question.window.since,
            "until": question.window.until,
        }

    def run(self, question: Question) -> list[Result]:
        """Measure and judge all communes of the question, in the order of their primary keys."""
        return [
            Result(row["unit_id"], judge(row, question, self.declaration), row["evidence"])
            for row in rows_of(self.sql, self.values(question))
        ]


REGULATIONS: tuple[Regulation, ...] = tuple(Regulation(file) for file in sorted(FOLDER.glob("*.yaml")))
