"""A look into a table or a layer: first rows, how its text and its numbers can be read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np
import pandas as pd

from gis_app.data.kinds import file_choices
from gis_app.data.looking.seen import EncodingChoice, Look, SystemChoice
from gis_app.data.looking.systems import fitting_systems
from gis_app.data.models import ImportJob
from layers.importing.findings import refusing
from layers.importing.opening import TABLES, refuse_persons_in_headings
from layers.reading.encodings import EncodingProposal
from layers.reading.errors import ReadingError
from layers.reading.formats import Source, open_source
from layers.reading.numbers import parse_numbers
from layers.reading.recognition import recognise
from layers.saying import said_by

ROWS_SHOWN = 20
_CELL_SHOWN = 80
_COORDINATES_LOOKED_AT = 2_000
#: What is not guessed when it fits: text of another encoding is hardly ever valid Unicode.
_CERTAIN = frozenset({"ascii", "utf-8"})


def look_at_rows(job: ImportJob) -> Look:
    """Look into the file of a job, with the choices made so far.

    Raises:
        ImportRefused: when it cannot be read, or a heading announces persons.
    """
    choices = file_choices(job)
    with refusing():
        try:
            # Whatever is not chosen yet is read in its most probable way: the person sees it and decides.
            source = open_source(job.path, layer=choices.layer, encoding=choices.encoding or "best")
        except ReadingError as error:
            if error.code != "layer_ambiguous":
                raise
            return Look(layers=str(error.params["layers"]).split(", "))
        with source:
            refuse_persons_in_headings(source.columns)
            piece = next(iter(source.chunks(_COORDINATES_LOOKED_AT)), None)
            if piece is None:
                raise ReadingError("no_rows", file=job.file_name)
            known = recognise(source.crs)
            return Look(
                layers=source.layers if len(source.layers) > 1 else (),
                layer=source.layer,
                columns=source.columns,
                rows=_shown(piece.head(ROWS_SHOWN), source.columns),
                is_table=source.format in TABLES,
                encoding=source.encoding,
                proposals=in_question(source.decoding.proposals),
                epsg=known.epsg,
                declared=said_by(known.code, known.params),
                systems=_systems(job, source, piece),
            )


def in_question(proposals: dict[str, list[EncodingProposal]]) -> dict[str, list[EncodingChoice]]:
    """Return the candidates of each column that read differently.

    A column that reads alike under all of them is no question, and neither is one that is clearly Unicode.
    """
    found = {}
    for column, candidates in proposals.items():
        if candidates[0].encoding in _CERTAIN and candidates[0].clear:
            continue
        readings: dict[tuple[str, ...], EncodingChoice] = {}
        for candidate in candidates:
            readings.setdefault(candidate.samples, EncodingChoice(candidate.encoding, candidate.samples))
        if len(readings) > 1:
            found[column] = list(readings.values())
    return found


def _systems(job: ImportJob, source: Source, piece: pd.DataFrame) -> list[SystemChoice]:
    is_table = source.format in TABLES
    if not is_table:
        middle = piece.geometry.representative_point()
        return fitting_systems(middle.x.to_numpy(), middle.y.to_numpy(), job.account, may_swap=False)
    column = {name: heading for heading, name in job.columns.items()}
    for pair in (("lon", "lat"), ("x", "y")):
        if all(column.get(name) in source.columns for name in pair):
            first, second = (parse_numbers(piece[column[name]]) for name in pair)
            return fitting_systems(
                np.where(first.bad, np.nan, first.values),
                np.where(second.bad, np.nan, second.values),
                job.account,
                may_swap=True,
            )
    return []


def _shown(piece: pd.DataFrame, columns: Sequence[str]) -> list[tuple[int, list[str]]]:
    rows = islice(piece[list(columns)].itertuples(), ROWS_SHOWN)
    return [(int(row[0]), [_cut(value) for value in row[1:]]) for row in rows]


def _cut(value: object) -> str:
    if value is None or value != value:
        return ""
    text = str(value)
    return text if len(text) <= _CELL_SHOWN else f"{text[: _CELL_SHOWN - 1]}…"
