"""Brings sites in: mines, markets, gates, posts … of one kind, or of the kinds that a column names.

A site whose (kind, source, ref) is known already is a duplicate and changes nothing. Where the file has no
reference, one is made of shape and name. Columns that no field claims are kept as attributes, after the check
that they hold no persons and that values of the attributes a kind lists fit.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from django.contrib.auth.base_user import AbstractBaseUser

from layers import site_attributes
from layers.importing.batches import Outcome, commit_once, complete_batch, record_batch
from layers.importing.features import as_geos, attributes, placed_rows, stable_refs
from layers.importing.findings import Finding, as_findings, refusal, refuse_whole_file
from layers.importing.opening import FileChoices, Origin, opened, refuse_persons
from layers.importing.placing import comparison
from layers.importing.refusing import ImportRefused
from layers.models import ImportBatch, Site, SiteKind
from layers.reading.cells import texts, unguarded
from layers.reading.columns import SITE_FIELDS, FieldSet
from layers.reading.dates import VIETNAM, parse_times
from layers.reading.geometry_checks import LINES, POINTS, POLYGONS
from layers.reading.names import fold_ascii
from layers.reading.opening import OpenedFile
from layers.reading.problems import Problem
from layers.saying import Said
from layers.saying import said as _

#: Stands for "the kind is in the file's column".
KIND_IN_FILE = "any"

_LAYER = ImportBatch.Layer.SITES
_ALIASES = {**SITE_FIELDS.aliases, "source": ("nguon", "nguon_so_lieu")}
#: Headings of our own exports: the label of the kind beside its key, and attributes that no kind lists.
_KIND_LABEL = frozenset({"kindlabel", "tenloai", "categoryname"})
_OTHER = frozenset({"other", "khac", "thuoctinhkhac", "otherattributes"})
_LAYER_FIELDS = FieldSet(_ALIASES)
_TABLE_FIELDS = FieldSet(_ALIASES, required=(("lon", "x"), ("lat", "y")))
_LAYER_FIELDS_WITH_KIND = FieldSet(_ALIASES, required=(("kind",),))
_TABLE_FIELDS_WITH_KIND = FieldSet(_ALIASES, required=(("kind",), ("lon", "x"), ("lat", "y")))
_LONGEST = {field: Site._meta.get_field(field).max_length for field in ("ref", "name", "source")}
#: A licence or a lease may end years from now, but not in the next century.
_LATEST = datetime.datetime(2200, 1, 1, tzinfo=VIETNAM)


@dataclass(frozen=True)
class SiteOptions:
    """What the user says about a site file.

    Attributes:
        kind: key of a `SiteKind`, or `KIND_IN_FILE`.
        source: who keeps the list; by default what the file's column says, else the file's name.
    """

    kind: str
    source: str = ""
    is_sample: bool = False
    file: FileChoices = field(default_factory=FileChoices)


@dataclass(frozen=True)
class StagedSites:
    """A file that was read and checked; nothing is stored yet.

    Attributes:
        sites: sound rows with kind, source, ref, name, attributes, valid_from, valid_to and geometry.
    """

    options: SiteOptions
    origin: Origin
    sites: gpd.GeoDataFrame | None = None
    rows_read: int = 0
    findings: tuple[Finding, ...] = ()
    already: ImportBatch | None = None

    @property
    def refusal(self) -> Said | None:
        """Why the file cannot be committed, in one sentence; None when it can."""
        return refusal(self.findings)


def field_sets(kind: str) -> tuple[FieldSet, FieldSet]:
    """Return the fields of a layer and of a table of sites of this kind."""
    if kind == KIND_IN_FILE:
        return _LAYER_FIELDS_WITH_KIND, _TABLE_FIELDS_WITH_KIND
    return _LAYER_FIELDS, _TABLE_FIELDS


def stage(path: str | Path, options: SiteOptions) -> StagedSites:
    """Read and check a site file.

    Raises:
        ImportRefused: when the file as a whole cannot be taken.
    """
    mixed = options.kind == KIND_IN_FILE
    if not mixed and not SiteKind.objects.filter(pk=options.kind).exists():
        raise ImportRefused(
            _("Không có loại địa điểm “%(kind)s”; các loại: %(kinds)s.")
            % {"kind": options.kind, "kinds": ", ".join(SiteKind.objects.values_list("pk", flat=True))}
        )
    with opened(path, options.file, *field_sets(options.kind)) as file:
        already = _brought_before(file.origin, options)
        if already is not None:
            return StagedSites(options, file.origin, already=already)
        frame = file.source.read()
        if file.format == "csv":
            frame = frame.map(unguarded)
        refuse_persons(frame, file.source.columns)
        sites, findings = _read_sites(frame, file, options)
    refuse_whole_file(findings)
    findings.sort(key=lambda finding: finding.row or 0)
    return StagedSites(options, file.origin, sites, len(frame), tuple(findings))


def commit(staged: StagedSites, account: AbstractBaseUser | None = None) -> Outcome[ImportBatch]:
    """Store the sites in one transaction, or nothing.

    Raises:
        ImportRefused: when any row was refused.
    """
    return commit_once(
        staged,
        lambda: _brought_before(staged.origin, staged.options),
        lambda: _store(staged, account),
    )


def _brought_before(origin: Origin, options: SiteOptions) -> ImportBatch | None:
    return complete_batch(_LAYER, origin.sha256, kind=options.kind, source=options.source)


def _store(staged: StagedSites, account: AbstractBaseUser | None) -> ImportBatch:
    options = staged.options
    new = staged.sites[~_known(staged.sites)]
    batch = record_batch(
        _LAYER,
        staged.origin,
        account,
        kind=options.kind,
        source=options.source,
        is_sample=options.is_sample,
        rows_read=staged.rows_read,
        rows_accepted=len(new),
        rows_duplicate=len(staged.sites) - len(new),
    )
    Site.objects.bulk_create(
        (
            Site(
                kind_id=row.kind,
                source=row.source,
                ref=row.ref,
                name=row.name,
                geometry=as_geos(row.geometry),
                attributes=row.attributes,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                batch=batch,
            )
            for row in new.itertuples()
        ),
        batch_size=1000,
    )
    return batch


def _read_sites(
    frame: pd.DataFrame, file: OpenedFile, options: SiteOptions
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    rows, findings = placed_rows(frame, file, (*POINTS, "MultiPoint", *LINES, *POLYGONS))
    shapes = np.asarray(rows.geometry.array, dtype=object)
    places = comparison(file)
    if places is not None:
        claims = texts(rows, {"commune": places.column}, "commune").to_numpy()
        places.add(rows.index.to_numpy(), shapes, claims)
        findings += places.findings()
    drawn = _as_drawn(shapes, frame.loc[rows.index]) if file.has_geometry else shapes
    sites = gpd.GeoDataFrame(index=rows.index, geometry=drawn, crs="EPSG:4326")
    sites["name"] = texts(rows, file.columns, "name")
    sites["kind"] = _kinds(rows, file, options, findings)
    in_file = texts(rows, file.columns, "source")
    fallback = Path(file.origin.file_name).stem[: _LONGEST["source"]]
    sites["source"] = options.source or in_file.where(in_file != "", fallback)
    given = texts(rows, file.columns, "ref")
    made = pd.Series(stable_refs(shapes, list(sites["name"])), index=rows.index, dtype=object)
    sites["ref"] = given.where(given != "", made)
    unused = file.unused
    if options.kind != KIND_IN_FILE and "kind" in file.columns:
        unused = (*unused, file.columns["kind"])
    sites["attributes"] = _attributes(sites, attributes(rows, unused), findings)
    for name in ("valid_from", "valid_to"):
        sites[name] = _days(rows, file.columns.get(name), findings)
    findings += _repeated(sites, file.columns.get("ref", ""))
    findings += _too_long(sites)
    return sites, findings


def _as_drawn(shapes: np.ndarray, rows: gpd.GeoDataFrame) -> np.ndarray:
    """Return the shapes (n,) with areas of one part as polygons, where the file has them so."""
    single = (rows.geometry.geom_type == "Polygon").to_numpy() & (shapely.get_num_geometries(shapes) == 1)
    return np.where(single, shapely.get_geometry(shapes, 0), shapes)


def _attributes(
    sites: gpd.GeoDataFrame, cells: Iterable[dict[str, Any]], findings: list[Finding]
) -> list[dict[str, Any]]:
    """Return what each row says about its site, checked by the site's kind."""
    told = []
    labels = {kind.pk: {kind.label, kind.label_en} for kind in SiteKind.objects.all()}
    for row, kind, said in zip(sites.index, sites["kind"], cells, strict=True):
        read = site_attributes.read(kind, _taken_back(said, labels.get(kind, set())))
        told.append(read.attributes)
        findings += [
            Finding(int(row), column, "attribute_unfit", unfit.figures) for column, unfit in read.wrong
        ]
    return told


def _taken_back(said: dict[str, Any], labels: set[str]) -> dict[str, Any]:
    """Return what a row says, with the columns that an export of ours adds put back in their place."""
    known: dict[str, Any] = {}
    others: dict[str, Any] = {}
    for heading, value in said.items():
        folded = fold_ascii(heading)
        if folded in _KIND_LABEL and value in labels:
            continue
        if folded in _OTHER and (found := _object(value)) is not None:
            others = found
        else:
            known[heading] = value
    return {**others, **known}


def _object(value: Any) -> dict[str, Any] | None:
    """Return a JSON object that stands in a cell as text; None for anything else, or one that was cut."""
    if isinstance(value, dict):
        return value
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _kinds(
    rows: pd.DataFrame, file: OpenedFile, options: SiteOptions, findings: list[Finding]
) -> pd.Series | str:
    if options.kind != KIND_IN_FILE:
        return options.kind
    keys = texts(rows, file.columns, "kind")
    known = set(SiteKind.objects.values_list("pk", flat=True))
    findings += [
        Finding(int(row), file.columns["kind"], "kind_unknown", {"kind": key})
        for row, key in keys[~keys.isin(known)].items()
    ]
    return keys


def _days(rows: pd.DataFrame, column: str | None, findings: list[Finding]) -> list[datetime.date | None]:
    if column is None:
        return [None] * len(rows)
    times = parse_times(rows[column], _LATEST)
    findings += as_findings(
        Problem(int(rows.index[position]), column, code, params)
        for position, (code, params) in times.refused.items()
    )
    days = times.values.dt.tz_convert(VIETNAM)
    return [None if pd.isna(day) else day.date() for day in days]


def _repeated(sites: gpd.GeoDataFrame, column: str) -> list[Finding]:
    """Return a finding for each site that an earlier row of the file is already."""
    again = sites[sites.duplicated(["kind", "source", "ref"])]
    return [Finding(int(row), column, "site_repeated", {"ref": ref}) for row, ref in again["ref"].items()]


def _too_long(sites: gpd.GeoDataFrame) -> list[Finding]:
    return [
        Finding(int(row), field, "too_long", {"value": value[:20], "longest": longest})
        for field, longest in _LONGEST.items()
        for row, value in sites.loc[sites[field].str.len() > longest, field].items()
    ]


def _known(sites: gpd.GeoDataFrame) -> np.ndarray:
    """Return (n,) whether the database has each site already."""
    keys = set(
        Site.objects.filter(kind__in=set(sites["kind"]), source__in=set(sites["source"])).values_list(
            "kind_id", "source", "ref"
        )
    )
    wanted = zip(sites["kind"], sites["source"], sites["ref"], strict=True)
    return np.fromiter((key in keys for key in wanted), dtype=bool, count=len(sites))
