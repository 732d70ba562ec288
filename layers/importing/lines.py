"""Brings lines in that other things are measured from: the state border and the roads.

They have no reference of their own: the same file changes nothing, and another file adds its lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _

from layers.boundary_sets.afterwards import ground_changed
from layers.importing.batches import Outcome, commit_once, complete_batch, record_batch
from layers.importing.features import as_geos, placed_rows
from layers.importing.findings import Finding, as_findings, refusal, refuse_whole_file
from layers.importing.opening import FileChoices, Origin, opened, refuse_persons
from layers.models import BorderLine, ImportBatch, Road
from layers.reading.cells import texts
from layers.reading.columns import FieldSet
from layers.reading.geometry_checks import LINES
from layers.reading.numbers import parse_numbers
from layers.reading.problems import Problem, report
from layers.saying import Said

BORDER_FIELDS = FieldSet(
    {
        "name": ("ten", "ten_doan"),
        "published_length_km": ("pub_len_km", "chieu_dai_cong_bo_km", "chieu_dai_cong_bo"),
        "source": ("nguon",),
        "decision": ("van_ban", "quyet_dinh"),
    }
)
ROAD_FIELDS = FieldSet(
    {
        "number": ("so_hieu", "ma_duong", "ref", "so_duong", "tuyen"),
        "name": ("ten", "ten_duong"),
        "kind": ("loai", "loai_duong", "cap_duong"),
        "km_origin": ("ly_trinh_dau", "km_dau", "ly_trinh"),
        "source": ("nguon",),
    },
    required=(("number",),),
)


@dataclass(frozen=True)
class LineOptions:
    """What the user says about a file of lines.

    Attributes:
        layer: border line or roads.
        country: neighbour at a border line.
        approximate: a border line that was not surveyed.
        source: by default what the file's column says.
    """

    layer: ImportBatch.Layer
    country: str = "Campuchia"
    approximate: bool = False
    source: str = ""
    is_sample: bool = False
    file: FileChoices = field(default_factory=FileChoices)


@dataclass(frozen=True)
class StagedLines:
    """A file that was read and checked; nothing is stored yet.

    Attributes:
        lines: sound rows: the text fields, one number and the geometry as multilines in WGS 84.
    """

    options: LineOptions
    origin: Origin
    lines: gpd.GeoDataFrame | None = None
    rows_read: int = 0
    findings: tuple[Finding, ...] = ()
    already: ImportBatch | None = None

    @property
    def refusal(self) -> Said | None:
        """Why the file cannot be committed, in one sentence; None when it can."""
        return refusal(self.findings)


def stage(path: str | Path, options: LineOptions) -> StagedLines:
    """Read and check a file of border lines or roads.

    Raises:
        ImportRefused: when the file as a whole cannot be taken.
    """
    roads = options.layer == ImportBatch.Layer.ROADS
    fields, amount = (ROAD_FIELDS, "km_origin") if roads else (BORDER_FIELDS, "published_length_km")
    with opened(path, options.file, fields) as file:
        already = complete_batch(options.layer, file.origin.sha256)
        if already is not None:
            return StagedLines(options, file.origin, already=already)
        frame = file.source.read()
        refuse_persons(frame, file.source.columns)
        rows, findings = placed_rows(frame, file, LINES)
    refuse_whole_file(findings)
    lines = gpd.GeoDataFrame(index=rows.index, geometry=_multilines(rows), crs="EPSG:4326")
    model = Road if roads else BorderLine
    for name in fields.aliases:
        if name == amount:
            lines[name] = _amounts(rows, file.columns.get(name), findings)
        else:
            lines[name] = texts(rows, file.columns, name)
            findings += _too_long(lines[name], model._meta.get_field(name).max_length)
    if roads:
        findings += _without_number(lines, file.columns["number"])
    findings.sort(key=lambda finding: finding.row or 0)
    return StagedLines(options, file.origin, lines, len(frame), tuple(findings))


def commit(staged: StagedLines, account: AbstractBaseUser | None = None) -> Outcome[ImportBatch]:
    """Store the lines in one transaction, or nothing.

    Raises:
        ImportRefused: when any row was refused.
    """
    return commit_once(
        staged,
        lambda: complete_batch(staged.options.layer, staged.origin.sha256),
        lambda: _store(staged, account),
    )


def _store(staged: StagedLines, account: AbstractBaseUser | None) -> ImportBatch:
    options = staged.options
    batch = record_batch(
        options.layer,
        staged.origin,
        account,
        source=options.source[:200],
        is_sample=options.is_sample,
        rows_read=staged.rows_read,
        rows_accepted=len(staged.lines),
    )
    if options.layer == ImportBatch.Layer.ROADS:
        Road.objects.bulk_create(_roads(staged, batch))
    else:
        BorderLine.objects.bulk_create(_border_lines(staged, batch))
        ground_changed()
    return batch


def _roads(staged: StagedLines, batch: ImportBatch) -> list[Road]:
    return [
        Road(
            number=row.number,
            name=row.name,
            kind=row.kind,
            geometry=as_geos(row.geometry),
            km_origin=0.0 if pd.isna(row.km_origin) else float(row.km_origin),
            source=staged.options.source or row.source,
            batch=batch,
        )
        for row in staged.lines.itertuples()
    ]


def _border_lines(staged: StagedLines, batch: ImportBatch) -> list[BorderLine]:
    options = staged.options
    unnamed = _("Biên giới Việt Nam – %(country)s, đoạn %(number)s")
    return [
        BorderLine(
            name=row.name or unnamed % {"country": options.country, "number": number},
            country=options.country,
            geometry=as_geos(row.geometry),
            published_length_km=None if pd.isna(row.published_length_km) else float(row.published_length_km),
            source=options.source or row.source,
            decision=row.decision,
            is_approximate=options.approximate,
            batch=batch,
        )
        for number, row in enumerate(staged.lines.itertuples(), start=1)
    ]


def _multilines(rows: gpd.GeoDataFrame) -> np.ndarray:
    shapes = np.asarray(rows.geometry.array, dtype=object)
    multi = [s if s.geom_type == "MultiLineString" else shapely.MultiLineString([s]) for s in shapes]
    return np.array(multi, dtype=object)


def _amounts(rows: pd.DataFrame, column: str | None, findings: list[Finding]) -> np.ndarray:
    """Return kilometres (n,), NaN where the cell is empty or wrong."""
    if column is None:
        return np.full(len(rows), np.nan)
    numbers = parse_numbers(rows[column])
    wrong = numbers.bad | (numbers.values < 0)
    problems: list[Problem] = []
    report(problems, rows, wrong, column, "count_unreadable", np.ones(len(rows), bool), rows[column])
    findings += as_findings(problems)
    return np.where(wrong, np.nan, numbers.values)


def _too_long(cells: pd.Series, longest: int) -> list[Finding]:
    return [
        Finding(int(row), str(cells.name), "too_long", {"value": value[:20], "longest": longest})
        for row, value in cells[cells.str.len() > longest].items()
    ]


def _without_number(lines: gpd.GeoDataFrame, column: str) -> list[Finding]:
    return [Finding(int(r), column, "number_missing") for r in lines.index[lines["number"] == ""]]
