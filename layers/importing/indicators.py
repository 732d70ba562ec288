"""Brings figures per commune in. Empty means unknown, which is not zero.

The commune is found by its code among those in force on the cut-off date of the figure. A figure that is
known already changes nothing; one with a later cut-off date replaces it (the history keeps both); another
value for the same date is refused, since one of the two must be wrong.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from numpy.typing import NDArray

from layers.importing.batches import Outcome, commit_once, complete_batch, record_batch
from layers.importing.findings import Finding, as_findings, refusal, refuse_whole_file
from layers.importing.opening import FileChoices, Origin, refuse_persons
from layers.importing.refusing import ImportRefused
from layers.importing.tables import read_table
from layers.models import AdminUnit, ImportBatch, Indicator, IndicatorValue
from layers.reading.cells import texts
from layers.reading.columns import FieldSet
from layers.reading.dates import VIETNAM, parse_times
from layers.reading.names import fold_ascii
from layers.reading.numbers import parse_numbers
from layers.reading.problems import Problem
from layers.saying import Said

_LAYER = ImportBatch.Layer.INDICATORS
_KEYS = ("unit", "indicator", "period", "source")
FIELDS = FieldSet(
    {
        "commune": ("ma_xa", "xa", "ma", "code", "commune_code", "ma_don_vi", "ma_dvhc"),
        "indicator": ("chi_tieu", "ma_chi_tieu", "khoa"),
        "period": ("ky", "ky_bao_cao", "ky_so_lieu", "nam"),
        "value": ("gia_tri", "so_lieu"),
        "source": ("nguon", "nguon_so_lieu"),
        "as_of": ("den_ngay", "tinh_den_ngay", "ngay_chot", "so_lieu_den_ngay"),
    },
    required=tuple((name,) for name in ("commune", "indicator", "period", "value", "source", "as_of")),
)
#: How tables write that a figure is not known, without marks and spaces.
_UNKNOWN = {"khongcosolieu", "chuacosolieu", "khongro", "chuaro", "na", "kxd", "khongxacdinh"}
_DASHES = {"-", "–", "—", "…", "..."}
_PERIOD = re.compile(r"^(19|20)\d{2}(-Q[1-4]|-(0[1-9]|1[0-2]))?$")
#: 12.345 may be twelve thousand or twelve and a bit.
_AMBIGUOUS = re.compile(r"^[1-9]\d{0,2}[.,]\d{3}$")


@dataclass(frozen=True)
class IndicatorOptions:
    """What the user says about a table of figures.

    Attributes:
        communes_on: day whose communes the codes mean, for figures of earlier years that were restated for
            the communes after a reform; by default each figure's own cut-off date.
    """

    communes_on: datetime.date | None = None
    is_sample: bool = False
    file: FileChoices = field(default_factory=FileChoices)


@dataclass(frozen=True)
class StagedIndicators:
    """A table that was read and checked; nothing is stored yet.

    Attributes:
        values: sound rows with unit (primary key), indicator, period, value (None: unknown), source, as_of.
    """

    options: IndicatorOptions
    origin: Origin
    values: pd.DataFrame | None = None
    rows_read: int = 0
    findings: tuple[Finding, ...] = ()
    already: ImportBatch | None = None

    @property
    def refusal(self) -> Said | None:
        """Why the table cannot be committed, in one sentence; None when it can."""
        return refusal(self.findings)


def stage(path: str | Path, options: IndicatorOptions | None = None) -> StagedIndicators:
    """Read and check a table of figures.

    Raises:
        ImportRefused: when the table as a whole cannot be taken.
    """
    options = options or IndicatorOptions()
    table = read_table(path, options.file, FIELDS)
    already = complete_batch(_LAYER, table.origin.sha256)
    if already is not None:
        return StagedIndicators(options, table.origin, already=already)
    columns = table.matching.columns
    refuse_persons(
        table.frame, [c for c in table.frame.columns if c not in (columns["value"], columns["as_of"])]
    )
    findings = list(table.findings)
    values = pd.DataFrame(index=table.frame.index)
    for name in ("indicator", "period", "source"):
        values[name] = texts(table.frame, columns, name)
    measures = Indicator.objects.filter(may_be_negative=True).values_list("pk", flat=True)
    signed = values["indicator"].isin(list(measures))
    values["value"] = _amounts(table.frame[columns["value"]], signed.to_numpy(dtype=bool), findings)
    values["as_of"] = _days(table.frame[columns["as_of"]], findings)
    codes = texts(table.frame, columns, "commune").rename(columns["commune"])
    days = values["as_of"]
    if options.communes_on is not None:
        days = days.where(days.isna(), options.communes_on)
    values["unit"] = _units(codes, days, findings)
    _check_words(values, columns, findings)
    sound = values[~values.index.isin({finding.row for finding in findings})]
    repeated = sound[sound.duplicated(list(_KEYS))]
    findings += [Finding(int(row), columns["value"], "value_repeated") for row in repeated.index]
    findings += contradictions(sound, columns["value"])
    refuse_whole_file(findings)
    findings.sort(key=lambda finding: finding.row or 0)
    return StagedIndicators(options, table.origin, sound, len(values), tuple(findings))


def commit(staged: StagedIndicators, account: AbstractBaseUser | None = None) -> Outcome[ImportBatch]:
    """Store the figures in one transaction, or nothing.

    Raises:
        ImportRefused: when any row was refused.
    """
    return commit_once(
        staged,
        lambda: complete_batch(_LAYER, staged.origin.sha256),
        lambda: _store(staged, account),
    )


def _store(staged: StagedIndicators, account: AbstractBaseUser | None) -> ImportBatch:
    refuted = contradictions(staged.values, staged.origin.columns["value"])
    refused = refusal(refuted)
    if refused is not None:
        raise ImportRefused(refused, refuted)
    known = _known(staged.values)
    fresh = [row for row in staged.values.itertuples() if _is_news(row, known)]
    batch = record_batch(
        _LAYER,
        staged.origin,
        account,
        is_sample=staged.options.is_sample,
        rows_read=staged.rows_read,
        rows_accepted=len(fresh),
        rows_duplicate=len(staged.values) - len(fresh),
    )
    IndicatorValue.objects.bulk_create(
        (
            IndicatorValue(
                unit_id=row.unit,
                indicator_id=row.indicator,
                period=row.period,
                source=row.source,
                value=row.value,
                as_of=row.as_of,
                batch=batch,
            )
            for row in fresh
        ),
        batch_size=2000,
        update_conflicts=True,
        unique_fields=list(_KEYS),
        update_fields=["value", "as_of", "batch"],
    )
    return batch


def _amounts(cells: pd.Series, signed: NDArray[np.bool_], findings: list[Finding]) -> pd.Series:
    """Return numbers, None where the table says that the figure is unknown.

    Args:
        cells: as they are written.
        signed: of which rows the figure may be below zero.
        findings: added to.
    """
    text = cells.astype("string").fillna("").str.strip()
    unknown = text.isin(_DASHES) | text.map(lambda t: fold_ascii(t) in _UNKNOWN).astype(bool)
    numbers = parse_numbers(text.mask(unknown, "").astype(object))
    ambiguous = text.str.match(_AMBIGUOUS).to_numpy()
    for position in np.flatnonzero(numbers.bad | ((numbers.values < 0) & ~signed) | ambiguous):
        code = "value_ambiguous" if ambiguous[position] else "value_unreadable"
        shown = {"value": text.iloc[position][:40]}
        findings.append(Finding(int(cells.index[position]), str(cells.name), code, shown))
    values = pd.Series(numbers.values, index=cells.index).astype(object)
    return values.where(~np.isnan(numbers.values), None)


def _days(cells: pd.Series, findings: list[Finding]) -> pd.Series:
    times = parse_times(cells, timezone.now())
    column = str(cells.name)
    problems = [Problem(int(cells.index[i]), column, code, p) for i, (code, p) in times.refused.items()]
    problems += [Problem(int(cells.index[i]), column, "date_missing") for i in np.flatnonzero(times.empty)]
    findings += as_findings(problems)
    local = times.values.dt.tz_convert(VIETNAM)
    return pd.Series([None if pd.isna(t) else t.date() for t in local], index=cells.index, dtype=object)


def _units(codes: pd.Series, days: pd.Series, findings: list[Finding]) -> pd.Series:
    """Return the primary key of each commune, looked up among those in force on the row's day."""
    by_day = {day: _communes_on(day) for day in set(days.dropna())}
    keys = [by_day.get(day, {}).get(code) for code, day in zip(codes, days, strict=True)]
    for row, code, day, key in zip(codes.index, codes, days, keys, strict=True):
        if key is None and day is not None:
            shown = {"code": code, "date": f"{day:%d/%m/%Y}"}
            findings.append(Finding(int(row), str(codes.name), "commune_unknown", shown))
    return pd.Series(keys, index=codes.index, dtype=object)


def _communes_on(day: datetime.date) -> dict[str, int]:
    communes = AdminUnit.objects.communes().on(day).order_by("valid_from", "pk")
    return dict(communes.values_list("code", "pk"))


def _check_words(values: pd.DataFrame, columns: dict[str, str], findings: list[Finding]) -> None:
    known = set(Indicator.objects.values_list("pk", flat=True))
    longest = IndicatorValue._meta.get_field("source").max_length
    rules = (
        ("indicator", ~values["indicator"].isin(known)),
        ("period", ~values["period"].str.match(_PERIOD)),
        ("source", ~values["source"].str.len().between(1, longest)),
    )
    for name, wrong in rules:
        for row, value in values.loc[wrong.astype(bool), name].items():
            shown = {"value": value[:40], "known": ", ".join(sorted(known))}
            findings.append(Finding(int(row), columns[name], f"{name}_unknown", shown))


def _known(values: pd.DataFrame) -> dict[tuple[int, str, str, str], tuple[float | None, datetime.date]]:
    stored = IndicatorValue.objects.filter(
        unit__in=set(values["unit"]), indicator__in=set(values["indicator"])
    ).values_list("unit_id", "indicator_id", "period", "source", "value", "as_of")
    return {(unit, key, period, source): (value, day) for unit, key, period, source, value, day in stored}


def contradictions(values: pd.DataFrame, column: str) -> list[Finding]:
    """Return a finding for each figure of which another value is known for the same date."""
    known = _known(values)
    found = []
    for row in values.itertuples():
        stored = known.get((row.unit, row.indicator, row.period, row.source))
        if stored is not None and stored[1] == row.as_of and stored[0] != row.value:
            found.append(Finding(int(row.Index), column, "value_contradicts"))
    return found


def _is_news(row: object, known: dict[tuple[int, str, str, str], tuple[float | None, datetime.date]]) -> bool:
    stored = known.get((row.unit, row.indicator, row.period, row.source))  # type: ignore[attr-defined]
    return stored is None or stored[1] < row.as_of  # type: ignore[attr-defined]
