"""The synthetic layers of the sample, through the same imports as an office's files."""

from __future__ import annotations

from django.conf import settings

from gis_app.operations.sample.boundaries import REFORM
from layers.importing import incidents, indicators, lines, sites
from layers.models import ImportBatch

SOURCE = "Dữ liệu mẫu, tổng hợp"


def load_layers() -> None:
    """Load what is not there yet; the imports know a file that they have brought before."""
    folder = settings.SAMPLE_DIR
    border = lines.LineOptions(ImportBatch.Layer.BORDER_LINE, approximate=True, source=SOURCE, is_sample=True)
    lines.commit(lines.stage(folder / "border-line.shp", border))
    roads = lines.LineOptions(ImportBatch.Layer.ROADS, source=SOURCE, is_sample=True)
    lines.commit(lines.stage(folder / "roads.geojson", roads))
    all_kinds = sites.SiteOptions("any", SOURCE, is_sample=True)
    sites.commit(sites.stage(folder / "sites.geojson", all_kinds))
    cases = incidents.IncidentOptions(SOURCE, is_sample=True)
    incidents.commit(incidents.stage(folder / "incidents.csv", cases))
    # The figures of 2024 are given for the communes after the reform, too.
    figures = indicators.IndicatorOptions(communes_on=REFORM, is_sample=True)
    indicators.commit(indicators.stage(folder / "indicators.csv", figures))
    sites.commit(sites.stage(folder / "further-sites.geojson", all_kinds))
    incidents.commit(incidents.stage(folder / "further-incidents.csv", cases))
    indicators.commit(indicators.stage(folder / "assessments.csv", figures))
