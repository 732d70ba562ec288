"""The statistics that pages offer, one module each, in the order of the page."""

from __future__ import annotations

from gis_app.hotspots.methods.accuracy import MAP_ACCURACY
from gis_app.hotspots.methods.clusters import CLUSTERS
from gis_app.hotspots.methods.density import DENSITY
from gis_app.hotspots.methods.rates import EMPIRICAL_BAYES
from gis_app.hotspots.methods.selection import SELECTION_ACCURACY
from gis_app.hotspots.methods.shape import Method
from gis_app.hotspots.methods.space_time import SPACE_TIME
from gis_app.hotspots.methods.trends import TRENDS
from gis_app.hotspots.methods.verdicts import HOT_SPOTS, LOCAL_MORAN

METHODS: dict[str, Method] = {
    method.key: method
    for method in (
        HOT_SPOTS,
        LOCAL_MORAN,
        EMPIRICAL_BAYES,
        DENSITY,
        SPACE_TIME,
        TRENDS,
        CLUSTERS,
        MAP_ACCURACY,
        SELECTION_ACCURACY,
    )
}
