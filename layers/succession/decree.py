"""Brings in a decree table: which old unit went to which new one, wholly or in part.

One row is one pair of codes. Shares of a divided unit are those of the table where it gives them for all its
parts, and otherwise come from laying the boundaries over each other, among the units that the decree names:
a decree says to whom, seldom how much. Likewise the shares of its people, where a population grid knows all
its parts. Every problem of every row is listed; nothing is stored while one is
left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from django.contrib.auth.base_user import AbstractBaseUser

from layers.importing.batches import Outcome, commit_once, complete_batch, record_batch, record_problems
from layers.importing.findings import Finding, refusal
from layers.importing.opening import FileChoices, Origin, refuse_persons
from layers.importing.refusing import ImportRefused
from layers.importing.tables import read_table
from layers.models import BoundarySet, ImportBatch, Succession
from layers.reading.cells import texts
from layers.reading.columns import FieldSet
from layers.reading.geodesy import areas_m2
from layers.reading.names import fold_ascii
from layers.reading.numbers import parse_numbers
from layers.saying import Said
from layers.saying import said as _
from layers.succession.links import Link, store_links
from layers.succession.overlaying import Units, communes_of
from layers.succession.people import population_grid

_LAYER = ImportBatch.Layer.SUCCESSIONS
FIELDS = FieldSet(
    {
        "old_code": ("ma_cu", "ma_xa_cu", "ma_don_vi_cu", "old_ward_code"),
        "new_code": ("ma_moi", "ma_xa_moi", "ma_don_vi_moi", "new_ward_code"),
        "extent": (
            "pham_vi",
            "toan_bo_hay_mot_phan",
            "hinh_thuc",
            "split_or_whole",
            "whole_or_split",
        ),
        "area_share": ("ty_le_dien_tich", "ti_le_dien_tich"),
        "population_share": ("ty_le_dan_so", "ti_le_dan_so"),
    },
    required=(("old_code",), ("new_code",)),
)
_WHOLE_WORDS = {"toanbo", "whole", "nguyentrang", "caxa", "all"}
_PART_WORDS = {"motphan", "split", "part", "chia", "chiatach"}
#: Shares written with two decimals add up to 1 only so far.
_SUM_TOLERANCE = 0.011


@dataclass(frozen=True)
class StagedSuccession:
    """A decree table that was read and checked; nothing is stored yet.

    Attributes:
        links: by old unit, shares of each adding up to 1.
        pairs: old and new unit (primary keys) of each row whose codes are known, by row number.
        unnamed: codes of old units about which the table says nothing.
    """

    old_set: BoundarySet
    new_set: BoundarySet
    origin: Origin
    links: tuple[Link, ...] = ()
    pairs: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    rows_read: int = 0
    findings: tuple[Finding, ...] = ()
    unnamed: tuple[str, ...] = ()
    already: ImportBatch | None = None

    @property
    def refusal(self) -> Said | None:
        """Why the table cannot be stored, in one sentence; None when it can."""
        return refusal(self.findings)


@dataclass
class _Reading:
    """A table while it is checked: its rows, the two sets, and what was found so far."""

    rows: pd.DataFrame
    columns: dict[str, str]
    old: Units
    new: Units
    findings: list[Finding] = field(default_factory=list)

    def refuse(self, row: int, column: str, code: str, /, **figures: str | float) -> None:
        """Note what keeps a row out, with the figures of its sentence."""
        self.findings.append(Finding(row, self.columns.get(column, ""), code, figures))


def stage(
    path: str | Path, old_set: BoundarySet, new_set: BoundarySet, choices: FileChoices | None = None
) -> StagedSuccession:
    """Read and check a decree table (CSV or XLSX).

    Raises:
        ImportRefused: when the table as a whole cannot be taken, or a set has no communes.
    """
    if old_set.pk == new_set.pk:
        raise ImportRefused(_("Bộ cũ và bộ mới là một; hãy chọn hai bộ khác nhau."))
    table = read_table(path, choices or FileChoices(), FIELDS)
    already = _brought_before(table.origin, old_set, new_set)
    if already is not None:
        return StagedSuccession(old_set, new_set, table.origin, already=already)
    columns = dict(table.matching.columns)
    refuse_persons(table.frame, list(columns.values()))
    words = ("old_code", "new_code", "extent")
    rows = pd.DataFrame({name: texts(table.frame, columns, name) for name in words})
    reading = _Reading(rows, columns, communes_of(old_set), communes_of(new_set))
    for name in ("area_share", "population_share"):
        rows[name] = _shares(table.frame, reading, name)
    _check_codes(reading)
    _check_extents(reading)
    links = _with_people(_links(reading), reading, new_set) if not reading.findings else []
    named = set(rows["old_code"])
    return StagedSuccession(
        old_set,
        new_set,
        table.origin,
        tuple(links),
        _pairs(reading),
        len(rows),
        tuple(sorted(reading.findings, key=lambda f: f.row or 0)),
        tuple(code for code in reading.old.codes if code not in named),
    )


def commit(staged: StagedSuccession, account: AbstractBaseUser | None = None) -> Outcome[ImportBatch]:
    """Store the links in place of what was known of the same old units before, or nothing.

    Raises:
        ImportRefused: when any row was refused.
    """
    return commit_once(
        staged,
        lambda: _brought_before(staged.origin, staged.old_set, staged.new_set),
        lambda: _store(staged, account),
    )


def _store(staged: StagedSuccession, account: AbstractBaseUser | None) -> ImportBatch:
    batch = record_batch(
        _LAYER,
        staged.origin,
        account,
        kind=_kind(staged.old_set, staged.new_set),
        source=f"{staged.old_set} → {staged.new_set}"[:200],
        rows_read=staged.rows_read,
        rows_accepted=len(staged.links),
    )
    record_problems(batch, staged.findings)
    store_links(staged.old_set, staged.new_set, staged.links, Succession.KnownBy.DECREE, batch)
    return batch


def _brought_before(origin: Origin, old_set: BoundarySet, new_set: BoundarySet) -> ImportBatch | None:
    """Return the import that brought this table for the same sets and whose links still count."""
    batch = complete_batch(_LAYER, origin.sha256, kind=_kind(old_set, new_set))
    return batch if batch is not None and batch.successions.exists() else None


def _kind(old_set: BoundarySet, new_set: BoundarySet) -> str:
    return f"{old_set.pk}-{new_set.pk}"


def _shares(frame: pd.DataFrame, reading: _Reading, name: str) -> np.ndarray:
    """Return shares from 0 to 1, NaN where the table gives none; "35 %" is 0.35."""
    if name not in reading.columns:
        return np.full(len(frame), np.nan)
    text = frame[reading.columns[name]].astype("string").fillna("").str.strip()
    percent = text.str.endswith("%").to_numpy(dtype=bool)
    numbers = parse_numbers(text.str.rstrip("% ").astype(object))
    values = np.where(percent, numbers.values / 100, numbers.values)
    wrong = numbers.bad | (values <= 0) | (values > 1)
    for i in np.flatnonzero(wrong):
        reading.refuse(int(frame.index[i]), name, "share_out_of_range", value=str(text.iloc[i])[:40])
    return np.where(wrong, np.nan, values)


def _check_codes(reading: _Reading) -> None:
    rows = reading.rows
    for name, units in (("old_code", reading.old), ("new_code", reading.new)):
        known = set(units.codes)
        for row, code in rows[name].items():
            if code not in known:
                reading.refuse(int(row), name, "code_unknown", say=f"{name}_unknown", code=code[:40])
    repeated = rows.index[rows.duplicated(["old_code", "new_code"])]
    for row in repeated:
        reading.refuse(int(row), "new_code", "pair_repeated")


def _check_extents(reading: _Reading) -> None:
    """Check that "whole" and "part" are said of units that went to one and to several."""
    rows = reading.rows
    parts = rows.groupby("old_code")["new_code"].transform("nunique")
    for row, extent, count in zip(rows.index, rows["extent"], parts, strict=True):
        word = fold_ascii(extent)
        if extent and word not in _WHOLE_WORDS | _PART_WORDS:
            reading.refuse(int(row), "extent", "extent_unknown", value=extent[:40])
        elif word in _WHOLE_WORDS and count > 1:
            reading.refuse(int(row), "extent", "whole_and_divided")
        elif word in _PART_WORDS and count == 1:
            reading.refuse(int(row), "extent", "part_alone")


def _pairs(reading: _Reading) -> dict[int, tuple[int, int]]:
    old = dict(zip(reading.old.codes, reading.old.keys, strict=True))
    new = dict(zip(reading.new.codes, reading.new.keys, strict=True))
    rows = zip(reading.rows.index, reading.rows["old_code"], reading.rows["new_code"], strict=True)
    return {int(row): (old[a], new[b]) for row, a, b in rows if a in old and b in new}


def _links(reading: _Reading) -> list[Link]:
    old_at = {code: i for i, code in enumerate(reading.old.codes)}
    new_at = {code: i for i, code in enumerate(reading.new.codes)}
    links: list[Link] = []
    for code, group in reading.rows.groupby("old_code", sort=False):
        old = old_at[str(code)]
        new = [new_at[to] for to in group["new_code"]]
        areas = _given(reading, group, "area_share")
        if areas is None:
            areas = _by_ground(reading, group, old, new)
        people = _given(reading, group, "population_share")
        if areas is None:
            continue
        for position, to in enumerate(new):
            share = None if people is None else float(people[position])
            links.append(Link(reading.old.keys[old], reading.new.keys[to], float(areas[position]), share))
    return links


def _with_people(links: list[Link], reading: _Reading, new_set: BoundarySet) -> list[Link]:
    """Return the links with the shares of people that a population grid gives where the table is silent."""
    silent = {link.old for link in links if link.population_share is None and not link.whole}
    grid = population_grid(reading.old.shapes, new_set.valid_from) if silent else None
    if grid is None:
        return links
    old_at = {key: i for i, key in enumerate(reading.old.keys)}
    new_at = {key: i for i, key in enumerate(reading.new.keys)}
    wanted = [i for i, link in enumerate(links) if link.old in silent]
    o = np.array([old_at[links[i].old] for i in wanted])
    n = np.array([new_at[links[i].new] for i in wanted])
    parts = shapely.intersection(reading.old.shapes[o], reading.new.shapes[n])
    told = list(links)
    for i, share in zip(wanted, grid.shares(parts, o), strict=True):
        if not np.isnan(share):
            told[i] = replace(links[i], population_share=float(share))
    return told


def _given(reading: _Reading, group: pd.DataFrame, name: str) -> np.ndarray | None:
    """Return the shares that the table gives for all parts of a unit, made to add up to 1, or None."""
    shares = group[name].to_numpy(dtype=float)
    if len(shares) == 1 and name == "area_share":
        shares = np.where(np.isnan(shares), 1.0, shares)
    if np.isnan(shares).any():
        return None
    if abs(shares.sum() - 1) > _SUM_TOLERANCE:
        shown = {"code": group["old_code"].iloc[0], "sum": round(float(shares.sum()), 2)}
        reading.refuse(int(group.index[0]), name, "shares_do_not_add_up", **shown)
        return None
    return shares / shares.sum()


def _by_ground(reading: _Reading, group: pd.DataFrame, old: int, new: list[int]) -> np.ndarray | None:
    """Return the shares of the ground of an old unit among the new ones that the decree names."""
    if reading.findings and reading.findings[-1].row == int(group.index[0]):
        return None
    areas = areas_m2(shapely.intersection(reading.old.shapes[old], reading.new.shapes[new]))
    apart = np.flatnonzero(areas <= 0)
    for position in apart:
        reading.refuse(int(group.index[position]), "new_code", "no_common_ground")
    return None if len(apart) else areas / areas.sum()
