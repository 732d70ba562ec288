"""Brings a boundary set in: `stage` reads and checks a file, `store` keeps it, `commit` puts it into force.

`stage` writes nothing. `store` keeps the set as *staged*: it can be looked at, repaired or refused, and
counts nowhere. `layers.boundary_sets.activating` puts it into force; `commit` does both in one go.

Overlaps and gaps between units are reported, not refused: old and simplified files have them, and whether to
use such a set is for a person to decide. So it is for a set with shapes that were not valid: they are made so
and reported with their places, and the set does not come into force unseen. Missing or repeated codes,
missing names and shapes without any ground are refused, all listed at once.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.gis.db.models.functions import PointOnSurface
from django.db import transaction

from layers.boundary_sets.activating import activate
from layers.boundary_sets.storing import store_units
from layers.importing.batches import Outcome, commit_once, record_batch
from layers.importing.boundary_units import FIELDS, as_codes, read_units
from layers.importing.findings import Finding, refusal, refuse_whole_file
from layers.importing.kinship import find_parents, province_codes
from layers.importing.opening import FileChoices, Origin, opened, reader_findings, refuse_persons
from layers.importing.placing import compare_units
from layers.importing.refusing import ImportRefused
from layers.models import AdminUnit, BoundarySet, ImportBatch
from layers.reading.coverage import CoverageReport, MendedUnit, coverage_report
from layers.reading.opening import OpenedFile
from layers.saying import Said
from layers.saying import said as _
from layers.wording import in_vietnamese, plain


@dataclass(frozen=True)
class BoundaryOptions:
    """What the user says about a boundary file.

    Attributes:
        valid_to: first day on which the set no longer counts.
        province: code for units whose file has no column for it.
        name: of the set; by default made of level, date and decree.
    """

    level: AdminUnit.Level
    valid_from: datetime.date
    valid_to: datetime.date | None = None
    decree: str = ""
    province: str = ""
    name: str = ""
    source: str = ""
    is_sample: bool = False
    file: FileChoices = field(default_factory=FileChoices)


@dataclass(frozen=True)
class StagedBoundaries:
    """A file that was read and checked; nothing is stored yet.

    Attributes:
        units: the sound units, see `boundary_units.read_units`.
        findings: what is wrong, of every row.
        coverage: how well the sound units cover their ground.
        replaces: full name and set of each unit in force whose place the new set takes over.
        already: the set that the same file brought before; the file was then not read again.
    """

    options: BoundaryOptions
    origin: Origin
    units: gpd.GeoDataFrame | None = None
    rows_read: int = 0
    findings: tuple[Finding, ...] = ()
    coverage: CoverageReport | None = None
    replaces: tuple[tuple[str, str], ...] = ()
    already: BoundarySet | None = None

    @property
    def refusal(self) -> Said | None:
        """Why the file cannot be committed, in one sentence; None when it can."""
        return refusal(self.findings)

    @property
    def name(self) -> str:
        """The name that the set will have, whoever reads."""
        figures = self.name_figures
        return self.options.name if figures is None else in_vietnamese(figures)

    @property
    def name_figures(self) -> dict[str, Any] | None:
        """What the name is made of; None where a person gives one."""
        if self.options.name:
            return None
        what = self.options.decree or Path(self.origin.file_name).stem
        return plain(
            {"say": f"set_of_{self.options.level}", "date": self.options.valid_from, "what": what[:150]}
        )


def stage(path: str | Path, options: BoundaryOptions) -> StagedBoundaries:
    """Read and check a boundary file.

    Raises:
        ImportRefused: when the file as a whole cannot be read.
    """
    if options.valid_to is not None and options.valid_to <= options.valid_from:
        raise ImportRefused(_("Ngày hết hiệu lực phải sau ngày có hiệu lực; hãy sửa lại."))
    with opened(path, options.file, FIELDS) as file:
        already = _brought_before(file.origin.sha256, options)
        if already is not None:
            return StagedBoundaries(options, file.origin, already=already)
        frame = file.source.read()
        refuse_persons(frame, file.source.columns)
        units, findings = read_units(frame, file.columns, file.epsg)
        findings += reader_findings(file) + compare_units(units, file, _in_force(options))
    refuse_whole_file(findings)
    shapes = np.asarray(units.geometry.array, dtype=object)
    staged = StagedBoundaries(
        options,
        file.origin,
        units=units,
        rows_read=len(frame),
        findings=tuple(sorted(findings, key=lambda f: f.row or 0)),
        coverage=_coverage(units, frame, file, findings),
        replaces=_replaced(shapes, options),
    )
    _refuse_known_name(staged)
    return staged


def store(staged: StagedBoundaries, account: AbstractBaseUser | None = None) -> Outcome[BoundarySet]:
    """Store the set with its report, not in force, or change nothing.

    Raises:
        ImportRefused: when any row was refused.
    """
    return commit_once(
        staged,
        lambda: _brought_before(staged.origin.sha256, staged.options),
        lambda: _store(staged, account),
    )


def _store(staged: StagedBoundaries, account: AbstractBaseUser | None) -> BoundarySet:
    _refuse_known_name(staged)
    boundary_set = _store_set(staged, account)
    shapes = np.asarray(staged.units.geometry.array, dtype=object)
    store_units(boundary_set, _drafts(staged), shapes, staged.coverage)
    return boundary_set


def commit(staged: StagedBoundaries, account: AbstractBaseUser | None = None) -> Outcome[BoundarySet]:
    """Store the set and put it into force, or change nothing; a set that waits is put into force.

    Raises:
        ImportRefused: when any row was refused, or a shape was made valid: somebody must look at it first.
    """
    if staged.coverage is not None and staged.coverage.mended:
        raise ImportRefused(
            _(
                "Có %(count)s đơn vị mà hình không hợp lệ đã được dựng lại; hãy lưu để kiểm tra "
                "(--stage-only), xem các chỗ đó trên bản đồ rồi mới đưa vào dùng."
            )
            % {"count": len(staged.coverage.mended)}
        )
    with transaction.atomic():
        stored = store(staged, account)
        if stored.record.status != BoundarySet.Status.STAGED:
            return stored
        return Outcome(activate(stored.record))


def _coverage(
    units: gpd.GeoDataFrame, frame: pd.DataFrame, file: OpenedFile, findings: list[Finding]
) -> CoverageReport:
    """Report on the sound units; those whose shapes are of no use were left out and are named."""
    report = coverage_report(np.asarray(units.geometry.array, dtype=object), list(units["code"]))
    rows = {finding.row for finding in findings if finding.code.startswith(("invalid_", "geometry_"))}
    invalid = as_codes(frame[file.columns["code"]])[frame.index.isin(rows)]
    mended = tuple(
        MendedUnit(
            units["code"][finding.row], *(float(finding.figures[name]) for name in ("lon", "lat", "change"))
        )
        for finding in findings
        if finding.code.startswith("mended_")
    )
    return replace(report, count=report.count + len(invalid), invalid=tuple(invalid), mended=mended)


def _brought_before(sha256: str, options: BoundaryOptions) -> BoundarySet | None:
    return BoundarySet.objects.filter(
        batch__file_sha256=sha256, batch__kind=options.level, valid_from=options.valid_from, repair=None
    ).first()


def _in_force(options: BoundaryOptions) -> list[AdminUnit]:
    units = AdminUnit.objects.on(options.valid_from).filter(level=options.level)
    return list(units.only("code", "name", "geometry"))


def _refuse_known_name(staged: StagedBoundaries) -> None:
    if BoundarySet.objects.filter(name=staged.name).exists():
        name = staged.name_figures or staged.name
        raise ImportRefused(
            _("Đã có bộ ranh giới tên “%(name)s”; hãy đặt tên khác cho bộ này.") % {"name": name}
        )


def _replaced(shapes: np.ndarray, options: BoundaryOptions) -> tuple[tuple[str, str], ...]:
    """Return the units in force on the first day that a point inside shows to lie in the new ones."""
    in_force = (
        AdminUnit.objects.on(options.valid_from)
        .filter(level=options.level)
        .annotate(inside=PointOnSurface("geometry"))
        .order_by("code")
        .values_list("full_name", "boundary_set__name", "inside")
    )
    rows = list(in_force)
    if not rows or not len(shapes):
        return ()
    points = shapely.points([inside.coords for _name, _set, inside in rows])
    covered = set(shapely.STRtree(shapes).query(points, predicate="intersects")[0])
    return tuple((name, of) for i, (name, of, _inside) in enumerate(rows) if i in covered)


def _store_set(staged: StagedBoundaries, account: AbstractBaseUser | None) -> BoundarySet:
    options = staged.options
    batch = record_batch(
        ImportBatch.Layer.BOUNDARIES,
        staged.origin,
        account,
        kind=options.level,
        source=options.source[:200],
        is_sample=options.is_sample,
        rows_read=staged.rows_read,
        rows_accepted=len(staged.units),
    )
    return BoundarySet.objects.create(
        name=staged.name,
        name_figures=staged.name_figures,
        decree=options.decree,
        valid_from=options.valid_from,
        valid_to=options.valid_to,
        status=BoundarySet.Status.STAGED,
        source=options.source,
        is_sample=options.is_sample,
        crs=staged.origin.crs,
        datum_operation=staged.origin.datum_operation,
        coverage_report=staged.coverage.as_dict(),
        batch=batch,
    )


def _drafts(staged: StagedBoundaries) -> list[AdminUnit]:
    options, frame = staged.options, staged.units
    provinces = province_codes(frame, options.level, options.province, options.valid_from)
    parents = find_parents(frame["district_code"], provinces, options.level, options.valid_from)
    return [
        AdminUnit(
            code=row.code,
            name=row.name,
            full_name=row.full_name,
            level=options.level,
            kind=row.kind,
            parent_id=parent,
            province_code=province,
            published_area_km2=_known(row.published_area_km2),
            population=None if pd.isna(row.population) else int(row.population),
        )
        for row, province, parent in zip(frame.itertuples(), provinces, parents, strict=True)
    ]


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
