"""The kinds of files that can be brought in, one module each; `kind_of` says which one a job is."""

from __future__ import annotations

from collections.abc import Mapping

from gis_app.data.kinds import belts, boundaries, incidents, indicators, lines, rasters, sites, successions
from gis_app.data.kinds.base import Checked, Kind, file_choices
from gis_app.data.models import ImportJob
from layers.models import ImportBatch

__all__ = ["UPLOADED", "Checked", "Kind", "file_choices", "kind_of"]

Layer = ImportBatch.Layer

#: What a person may say that a file is, in the order in which the page offers it.
UPLOADED: Mapping[str, Kind] = {
    Layer.BOUNDARIES: boundaries.KIND,
    Layer.INCIDENTS: incidents.KIND,
    Layer.SITES: sites.KIND,
    Layer.BORDER_LINE: lines.BORDER,
    Layer.BORDER_BELT: belts.KIND,
    Layer.ROADS: lines.ROADS,
    Layer.INDICATORS: indicators.TABLE,
    Layer.RASTER: rasters.KIND,
    Layer.SUCCESSIONS: successions.KIND,
}


def kind_of(job: ImportJob) -> Kind:
    """Return the kind of a job: that of its layer, or the workbook that the program gave out."""
    return indicators.WORKBOOK if job.is_template else UPLOADED[job.layer]
