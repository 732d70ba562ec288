"""Kernel density: where incidents concentrate, without regard to boundaries; as picture and as GeoTIFF."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import geopandas as gpd
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gis_app.hotspots.methods.shape import Column, Inputs, Method, Outcome, RefusedError, lacking
from gis_app.hotspots.picture import picture_of
from gis_app.screening.wording import Amount, Text, both
from gis_app.statistics.answers import Lacking, NotEnoughData
from gis_app.statistics.bandwidths import fitted_bandwidth
from gis_app.statistics.density import LEAST_INCIDENTS, LEAST_PLACES, density_surface
from gis_app.statistics.density_raster import write_density
from gis_app.statistics.metric import to_metres
from gis_app.statistics.points import coordinates_m, different_places

_RULES = {
    "suggested": Text("theo quy tắc thông dụng", "rule of thumb"),
    "fitted": Text("khớp theo số liệu", "fitted to the data"),
    "own": Text("tự chọn", "chosen"),
}
#: Cells along the shorter side at least, and in all at most: the rasters are kept in the database.
_CELLS_ACROSS = 250
_MOST_CELLS = 2_000_000
GEOTIFF, PICTURE = "density.tif", "density.png"


def _compute(inputs: Inputs) -> Outcome:
    places = inputs.places.geometry
    if not len(places):
        # Without a single place there is no system to project to; the answer is the same as for a few.
        return lacking(NotEnoughData(Lacking.INCIDENTS, 0, LEAST_INCIDENTS))
    bandwidth = _bandwidth(inputs)
    cell = None if bandwidth is None else _cell(inputs.shapes, bandwidth)
    try:
        found = density_surface(places, inputs.shapes, bandwidth_m=bandwidth, cell_m=cell)
    except ValueError as error:
        raise RefusedError(
            _now("Không lập được lưới mật độ với bán kính này; hãy chọn bán kính lớn hơn.")
        ) from error
    if isinstance(found, NotEnoughData):
        return lacking(found)
    picture = picture_of(found)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / GEOTIFF
        write_density(found, path)
        geotiff = path.read_bytes()
    outcome = Outcome(
        table=[
            {
                "bandwidth": found.bandwidth_m,
                "cell": found.cell_m,
                "incidents": found.incidents,
                "alone": 100 * found.alone,
                "highest": picture.highest,
            }
        ],
        used={"limits": picture.limits, "bounds": picture.bounds},
        files={GEOTIFF: ("image/tiff", geotiff), PICTURE: ("image/png", picture.png)},
    )
    said = both(
        "{n} vụ, mỗi vụ trải ra trong bán kính {bandwidth} m ({rule}); nơi dày nhất {highest} vụ/km².",
        "{n} incidents, each spread over a radius of {bandwidth} m ({rule}); {highest} per km² at most.",
        n=found.incidents,
        bandwidth=Amount(found.bandwidth_m),
        rule=_RULES[inputs.asked.bandwidth],
        highest=Amount(picture.highest, 2),
    )
    outcome.say(said.in_language)
    outcome.say(found.sentences)
    return outcome


def _bandwidth(inputs: Inputs) -> float | None:
    if inputs.asked.bandwidth == "own":
        return inputs.asked.bandwidth_m
    points = coordinates_m(inputs.places.geometry)
    if inputs.asked.bandwidth == "fitted" and different_places(points) >= LEAST_PLACES:
        return fitted_bandwidth(points, inputs.asked.seed)
    return None


def _cell(area: gpd.GeoSeries, bandwidth_m: float) -> float:
    """Return a sixth of the bandwidth, within what can be kept and shown: 250 to some 1,400 cells across."""
    west, south, east, north = to_metres(area).total_bounds
    width, height = east - west, north - south
    return max(
        min(bandwidth_m / 6, min(width, height) / _CELLS_ACROSS), math.sqrt(width * height / _MOST_CELLS)
    )


DENSITY = Method(
    key="density",
    compute=_compute,
    asks=("bandwidth", "bandwidth_m"),
    rows=(
        Column("bandwidth", _("Bán kính (m)")),
        Column("cell", _("Cạnh ô lưới (m)")),
        Column("incidents", _("Số vụ")),
        Column("alone", _("Vụ không có vụ khác trong bán kính (%)")),
        Column("highest", _("Cao nhất (vụ/km²)"), 2),
    ),
    by_place=True,
)
