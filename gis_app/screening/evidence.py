"""What a finding rests on, as a line for a reader.

A rule's statement stores what the line is made of, and it is worded on reading, in the reader's language:

    {"layer": "incident", "id": 7, "category": "traffic_crash", "on": "2026-03-01", "deaths": 2}
    {"layer": "site", "id": 9, "kind": "market", "label": "Chợ Long Khánh"}
    {"layer": "border_line", "id": 1, "label": "Đường biên giới Việt Nam – Campuchia"}
    {"layer": "indicator", "id": 3, "indicator": "d.mass_models", "value": 2, "label": "Báo cáo số 5/BC-UBND",
     "on": "2026-03-01"}

`layer` and `id` say which row was counted. `label` is a proper name, the same in every language; screenings
of earlier versions kept their whole line in it. `category`, `kind` and `indicator` are keys of reference
rows, `on` is a day, and `deaths` is a number, or null where it is not known.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from gis_app.formats.numbers import date as written
from gis_app.screening.wording import Text, both
from layers.models import IncidentCategory, Indicator, SiteKind
from layers.models.labelled import Labelled

Entry = Mapping[str, Any]


class EvidenceLines:
    """Words entries; the names of categories and kinds are asked for once."""

    def __init__(self) -> None:
        self._categories = {row.key: _label(row) for row in IncidentCategory.objects.all()}
        self._kinds = {row.key: _label(row) for row in SiteKind.objects.all()}
        self._indicators = {row.key: _label(row) for row in Indicator.objects.all()}

    def of(self, entries: Iterable[Entry], language: str) -> list[str]:
        """Return one line per entry in `vi` or `en`."""
        return [self._line(entry, language) for entry in entries]

    def _line(self, entry: Entry, language: str) -> str:
        parts: list[Text | str] = []
        if key := entry.get("kind"):
            parts.append(self._kinds.get(key, key))
        if key := entry.get("category"):
            parts.append(self._categories.get(key, key))
        if key := entry.get("indicator"):
            parts.append(
                both("{what}: {n}", "{what}: {n}", what=self._indicators.get(key, key), n=entry["value"])
            )
        if label := entry.get("label"):
            parts.append(label)
        if day := entry.get("on"):
            parts.append(written(datetime.date.fromisoformat(day)))
        if "deaths" in entry:
            parts.append(_deaths(entry["deaths"]))
        return ", ".join(part.in_language(language) if isinstance(part, Text) else part for part in parts)


def _label(row: Labelled) -> Text:
    return Text(row.label, row.label_en or row.label)


def _deaths(number: int | None) -> Text:
    if number is None:
        return Text("chưa rõ số người chết", "number of deaths unknown")
    return both("{n} người chết", "{n} died", n=number)
