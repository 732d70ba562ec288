"""What the files of a pack say: its head and its lines, in both languages."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from gis_app.border.exchange.grid import Cell
from gis_app.border.models import ExchangePack, PackEntry, ReportKind

LANGUAGES = ("en", "vi")


@dataclass(frozen=True, slots=True)
class Line:
    """One report as it leaves."""

    name: str
    kind: ReportKind
    day: datetime.date
    cell: Cell


@dataclass(frozen=True, slots=True)
class Told:
    """A pack as its files tell it; `on` is the day of the approval."""

    pack: ExchangePack
    on: datetime.date
    kinds: tuple[ReportKind, ...]
    lines: tuple[Line, ...]

    @property
    def counts(self) -> list[tuple[ReportKind, int]]:
        """Return the chosen kinds with the number of lines of each; none is a zero, which is told."""
        counted = Counter(line.kind.pk for line in self.lines)
        return [(kind, counted[kind.pk]) for kind in self.kinds]

    @property
    def cells(self) -> dict[Cell, int]:
        """Return the cells with the number of lines in each."""
        return dict(sorted(Counter(line.cell for line in self.lines).items()))


@cache
def words(language: str) -> Mapping[str, Any]:
    """Return the words of the files in a language."""
    text = (Path(__file__).parent / "words.yaml").read_text(encoding="utf-8")
    return {key: both[language] for key, both in yaml.safe_load(text).items()}


def told(pack: ExchangePack) -> Told:
    """Return what the files of a pack say, from its frozen entries; it must be approved."""
    if pack.approved_at is None:
        raise ValueError(f"pack {pack.code} is not approved")
    entries = PackEntry.objects.filter(pack=pack, left_out="").select_related("kind")
    lines = tuple(
        Line(entry.public_id, entry.kind, entry.day, Cell(entry.east_km, entry.north_km)) for entry in entries
    )
    return Told(pack, timezone.localdate(pack.approved_at), tuple(pack.kinds.all()), lines)
