"""Brings the border belt in: polygons, each with the decision that set it.

A stretch whose decision and name are known already is a duplicate and changes nothing. A computed length or
width is never stored: only what the file says was published.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from django.contrib.auth.base_user import AbstractBaseUser

from layers.importing.batches import Outcome, commit_once, complete_batch, record_batch
from layers.importing.features import as_geos, placed_rows
from layers.importing.findings import Finding, as_findings, refusal, refuse_whole_file
from layers.importing.opening import FileChoices, Origin, opened, refuse_persons
from layers.importing.shapes import multipolygons
from layers.models import BorderBelt, ImportBatch
from layers.reading.cells import texts
from layers.reading.columns import FieldSet
from layers.reading.dates import VIETNAM, parse_times
from layers.reading.geometry_checks import POLYGONS
from layers.reading.numbers import parse_numbers
from layers.reading.opening import OpenedFile
from layers.reading.problems import Problem
from layers.saying import Said

BELT_FIELDS = FieldSet(
    {
        "name": ("ten", "ten_doan", "doan"),
        "decision": ("quyet_dinh", "so_quyet_dinh", "van_ban"),
        "width_m": ("chieu_sau_m", "chieu_rong_m", "do_rong_m", "chieu_sau", "chieu_rong"),
        "published_length_km": ("pub_len_km", "chieu_dai_cong_bo_km", "chieu_dai_cong_bo", "chieu_dai_km"),
        "valid_from": ("tu_ngay", "hieu_luc_tu", "ngay_hieu_luc"),
        "valid_to": ("den_ngay", "hieu_luc_den", "ngay_het_hieu_luc"),
        "source": ("nguon",),
    },
    required=(("name",), ("decision",), ("valid_from",)),
)
_LAYER = ImportBatch.Layer.BORDER_BELT
_TEXTS = ("name", "decision", "source")
_AMOUNTS = ("width_m", "published_length_km")
#: A decision may set an end years from now, but not in the next century.
_LATEST = datetime.datetime(2200, 1, 1, tzinfo=VIETNAM)


@dataclass(frozen=True)
class BeltOptions:
    """What the user says about a file of the border belt.

    Attributes:
        source: overrides the file's column.
        decision: number of the decision of all stretches; overrides the file's column.
        valid_from: first day of the decision; likewise.
    """

    source: str = ""
    decision: str = ""
    valid_from: datetime.date | None = None
    is_sample: bool = False
    file: FileChoices = field(default_factory=FileChoices)


@dataclass(frozen=True)
class StagedBelts:
    """A file that was read and checked; nothing is stored yet.

    Attributes:
        belts: sound rows with the fields of `BorderBelt` and multipolygons in WGS 84.
    """

    options: BeltOptions
    origin: Origin
    belts: gpd.GeoDataFrame | None = None
    rows_read: int = 0
    findings: tuple[Finding, ...] = ()
    already: ImportBatch | None = None

    @property
    def refusal(self) -> Said | None:
        """Why the file cannot be committed, in one sentence; None when it can."""
        return refusal(self.findings)


def fields(options: BeltOptions) -> FieldSet:
    """Return the fields of a file; what the user says already is not looked for."""
    said = {"decision": options.decision, "valid_from": options.valid_from}
    answered = {name for name, value in said.items() if value}
    return FieldSet(
        {name: aliases for name, aliases in BELT_FIELDS.aliases.items() if name not in answered},
        required=tuple(group for group in BELT_FIELDS.required if not answered.intersection(group)),
    )


def stage(path: str | Path, options: BeltOptions | None = None) -> StagedBelts:
    """Read and check a file of the border belt.

    Raises:
        ImportRefused: when the file as a whole cannot be taken.
    """
    options = options or BeltOptions()
    with opened(path, options.file, fields(options)) as file:
        already = complete_batch(_LAYER, file.origin.sha256)
        if already is not None:
            return StagedBelts(options, file.origin, already=already)
        frame = file.source.read()
        refuse_persons(frame, file.source.columns)
        rows, findings = placed_rows(frame, file, POLYGONS)
        refuse_whole_file(findings)
        belts = _read(rows, file, options, findings)
    findings.sort(key=lambda finding: finding.row or 0)
    return StagedBelts(options, file.origin, belts, len(frame), tuple(findings))


def commit(staged: StagedBelts, account: AbstractBaseUser | None = None) -> Outcome[ImportBatch]:
    """Store the belts in one transaction, or nothing.

    Raises:
        ImportRefused: when any row was refused.
    """
    return commit_once(
        staged,
        lambda: complete_batch(_LAYER, staged.origin.sha256),
        lambda: _store(staged, account),
    )


def _store(staged: StagedBelts, account: AbstractBaseUser | None) -> ImportBatch:
    known = set(BorderBelt.objects.values_list("decision", "name"))
    fresh = [row for row in staged.belts.itertuples() if (row.decision, row.name) not in known]
    batch = record_batch(
        _LAYER,
        staged.origin,
        account,
        source=staged.options.source[:200],
        is_sample=staged.options.is_sample,
        rows_read=staged.rows_read,
        rows_accepted=len(fresh),
        rows_duplicate=len(staged.belts) - len(fresh),
    )
    BorderBelt.objects.bulk_create(
        BorderBelt(
            name=row.name,
            decision=row.decision,
            geometry=as_geos(row.geometry),
            width_m=_or_none(row.width_m),
            published_length_km=_or_none(row.published_length_km),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            source=staged.options.source or row.source,
            batch=batch,
        )
        for row in fresh
    )
    return batch


def _read(
    rows: gpd.GeoDataFrame, file: OpenedFile, options: BeltOptions, findings: list[Finding]
) -> gpd.GeoDataFrame:
    shapes = multipolygons(np.asarray(rows.geometry.array, dtype=object))
    belts = gpd.GeoDataFrame(index=rows.index, geometry=shapes, crs="EPSG:4326")
    for name in _TEXTS:
        belts[name] = texts(rows, file.columns, name)
        longest = BorderBelt._meta.get_field(name).max_length
        findings += [
            Finding(int(r), name, "too_long", {"value": value[:20], "longest": longest})
            for r, value in belts.loc[belts[name].str.len() > longest, name].items()
        ]
    for name in _AMOUNTS:
        belts[name] = _amounts(rows, file.columns.get(name), findings)
    for name in ("valid_from", "valid_to"):
        belts[name] = _days(rows, file.columns.get(name), findings)
    if options.decision:
        belts["decision"] = options.decision
    if options.valid_from is not None:
        belts["valid_from"] = [options.valid_from] * len(belts)
    findings += _incomplete(belts, file)
    return belts


def _incomplete(belts: gpd.GeoDataFrame, file: OpenedFile) -> list[Finding]:
    """Return a finding for each belt that lacks something, ends before it begins, or comes twice."""
    found = []
    for name in ("name", "decision", "valid_from"):
        column = file.columns.get(name, "")
        empty = belts[name].isna() | (belts[name] == "")
        found += [Finding(int(r), column, "belt_incomplete") for r in belts.index[empty]]
    for row in belts.itertuples():
        if row.valid_from is not None and row.valid_to is not None and row.valid_to <= row.valid_from:
            found.append(Finding(int(row.Index), file.columns["valid_to"], "belt_ends_early"))
    for row, name in belts.loc[belts.duplicated(["decision", "name"]), "name"].items():
        found.append(Finding(int(row), file.columns["name"], "belt_repeated", {"name": name}))
    return found


def _amounts(rows: pd.DataFrame, column: str | None, findings: list[Finding]) -> np.ndarray:
    """Return numbers (n,), NaN where the cell is empty or wrong."""
    if column is None:
        return np.full(len(rows), np.nan)
    numbers = parse_numbers(rows[column])
    wrong = numbers.bad | (numbers.values <= 0)
    findings += [
        Finding(
            int(r), column, "count_unreadable", {"say": "belt_amount", "value": str(rows.loc[r, column])[:40]}
        )
        for r in rows.index[wrong]
    ]
    return np.where(wrong, np.nan, numbers.values)


def _days(rows: pd.DataFrame, column: str | None, findings: list[Finding]) -> list[datetime.date | None]:
    if column is None:
        return [None] * len(rows)
    times = parse_times(rows[column], _LATEST)
    findings += as_findings(
        Problem(int(rows.index[position]), column, code, params)
        for position, (code, params) in times.refused.items()
    )
    return [None if pd.isna(day) else day.date() for day in times.values.dt.tz_convert(VIETNAM)]


def _or_none(number: float) -> float | None:
    return None if pd.isna(number) else float(number)
