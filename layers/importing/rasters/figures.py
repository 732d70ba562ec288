"""Grids that end as figures of communes: which communes are asked about, and how the figures are stored.

A cell without a value is unknown, not zero: a commune with such cells gets no figure but "unknown", unless
only a sliver of it (at most 1 %, `grid_sums.LARGEST_GAP`) is without a value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import shapely
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext
from numpy.typing import NDArray

from layers.importing.batches import record_batch
from layers.importing.features import as_geos
from layers.importing.rasters.staging import LAYER, Grid, RasterOptions, StagedRaster, keep
from layers.importing.refusing import ImportRefused
from layers.models import AdminUnit, ImportBatch, IndicatorValue
from layers.saying import said as _

#: The largest grid read: 30 m cells over the whole country are about 1.2 thousand million.
MOST_CELLS = 2_000_000_000


@dataclass(frozen=True)
class CommuneFigures:
    """What a grid says of one commune.

    Attributes:
        unit_id: primary key of the commune.
        figures: by indicator; None where too many cells of the commune have no value.
        covered: the part of it that has values, from 0 to 1.
    """

    unit_id: int
    figures: Mapping[str, float | None]
    covered: float


@dataclass(frozen=True)
class StagedFigures(StagedRaster):
    """A grid that was read and asked about the communes.

    Attributes:
        sums: of each commune that the grid touches.
        outside: how many communes in force it does not touch.
    """

    sums: Sequence[CommuneFigures] = ()
    outside: int = 0

    @property
    def unknown(self) -> int:
        """Return how many communes lack values."""
        return sum(None in each.figures.values() for each in self.sums)

    def known(self, indicator: str) -> list[float]:
        """Return the figures of an indicator that are known."""
        told = (each.figures[indicator] for each in self.sums)
        return [value for value in told if value is not None]


Staged = TypeVar("Staged", bound=StagedFigures)


@dataclass(frozen=True)
class Communes:
    """The communes that may lie beneath a grid: keys (n) and shapes (n,) in WGS 84; how many are in force."""

    keys: list[int]
    shapes: NDArray[np.object_]
    in_force: int


def communes_beneath(grid: Grid, options: RasterOptions) -> Communes:
    """Return the communes to ask a grid about.

    Raises:
        ImportRefused: when there is none.
    """
    communes = AdminUnit.objects.communes().on(options.as_of).in_scope(options.scope)
    beneath = communes.filter(geometry__bboverlaps=as_geos(grid.outline))
    rows = list(beneath.values_list("pk", "geometry"))
    if not rows:
        raise nowhere(grid)
    shapes = shapely.from_wkb([bytes(geometry.wkb) for _pk, geometry in rows])
    return Communes([pk for pk, _geometry in rows], shapes, communes.count())


def staged_figures(
    kind: type[Staged],
    file: Path,
    options: RasterOptions,
    grid: Grid,
    communes: Communes,
    figures: Mapping[str, NDArray[np.float64]],
    covered: NDArray[np.float64],
) -> Staged:
    """Return what a grid says of the communes that it touches.

    Args:
        kind: what is returned.
        file: the GeoTIFF.
        options: what is said about it.
        grid: the file, open.
        communes: n communes that were asked about.
        figures: by indicator, of each commune (n,); NaN where unknown.
        covered: the part of each commune (n,) that has values.

    Raises:
        ImportRefused: when it touches none.
    """
    stored = {
        key: [None if np.isnan(value) else round(float(value), 3) for value in values]
        for key, values in figures.items()
    }
    sums = tuple(
        CommuneFigures(unit_id, {key: stored[key][i] for key in stored}, float(covered[i]))
        for i, unit_id in enumerate(communes.keys)
        if covered[i] > 0
    )
    if not sums:
        raise nowhere(grid)
    fresh, already = not_yet_brought(sums, grid.origin.sha256)
    return kind(
        options,
        file,
        grid.origin,
        grid.raster,
        already=None if fresh else already,
        sums=sums,
        outside=communes.in_force - len(sums),
    )


def not_yet_brought(
    sums: Sequence[CommuneFigures], sha256: str
) -> tuple[list[CommuneFigures], ImportBatch | None]:
    """Return the figures that no import of this very file brought, and the last such import."""
    same = {"layer": LAYER, "file_sha256": sha256}
    earlier = ImportBatch.objects.filter(**same).order_by("-imported_at").first()
    brought = set(
        IndicatorValue.objects.filter(
            batch__in=ImportBatch.objects.filter(**same), unit__in=[s.unit_id for s in sums]
        ).values_list("unit_id", flat=True)
    )
    return [s for s in sums if s.unit_id not in brought], earlier


def brought_before(staged: StagedFigures) -> ImportBatch | None:
    """Return the import that brought all these figures from this very file."""
    fresh, already = not_yet_brought(staged.sums, staged.origin.sha256)
    return None if fresh else already


def store(staged: StagedFigures, account: AbstractBaseUser | None) -> ImportBatch:
    """Store the figures that are new, and the file.

    Raises:
        ImportRefused: when a figure of the same source and year is known.
    """
    fresh, already = not_yet_brought(staged.sums, staged.origin.sha256)
    batch = record_batch(
        LAYER,
        staged.origin,
        account,
        kind=staged.options.kind,
        source=staged.options.source,
        rows_read=len(staged.sums),
        rows_accepted=len(fresh),
        rows_duplicate=len(staged.sums) - len(fresh),
    )
    _store_figures(fresh, staged.options, batch)
    if already is None:
        staged.raster.batch = batch
        staged.raster.save()
    keep(staged.path, staged.raster)
    return batch


def _store_figures(sums: Sequence[CommuneFigures], options: RasterOptions, batch: ImportBatch) -> None:
    source = gettext("lưới %(source)s") % {"source": options.source}
    same = {"source": source, "period": str(options.as_of.year)}
    keys = {key for each in sums for key in each.figures}
    stored = IndicatorValue.objects.filter(
        unit__in=[s.unit_id for s in sums], indicator__in=keys, **same
    ).select_related("indicator")
    if refuted := stored.first():
        raise ImportRefused(
            _(
                "Đã có “%(indicator)s” theo “%(source)s” năm %(year)s; "
                "hãy dùng tên nguồn khác nếu đây là bản mới."
            )
            % {"indicator": refuted.indicator.in_both, "source": source, "year": same["period"]}
        )
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            unit_id=each.unit_id, indicator_id=key, value=value, as_of=options.as_of, batch=batch, **same
        )
        for each in sums
        for key, value in each.figures.items()
    )


def nowhere(grid: Grid) -> ImportRefused:
    """Return the refusal of a grid whose cells lie beside all communes."""
    return ImportRefused(
        _("“%(file)s” không phủ lên xã, phường nào; hãy kiểm tra hệ tọa độ và ranh giới.")
        % {"file": grid.origin.file_name}
    )
