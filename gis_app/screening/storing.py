"""Writes findings by COPY: a screening of the country has a hundred thousand, each with its evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from gis_app.screening.models import Finding, Screening
from gis_app.screening.rules.shape import Result
from layers.importing.copying import copy_rows
from layers.models.fields import SRID

_FIELDS = (
    "screening",
    "unit",
    "criterion",
    "outcome",
    "value",
    "threshold",
    "measure",
    "reason_vi",
    "reason_en",
    "details",
    "evidence",
    "evidence_geometry",
)


def store_findings(screening: Screening, results: Mapping[str, Sequence[Result]]) -> None:
    """Write what each criterion (by key) found as findings of a screening, in the open transaction."""
    copy_rows(Finding, _FIELDS, (row for key in results for row in _rows(screening, key, results[key])))


def _rows(screening: Screening, criterion: str, results: Sequence[Result]) -> Iterator[tuple[Any, ...]]:
    for result, geometry in zip(results, flat([r.evidence_ewkb for r in results]), strict=True):
        judgement = result.judgement
        yield (
            screening.pk,
            result.unit_id,
            criterion,
            judgement.outcome,
            judgement.value,
            judgement.threshold,
            judgement.measure,
            judgement.reason.vi,
            judgement.reason.en,
            json.dumps(judgement.details),
            result.evidence_json or "[]",
            geometry,
        )


def flat(collections: Sequence[str | None]) -> list[str | None]:
    """Return the parts of each geometry, however deep they are nested, in one collection.

    Args:
        collections: hexadecimal EWKB in EPSG:4326, or None.

    Returns:
        The same in the same order; None where there is no part, or none that is not empty.
    """
    parts, owner = shapely.get_parts(shapely.from_wkb(list(collections)), return_index=True)
    while (shapely.get_type_id(parts) >= shapely.GeometryType.MULTIPOINT).any():
        parts, inside = shapely.get_parts(parts, return_index=True)
        owner = owner[inside]
    there = ~shapely.is_empty(parts)
    owners, index = np.unique(owner[there], return_inverse=True)
    made: list[str | None] = [None] * len(collections)
    if len(owners):
        together = shapely.set_srid(shapely.geometrycollections(parts[there], indices=index), SRID)
        for position, text in zip(owners, shapely.to_wkb(together, hex=True, include_srid=True), strict=True):
            made[position] = text
    return made
