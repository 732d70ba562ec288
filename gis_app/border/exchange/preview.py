"""What a pack holds and what it leaves out, frozen for review and hashed.

The hash covers everything that is decided about: to whom, why, which period and choice, every line that
leaves and every report that does not, with its reason. The random names of the lines are not part of it, so
that the same decision about the same reports has the same hash.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import secrets
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from gis_app.border.exchange.grid import EPSG, SIDE_M, Cell
from gis_app.border.models import ExchangePack, LeftOut, PackEntry, ReportKind
from gis_app.border.models.exchange import ALPHABET

#: A change of what is hashed, or how, is a new form.
_FORM = 1
_NAME_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """One report of the period: kind, day and cell where it leaves, else why not."""

    report: uuid.UUID
    left_out: LeftOut | None = None
    kind: str | None = None
    day: datetime.date | None = None
    cell: Cell | None = None


@dataclass(frozen=True)
class Preview:
    """All reports of a pack's period, by the report's id; `digest` is the hash over them and the choice."""

    entries: tuple[Entry, ...]
    digest: str
    _leaving: tuple[Entry, ...] = field(repr=False, default=())

    @classmethod
    def of(cls, pack: ExchangePack, entries: Iterable[Entry]) -> Self:
        """Return the preview of a pack over these entries."""
        ordered = tuple(sorted(entries, key=lambda entry: entry.report))
        leaving = tuple(entry for entry in ordered if entry.left_out is None)
        return cls(ordered, _digest(pack, ordered), leaving)

    @property
    def leaving(self) -> tuple[Entry, ...]:
        """Return what leaves."""
        return self._leaving

    @property
    def total(self) -> int:
        """Return how many reports the period has."""
        return len(self.entries)

    def left_out(self) -> list[tuple[LeftOut, int]]:
        """Return the reasons that applied with how many reports each kept in, in the order of asking."""
        counts = Counter(entry.left_out for entry in self.entries if entry.left_out is not None)
        return [(reason, counts[reason]) for reason in LeftOut if counts[reason]]

    def differences(self, other: Preview) -> tuple[int, int]:
        """Return how many lines another preview has that this one lacks, and the other way round."""
        mine, theirs = set(self.entries), set(other.entries)
        return len(theirs - mine), len(mine - theirs)


def freeze(pack: ExchangePack, preview: Preview) -> None:
    """Keep a preview as the entries of the pack, in place of those of an earlier one. Saves nothing else."""
    PackEntry.objects.filter(pack=pack).delete()
    names = _names(len(preview.leaving))
    PackEntry.objects.bulk_create(
        PackEntry(
            pack=pack,
            report_id=entry.report,
            left_out=entry.left_out or "",
            public_id=next(names) if entry.left_out is None else "",
            kind_id=entry.kind,
            day=entry.day,
            east_km=entry.cell.east_km if entry.cell else None,
            north_km=entry.cell.north_km if entry.cell else None,
        )
        for entry in preview.entries
    )


def frozen(pack: ExchangePack) -> Preview:
    """Return what was frozen, with the hash that it has now."""
    return Preview.of(pack, [_read(entry) for entry in PackEntry.objects.filter(pack=pack)])


def _read(kept: PackEntry) -> Entry:
    if kept.left_out or kept.east_km is None or kept.north_km is None:
        return Entry(kept.report_id, LeftOut(kept.left_out))
    return Entry(kept.report_id, kind=kept.kind_id, day=kept.day, cell=Cell(kept.east_km, kept.north_km))


def _names(count: int) -> Any:
    """Return an iterator of names that differ from one another and follow no order."""
    made: dict[str, None] = {}
    while len(made) < count:
        made["".join(secrets.choice(ALPHABET) for _place in range(_NAME_LENGTH))] = None
    return iter(made)


def _digest(pack: ExchangePack, entries: Iterable[Entry]) -> str:
    kinds = ReportKind.objects.filter(pk__in=pack.kinds.values("pk")).order_by("pk")
    said = {
        "form": _FORM,
        "grid": [EPSG, SIDE_M],
        "pack": pack.code,
        "to": [pack.counterpart.pk, pack.counterpart.label, pack.counterpart.label_en],
        "from": [pack.province.code, pack.province.full_name],
        "document": pack.document,
        "purpose": pack.purpose,
        "notes": [pack.note_en, pack.note_vi],
        "days": [pack.first_day.isoformat(), pack.last_day.isoformat()],
        "depth_m": pack.depth_m,
        "kinds": [[kind.pk, kind.label, kind.label_en] for kind in kinds],
        "states": sorted(pack.states),
        "sections": sorted(pack.sections.values_list("pk", flat=True)),
        "entries": [
            [
                str(entry.report),
                entry.left_out or "",
                entry.kind,
                entry.day.isoformat() if entry.day else None,
                entry.cell.name if entry.cell else None,
            ]
            for entry in entries
        ],
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
