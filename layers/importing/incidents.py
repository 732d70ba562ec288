"""Brings incidents in: `stage` reads and checks a table or layer of points, `commit` stores it or nothing.

Rows are read in pieces, so that memory grows only with what is kept of each row. A row whose (source, ref) is
known already is a duplicate and changes nothing. A point outside every commune of the boundary sets in use,
or outside the jurisdiction of whoever brings the file, is refused: it could not be counted. Where the sound
rows are stored all the same, it is set aside with its values (`ImportProblem.record`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from layers.importing.batches import (
    Outcome,
    complete_batch,
    record_batch,
    record_problems,
    wait_for_other_imports,
)
from layers.importing.chainage import PLACED, point_reader
from layers.importing.copying import copy_rows, new_ids
from layers.importing.counts import count_batch
from layers.importing.duplicates import suspect_duplicates
from layers.importing.findings import Finding, as_findings, refusal, refuse_whole_file, refused_rows, refusing
from layers.importing.locating import NOWHERE, UnitIndex, commune_indexes
from layers.importing.opening import FileChoices, OpenedFile, Origin, opened, refuse_persons
from layers.importing.placing import comparison
from layers.importing.progress import Stage, Tell, silent
from layers.importing.refusing import ImportRefused
from layers.models import ImportBatch, Incident, IncidentCategory, IncidentLocation
from layers.reading.columns import INCIDENT_FIELDS, INCIDENT_LAYER_FIELDS
from layers.reading.dates import VIETNAM
from layers.reading.errors import ReadingError
from layers.reading.problems import refused_rows as unread_rows
from layers.reading.rows import IncidentChecker
from layers.scope import EVERYTHING, Scope

ROWS_AT_A_TIME = 100_000

_LAYER = ImportBatch.Layer.INCIDENTS
_LONGEST_REF = Incident._meta.get_field("ref").max_length
_LONGEST_SOURCE = Incident._meta.get_field("source").max_length
#: Fields whose own checks leave no room for a name or a number of a person.
_CHECKED_FIELDS = ("category", "occurred_at", "lon", "lat", "x", "y", "deaths", "injuries")


@dataclass(frozen=True)
class IncidentOptions:
    """What the user says about an incident file: who keeps it, and how to read it.

    Attributes:
        scope: where the one who brings the file may store incidents.
    """

    source: str
    is_sample: bool = False
    scope: Scope = EVERYTHING
    file: FileChoices = field(default_factory=FileChoices)


@dataclass(frozen=True)
class StagedIncidents:
    """A file that was read and checked; nothing is stored yet.

    Attributes:
        pieces: the sound rows, as `IncidentChecker.check` gives them.
        findings: what is wrong, of every row.
        aside: rows outside communes or jurisdiction, by number, with the values they would be stored with.
        rows_duplicate: sound rows that the database has already.
        already: the import that brought all of this file before; the file was then not read again.
    """

    options: IncidentOptions
    origin: Origin
    pieces: tuple[pd.DataFrame, ...] = ()
    findings: tuple[Finding, ...] = ()
    aside: Mapping[int, dict[str, Any]] = field(default_factory=dict)
    rows_read: int = 0
    rows_duplicate: int = 0
    already: ImportBatch | None = None

    @property
    def refusal(self) -> str | None:
        """Why the file cannot be committed whole, in one sentence; None when it can."""
        return refusal(self.findings)

    @property
    def rows_sound(self) -> int:
        """How many rows can be taken, duplicates included."""
        return sum(len(piece) for piece in self.pieces)


def stage(path: str | Path, options: IncidentOptions, tell: Tell = silent) -> StagedIncidents:
    """Read and check an incident file; `tell` hears how many rows have been checked.

    Raises:
        ImportRefused: when the file as a whole cannot be taken.
    """
    if not options.source or len(options.source) > _LONGEST_SOURCE:
        raise ImportRefused(
            _("Tên nguồn phải có từ 1 đến %(longest)s ký tự; hãy sửa --source.")
            % {"longest": _LONGEST_SOURCE}
        )
    with opened(path, options.file, INCIDENT_LAYER_FIELDS, INCIDENT_FIELDS) as file:
        already = complete_batch(_LAYER, file.origin.sha256, source=options.source)
        if already is not None:
            return StagedIncidents(options, file.origin, already=already)
        staged = _check(file, options, tell)
    if not staged.rows_read:
        with refusing():
            raise ReadingError("no_rows", file=file.origin.file_name)
    refuse_whole_file(staged.findings)
    return staged


def commit(
    staged: StagedIncidents,
    account: AbstractBaseUser | None = None,
    *,
    skip_refused: bool = False,
    tell: Tell = silent,
) -> Outcome[ImportBatch]:
    """Store the rows, their communes and the monthly counts in one transaction, or nothing.

    Args:
        staged: from `stage`.
        account: who; None for the command line on the server.
        skip_refused: store the sound rows although others were refused, and keep the problems.
        tell: hears how many rows have been stored.

    Raises:
        ImportRefused: when a row was refused and may not be skipped.
    """
    if staged.already is not None:
        return Outcome(staged.already, already=True)
    if staged.refusal is not None and not skip_refused:
        raise ImportRefused(staged.refusal, staged.findings)
    with transaction.atomic():
        wait_for_other_imports()
        already = complete_batch(_LAYER, staged.origin.sha256, source=staged.options.source)
        if already is not None:
            return Outcome(already, already=True)
        batch = record_batch(
            _LAYER,
            staged.origin,
            account,
            source=staged.options.source,
            is_sample=staged.options.is_sample,
            rows_read=staged.rows_read,
            rows_refused=len(refused_rows(staged.findings)),
        )
        record_problems(batch, staged.findings, staged.aside)
        indexes = commune_indexes()
        done = 0
        for piece in staged.pieces:
            unknown = piece[~_known(piece, staged.options.source)]
            _store(unknown, batch, indexes)
            batch.rows_accepted += len(unknown)
            batch.rows_duplicate += len(piece) - len(unknown)
            done += len(piece)
            tell(Stage.STORING, done)
        tell(Stage.FINISHING, done)
        count_batch(batch)
        suspect_duplicates(batch)
        batch.save(update_fields=["rows_accepted", "rows_duplicate"])
    return Outcome(batch)


def _check(file: OpenedFile, options: IncidentOptions, tell: Tell) -> StagedIncidents:
    labels = dict(IncidentCategory.objects.values_list("label", "key"))
    checker = IncidentChecker(file.columns, labels, file.epsg, timezone.now(), point_reader(file))
    places = comparison(file)
    columns = [c for c in file.source.columns if c not in {file.columns.get(f) for f in _CHECKED_FIELDS}]
    indexes = commune_indexes()
    if not indexes:
        raise ImportRefused(
            _("Chưa có ranh giới cấp xã nào; hãy nhập ranh giới trước bằng import_boundaries.")
        )
    staged = StagedIncidents(options, file.origin)
    pieces: list[pd.DataFrame] = []
    findings: list[Finding] = []
    aside: dict[int, dict[str, Any]] = {}
    rows_read = rows_duplicate = 0
    for frame in file.source.chunks(ROWS_AT_A_TIME):
        refuse_persons(frame, columns)
        piece, problems = checker.check(frame)
        if places is not None:
            by_chainage = piece.index.isin([p.row for p in problems if p.code == PLACED])
            places.add(piece, _points(piece), frame[places.column], ~by_chainage)
        piece = piece[~piece.index.isin(unread_rows(file.source.problems))]
        piece, found, outside = _placed(piece, file, indexes, options.scope)
        findings += as_findings(problems) + found
        aside.update(_records(outside))
        rows_read += len(frame)
        rows_duplicate += int(_known(piece, options.source).sum())
        pieces.append(piece)
        tell(Stage.CHECKING, rows_read)
    rows_read += sum(problem.code == "row_hidden" for problem in file.source.problems)
    findings = file.reader_findings() + findings + (places.findings() if places is not None else [])
    findings.sort(key=lambda finding: finding.row or 0)
    return replace(
        staged,
        pieces=tuple(pieces),
        findings=tuple(findings),
        aside=aside,
        rows_read=rows_read,
        rows_duplicate=rows_duplicate,
    )


def _placed(
    piece: pd.DataFrame, file: OpenedFile, indexes: dict[int, UnitIndex], scope: Scope
) -> tuple[pd.DataFrame, list[Finding], pd.DataFrame]:
    """Return the rows that can be stored, what is wrong with the others, and those that lie elsewhere."""
    points = _points(piece)
    nowhere = np.ones(len(piece), dtype=bool)
    mine = np.full(len(piece), scope.everything)
    allowed = np.fromiter(scope.unit_ids, dtype=np.int64, count=len(scope.unit_ids))
    for index in indexes.values():
        units = index.locate(points)
        nowhere &= units == NOWHERE
        mine |= np.isin(units, allowed)
    foreign = ~nowhere & ~mine
    long = (piece["ref"].str.len() > _LONGEST_REF).to_numpy()
    column = file.columns.get("lon") or file.columns.get("x") or file.columns.get("chainage", "")
    outside = _("Vị trí (%(lon)s; %(lat)s) nằm ngoài mọi xã, phường đang quản lý; hãy kiểm tra tọa độ.")
    elsewhere = _("Vị trí (%(lon)s; %(lat)s) nằm ngoài địa bàn phụ trách của bạn; hãy kiểm tra tọa độ.")
    findings = [
        Finding(int(row), column, code, sentence % {"lon": _degrees(lon), "lat": _degrees(lat)})
        for mask, code, sentence in (
            (nowhere, "outside_communes", outside),
            (foreign, "outside_jurisdiction", elsewhere),
        )
        for row, lon, lat in piece.loc[mask, ["lon", "lat"]].itertuples()
    ]
    too_long = _("Số hiệu dài quá %(longest)s ký tự; hãy rút ngắn.") % {"longest": _LONGEST_REF}
    findings += [
        Finding(int(row), file.columns["ref"], "ref_too_long", too_long) for row in piece.index[long]
    ]
    return piece[~(nowhere | foreign | long)], findings, piece[(nowhere | foreign) & ~long]


def _records(rows: pd.DataFrame) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield row number and values, as JSON knows them, of rows that are set aside."""
    for row in rows.itertuples():
        counts = {
            name: None if pd.isna(value) else int(value)
            for name, value in (("deaths", row.deaths), ("injuries", row.injuries))
        }
        yield (
            int(row.Index),
            {
                "ref": row.ref,
                "category": row.category,
                "occurred_at": row.occurred_at.isoformat(),
                "lon": float(row.lon),
                "lat": float(row.lat),
                **counts,
            },
        )


def _known(piece: pd.DataFrame, source: str) -> np.ndarray:
    """Return (n,) whether the database has the source and ref of each row already."""
    with connection.cursor() as cursor:
        # One array instead of a parameter for each row, which Django's `__in` would make of it.
        cursor.execute(
            "SELECT ref FROM layers_incident WHERE source = %s AND ref = ANY(%s)",
            [source, list(piece["ref"])],
        )
        known = {row[0] for row in cursor.fetchall()}
    return piece["ref"].isin(known).to_numpy()


def _store(piece: pd.DataFrame, batch: ImportBatch, indexes: dict[int, UnitIndex]) -> None:
    ids = new_ids(Incident, len(piece))
    points = _points(piece)
    fields = ("id", "source", "ref", "category", "occurred_at", "occurred_on", "point", "deaths", "injuries")
    copy_rows(Incident, (*fields, "batch"), _incident_rows(piece, ids, points, batch))
    copy_rows(IncidentLocation, ("incident", "boundary_set", "unit"), _locations(ids, points, indexes))


def _incident_rows(
    piece: pd.DataFrame, ids: Sequence[int], points: np.ndarray, batch: ImportBatch
) -> Iterator[tuple[object, ...]]:
    shapes = shapely.to_wkb(shapely.set_srid(points, 4326), hex=True, include_srid=True)
    local = piece["occurred_at"].dt.tz_convert(VIETNAM)
    columns = (
        piece["ref"],
        piece["category"],
        local.dt.strftime("%Y-%m-%dT%H:%M:%S.%f%z"),
        local.dt.strftime("%Y-%m-%d"),
        shapes,
        *(piece[field].astype(object).where(piece[field].notna(), None) for field in ("deaths", "injuries")),
    )
    for key, values in zip(ids, zip(*columns, strict=True), strict=True):
        yield (key, batch.source, *values, batch.pk)


def _locations(
    ids: Sequence[int], points: np.ndarray, indexes: dict[int, UnitIndex]
) -> Iterator[tuple[int, int, int]]:
    for boundary_set, index in indexes.items():
        for key, unit in zip(ids, index.locate(points), strict=True):
            if unit != NOWHERE:
                yield key, boundary_set, int(unit)


def _points(piece: pd.DataFrame) -> np.ndarray:
    return shapely.points(piece["lon"].to_numpy(), piece["lat"].to_numpy())


def _degrees(value: float) -> str:
    return f"{value:.6f}".replace(".", ",")
