"""Grids and pictures: asked about the communes of the account's jurisdiction."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from gis_app.access.restricting import scope_of
from gis_app.data.kinds.base import Checked, Kind
from gis_app.data.models import ImportJob
from gis_app.data.questions import RasterDetails
from layers.importing import rasters
from layers.importing.progress import Stage, Tell
from layers.importing.rasters.figures import StagedFigures
from layers.importing.rasters.imagery import StagedImage
from layers.importing.rasters.population import StagedPopulation
from layers.models import AdminUnit, ImportBatch, Raster

_MOST_SHOWN = 10


def _check(job: ImportJob, tell: Tell) -> Checked:
    options = rasters.RasterOptions(
        kind=Raster.Kind(job.details["kind"]),
        source=job.details["source"],
        as_of=datetime.date.fromisoformat(job.details["as_of"]),
        crs=job.crs or None,
        scope=scope_of(job.account),
    )
    tell(Stage.CHECKING, 0)
    staged = rasters.stage(job.path, options)
    rows = len(staged.sums if isinstance(staged, StagedFigures) else staged.units)
    return Checked(
        staged,
        staged.origin,
        rows_read=rows,
        rows_sound=rows,
        already=staged.already,
        report=_REPORTS[options.kind](staged),
    )


def _commit(job: ImportJob, checked: Checked, tell: Tell) -> tuple[ImportBatch, bool]:
    tell(Stage.STORING, 0)
    done = rasters.commit(checked.staged, job.account)
    return done.record, done.already


def _people(staged: StagedPopulation) -> dict[str, Any]:
    return {
        "grid": {
            **_counts(staged),
            "total": staged.total,
            "largest": [[name, people] for name, (people,) in _named(staged, "population")],
        }
    }


def _heights(staged: StagedFigures) -> dict[str, Any]:
    keys = ("elevation_highest", "elevation_mean", "elevation_lowest", "slope_mean")
    return {
        "terrain": {
            **_counts(staged),
            "lowest": min(staged.known("elevation_lowest"), default=None),
            "highest": max(staged.known("elevation_highest"), default=None),
            "steepest": max(staged.known("slope_mean"), default=None),
            "largest": [[name, *figures] for name, figures in _named(staged, *keys)],
        }
    }


def _picture(staged: StagedImage) -> dict[str, Any]:
    if staged.kept is None:
        return {}
    return {
        "picture": {
            "units": list(staged.units[:_MOST_SHOWN]),
            "more": max(0, len(staged.units) - _MOST_SHOWN),
            "brought_m": staged.brought_m,
            "kept_m": staged.raster.kept_m,
            "coarsened": staged.coarsened,
            "loses_band": staged.loses_band,
        }
    }


def _counts(staged: StagedFigures) -> dict[str, int]:
    return {"communes": len(staged.sums), "unknown": staged.unknown, "outside": staged.outside}


def _named(staged: StagedFigures, first: str, *others: str) -> list[tuple[str, list[float | None]]]:
    """Return the communes with the highest figures of an indicator, by name, with further figures."""
    told = [each for each in staged.sums if each.figures[first] is not None]
    most = sorted(told, key=lambda each: -(each.figures[first] or 0))[:_MOST_SHOWN]
    names = AdminUnit.objects.in_bulk([each.unit_id for each in most])
    return [(names[each.unit_id].full_name, [each.figures[key] for key in (first, *others)]) for each in most]


_REPORTS: Mapping[Raster.Kind, Callable[[Any], dict[str, Any]]] = {
    Raster.Kind.POPULATION: _people,
    Raster.Kind.TERRAIN: _heights,
    Raster.Kind.DRONE: _picture,
}

KIND = Kind(RasterDetails, _check, _commit, gives_rows_back=False, rows_called=gettext_lazy("xã, phường"))
