"""One way to check and commit, whatever kind of rows a job brings.

The work is that of `layers.importing`, the same for the pages and for the commands; here the choices of a job
become its options, and what it says becomes one shape.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from gis_app.access.restricting import scope_of
from gis_app.data.models import ImportJob
from layers.importing import boundaries, incidents, indicators, lines, sites
from layers.importing.boundary_units import FIELDS as BOUNDARY_FIELDS
from layers.importing.findings import Finding, refused_rows
from layers.importing.jurisdiction import boundaries_within, indicators_within, sites_within
from layers.importing.opening import FileChoices, Origin
from layers.importing.progress import Stage, Tell
from layers.models import AdminUnit, BoundarySet, ImportBatch
from layers.reading.columns import INCIDENT_FIELDS, INCIDENT_LAYER_FIELDS, FieldSet

Layer = ImportBatch.Layer


@dataclass(frozen=True)
class Checked:
    """What a check found, the same for all kinds.

    Attributes:
        staged: what the import package gave, to be committed.
        already: the import that brought all of this file before.
        report: what only this kind has to say, as JSON knows it.
    """

    staged: Any
    origin: Origin
    findings: Sequence[Finding] = ()
    rows_read: int = 0
    rows_sound: int = 0
    rows_duplicate: int = 0
    refusal: str | None = None
    already: ImportBatch | None = None
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def rows_refused(self) -> int:
        """How many rows are kept out."""
        return len(refused_rows(self.findings))


def field_set(job: ImportJob, *, is_table: bool) -> FieldSet:
    """Return the fields that the job's rows have in a table, or in a layer with its own shapes."""
    if job.layer == Layer.INCIDENTS:
        return INCIDENT_FIELDS if is_table else INCIDENT_LAYER_FIELDS
    if job.layer == Layer.SITES:
        return sites.field_sets(job.details.get("kind", ""))[is_table]
    if job.layer == Layer.BOUNDARIES:
        return BOUNDARY_FIELDS
    if job.layer == Layer.ROADS:
        return lines.ROAD_FIELDS
    if job.layer == Layer.BORDER_LINE:
        return lines.BORDER_FIELDS
    return indicators.FIELDS


def file_choices(job: ImportJob) -> FileChoices:
    """Return what the job says about its file.

    Where the person says that X is the northing, as in Vietnamese survey tables, the two columns change
    places; nothing else is ever swapped.
    """
    other = {"x": "y", "y": "x"} if job.northing_first else {}
    whole = job.encodings.get("*")
    return FileChoices(
        layer=job.file_layer or None,
        crs=job.crs or None,
        encoding=whole or job.encodings or None,
        columns={column: other.get(name, name) for column, name in job.columns.items()},
        only_these=bool(job.columns),
    )


def check(job: ImportJob, tell: Tell) -> Checked:
    """Read and check the file of a job.

    Raises:
        ImportRefused: when the file as a whole cannot be taken.
    """
    tell(Stage.READING, 0)
    if job.layer == Layer.INCIDENTS:
        return _check_incidents(job, tell)
    return {
        Layer.BOUNDARIES: _check_boundaries,
        Layer.SITES: _check_sites,
        Layer.ROADS: _check_lines,
        Layer.BORDER_LINE: _check_lines,
        Layer.INDICATORS: _check_indicators,
    }[Layer(job.layer)](job)


def commit(job: ImportJob, checked: Checked, tell: Tell) -> tuple[ImportBatch, bool]:
    """Store what was checked, in the transaction that is open.

    Returns:
        The record of the import, and whether the same file had been imported before.

    Raises:
        ImportRefused: when a row was refused and may not be skipped.
    """
    if job.layer == Layer.INCIDENTS:
        done = incidents.commit(checked.staged, job.account, skip_refused=job.skip_refused, tell=tell)
        return done.record, done.already
    tell(Stage.STORING, 0)
    module = {
        Layer.BOUNDARIES: boundaries,
        Layer.SITES: sites,
        Layer.ROADS: lines,
        Layer.BORDER_LINE: lines,
        Layer.INDICATORS: indicators,
    }[Layer(job.layer)]
    outcome = module.commit(checked.staged, job.account)
    return _batch(outcome.record), outcome.already


def _check_incidents(job: ImportJob, tell: Tell) -> Checked:
    options = incidents.IncidentOptions(
        source=job.details["source"], scope=scope_of(job.account), file=file_choices(job)
    )
    staged = incidents.stage(job.path, options, tell)
    return Checked(
        staged,
        staged.origin,
        staged.findings,
        staged.rows_read,
        staged.rows_sound,
        staged.rows_duplicate,
        staged.refusal,
        staged.already,
    )


def _check_boundaries(job: ImportJob) -> Checked:
    details = job.details
    options = boundaries.BoundaryOptions(
        level=AdminUnit.Level(details["level"]),
        valid_from=datetime.date.fromisoformat(details["valid_from"]),
        valid_to=datetime.date.fromisoformat(details["valid_to"]) if details.get("valid_to") else None,
        decree=details.get("decree", ""),
        province=details.get("province", ""),
        name=details.get("name", ""),
        source=details.get("source", ""),
        file=file_choices(job),
    )
    staged = boundaries_within(boundaries.stage(job.path, options), scope_of(job.account))
    report: dict[str, Any] = {}
    if staged.coverage is not None:
        report = {
            "name": staged.name,
            "coverage": staged.coverage.as_dict(),
            "replaces": [list(pair) for pair in staged.replaces],
        }
    return _checked(staged, staged.units, report)


def _check_sites(job: ImportJob) -> Checked:
    options = sites.SiteOptions(
        kind=job.details["kind"], source=job.details.get("source", ""), file=file_choices(job)
    )
    staged = sites_within(sites.stage(job.path, options), scope_of(job.account))
    return _checked(staged, staged.sites)


def _check_lines(job: ImportJob) -> Checked:
    options = lines.LineOptions(
        layer=Layer(job.layer),
        country=job.details.get("country", ""),
        approximate=bool(job.details.get("approximate")),
        source=job.details.get("source", ""),
        file=file_choices(job),
    )
    staged = lines.stage(job.path, options)
    return _checked(staged, staged.lines)


def _check_indicators(job: ImportJob) -> Checked:
    day = job.details.get("communes_on")
    options = indicators.IndicatorOptions(
        communes_on=datetime.date.fromisoformat(day) if day else None, file=file_choices(job)
    )
    staged = indicators_within(indicators.stage(job.path, options), scope_of(job.account))
    return _checked(staged, staged.values)


def _checked(staged: Any, sound: Any, report: dict[str, Any] | None = None) -> Checked:
    kept_out = refused_rows(staged.findings)
    rows_sound = 0 if sound is None else int((~sound.index.isin(kept_out)).sum())
    return Checked(
        staged,
        staged.origin,
        staged.findings,
        staged.rows_read,
        rows_sound,
        refusal=staged.refusal,
        already=_batch(staged.already) if staged.already is not None else None,
        report=report or {},
    )


def _batch(record: ImportBatch | BoundarySet) -> ImportBatch:
    return record.batch if isinstance(record, BoundarySet) else record
