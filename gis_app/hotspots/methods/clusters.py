"""HDBSCAN: groups of incidents that are denser than their surroundings, whatever the boundaries."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import shapely
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gis_app.formats.numbers import number
from gis_app.hotspots.methods.shape import Column, Inputs, Method, Outcome, RefusedError, lacking
from gis_app.screening.wording import Share, both
from gis_app.statistics.answers import Lacking, NotEnoughData
from gis_app.statistics.clusters import Clusters, clusters
from layers.models.fields import SRID

#: More take minutes and hundreds of megabytes; a shorter period or fewer categories say more anyway.
MOST_INCIDENTS = 50_000


def _compute(inputs: Inputs) -> Outcome:
    places = inputs.places.geometry
    least = inputs.asked.least_incidents
    if not len(places):
        return lacking(NotEnoughData(Lacking.INCIDENTS, 0, 3 * least))
    if len(places) > MOST_INCIDENTS:
        raise RefusedError(
            _now("Có %(found)s vụ, tìm cụm được tối đa %(most)s; hãy lấy kỳ ngắn hơn hoặc ít loại hơn.")
            % {"found": number(len(places)), "most": number(MOST_INCIDENTS)}
        )
    found = clusters(places, least_incidents=least)
    if isinstance(found, NotEnoughData):
        return lacking(found)
    table = _table(found, inputs)
    outcome = Outcome(table=table, shapes=_shapes(found, table))
    said = both(
        "{n} cụm; {alone} số vụ không thuộc cụm nào.",
        "{n} clusters; {alone} of the incidents are in none.",
        n=len(table),
        alone=Share(found.alone),
    )
    outcome.say(said.in_language)
    return outcome


def _table(found: Clusters, inputs: Inputs) -> list[dict[str, Any]]:
    """Return a row for each cluster, the largest first; its commune is the one around its middle."""
    outlines: gpd.GeoDataFrame = found.outlines
    middles = outlines.geometry.centroid.to_crs(SRID).to_numpy()
    nearest = shapely.STRtree(inputs.shapes.to_numpy()).query_nearest(middles, all_matches=False)[1]
    return [
        {
            "number": at + 1,
            "unit": inputs.units[unit].pk,
            "incidents": int(row.incidents),
            "places": int(row.places),
            "area": row.geometry.area / 1e6,
        }
        for at, (row, unit) in enumerate(zip(outlines.itertuples(), nearest, strict=True))
    ]


def _shapes(found: Clusters, table: list[dict[str, Any]]) -> dict[str, Any]:
    outlines = found.outlines[["geometry"]].assign(
        number=[row["number"] for row in table], incidents=[row["incidents"] for row in table]
    )
    collection: dict[str, Any] = json.loads(outlines.to_crs(SRID).to_json())
    return collection


CLUSTERS = Method(
    key="clusters",
    compute=_compute,
    asks=("least_incidents",),
    rows=(
        Column("number", _("Cụm")),
        Column("unit", _("Xã, phường ở giữa cụm"), None),
        Column("incidents", _("Số vụ")),
        Column("places", _("Vị trí khác nhau")),
        Column("area", _("Diện tích bao (km²)"), 2),
    ),
    by_place=True,
)
