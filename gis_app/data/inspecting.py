"""A first look into an uploaded file: layers, first rows, how its text and its numbers can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import pandas as pd
from django.contrib.gis.db.models import Extent

from gis_app.access.restricting import restrict
from gis_app.data.importers import file_choices
from gis_app.data.models import ImportJob
from layers.importing.findings import language, refusing
from layers.importing.opening import TABLES, refuse_persons_in_headings
from layers.models import AdminUnit
from layers.reading.crs import ZONES, operation
from layers.reading.encodings import EncodingProposal
from layers.reading.errors import ReadingError
from layers.reading.extent import MAINLAND
from layers.reading.formats import Source, open_source
from layers.reading.numbers import parse_numbers
from layers.reading.proposal import CrsProposal, propose_crs
from layers.reading.recognise import recognise

ROWS_SHOWN = 20
_CELL_SHOWN = 80
_COORDINATES_LOOKED_AT = 2_000


@dataclass(frozen=True)
class Inspection:
    """What a person sees before deciding how to read a file.

    Attributes:
        layers: all layers, sheets or data sets; empty where there is one.
        layer: the one that was looked into; None while it has to be chosen.
        rows: the first rows, each a row number and its cells as text.
        proposals: for each column whose encoding is in question the candidates with their first names.
        epsg: the system that the file itself declares, where it can be trusted.
        declared: what the file says about its system, in a sentence.
    """

    layers: tuple[str, ...] = ()
    layer: str | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()
    is_table: bool = True
    encoding: str = ""
    proposals: dict[str, list[EncodingProposal]] = field(default_factory=dict)
    epsg: int | None = None
    declared: str = ""


def inspect(job: ImportJob) -> Inspection:
    """Look into the file of a job, with the choices made so far.

    Raises:
        ImportRefused: when it cannot be read, or a heading announces persons.
    """
    with refusing():
        try:
            source = _opened(job)
        except ReadingError as error:
            if error.code != "layer_ambiguous":
                raise
            return Inspection(layers=tuple(str(error.params["layers"]).split(", ")))
        with source:
            refuse_persons_in_headings(source.columns)
            piece = next(iter(source.chunks(ROWS_SHOWN)), None)
            if piece is None:
                raise ReadingError("no_rows", file=job.file_name)
            known = recognise(source.crs)
            return Inspection(
                layers=source.layers if len(source.layers) > 1 else (),
                layer=source.layer,
                columns=source.columns,
                rows=tuple(_shown(piece.head(ROWS_SHOWN), source.columns)),
                is_table=source.format in TABLES,
                encoding=source.encoding,
                proposals=_in_question(source),
                epsg=known.epsg,
                declared=known.sentence(language()),
            )


@dataclass(frozen=True)
class SystemChoice:
    """One coordinate system to choose, with what choosing it would mean."""

    epsg: int
    label: str
    sentence: str
    operation: str
    northing_first: bool = False

    @property
    def value(self) -> str:
        """Return what the form sends."""
        return f"EPSG:{self.epsg}{':yx' if self.northing_first else ''}"


def system_choices(job: ImportJob) -> list[SystemChoice]:
    """Return the systems that the numbers of the file fit, best first; the account's area is the measure.

    Raises:
        ImportRefused: when the file cannot be read.
    """
    communes = restrict(AdminUnit.objects.provinces(), job.account)
    names = list(communes.values_list("name", flat=True).distinct())
    with refusing(), _opened(job) as source:
        x, y = _coordinates(job, source)
        is_table = source.format in TABLES
    found = propose_crs(x, y, MAINLAND if not names else _extent(job), names) or propose_crs(
        x, y, MAINLAND, names
    )
    return [_choice(p) for p in found if is_table or not p.swapped]


def all_systems() -> list[SystemChoice]:
    """Return every supported system, for a person who knows better than the numbers."""
    return [SystemChoice(epsg, zone.label, "", operation(epsg)) for epsg, zone in ZONES.items()]


def _choice(proposal: CrsProposal) -> SystemChoice:
    return SystemChoice(
        proposal.epsg,
        ZONES[proposal.epsg].label,
        proposal.sentence(language()),
        operation(proposal.epsg),
        proposal.swapped,
    )


def _extent(job: ImportJob) -> tuple[float, float, float, float]:
    """Return the box around the account's units."""
    units = restrict(AdminUnit.objects.communes(), job.account)
    return units.aggregate(box=Extent("geometry"))["box"] or MAINLAND


def _opened(job: ImportJob) -> Source:
    choices = file_choices(job)
    # Whatever is not chosen yet is read in its most probable way: the person sees it and decides.
    return open_source(job.path, layer=choices.layer, encoding=choices.encoding or "best")


def _coordinates(job: ImportJob, source: Source) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and the second number of each of the first rows, NaN where there is none."""
    piece = next(iter(source.chunks(_COORDINATES_LOOKED_AT)), None)
    if piece is None:
        return np.empty(0), np.empty(0)
    if source.format not in TABLES:
        middle = piece.geometry.representative_point()
        return middle.x.to_numpy(), middle.y.to_numpy()
    column = {name: heading for heading, name in job.columns.items()}
    for pair in (("lon", "lat"), ("x", "y")):
        if all(name in column for name in pair):
            first, second = (parse_numbers(piece[column[name]]) for name in pair)
            return np.where(first.bad, np.nan, first.values), np.where(second.bad, np.nan, second.values)
    return np.empty(0), np.empty(0)


def _in_question(source: Source) -> dict[str, list[EncodingProposal]]:
    return {
        column: candidates
        for column, candidates in source.decoding.proposals.items()
        if candidates and candidates[0].encoding != "ascii" and len(candidates) > 1
    }


def _shown(piece: pd.DataFrame, columns: Sequence[str]) -> list[tuple[int, tuple[str, ...]]]:
    cells = piece[list(columns)]
    return [
        (int(row[0]), tuple(_cut(value) for value in row[1:]))
        for row in islice(cells.itertuples(), ROWS_SHOWN)
    ]


def _cut(value: object) -> str:
    if value is None or value != value:
        return ""
    text = str(value)
    return text if len(text) <= _CELL_SHOWN else f"{text[: _CELL_SHOWN - 1]}…"
