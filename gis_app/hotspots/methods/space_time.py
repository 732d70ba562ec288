"""Knox: whether incidents that are near in place also tend to be near in time."""

from __future__ import annotations

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gis_app.hotspots.methods.shape import Column, Inputs, Method, Outcome, RefusedError, lacking
from gis_app.statistics.answers import Lacking, NotEnoughData
from gis_app.statistics.space_time import LEAST_INCIDENTS, PERMUTATIONS, knox


def _compute(inputs: Inputs) -> Outcome:
    asked, places = inputs.asked, inputs.places
    if not len(places):
        return lacking(NotEnoughData(Lacking.INCIDENTS, 0, LEAST_INCIDENTS))
    try:
        found = knox(
            places.geometry,
            places["time"].dt.tz_localize(None).to_numpy(),
            within_m=asked.within_m,
            within_days=asked.within_days,
            permutations=asked.permutations or PERMUTATIONS,
            seed=asked.seed,
        )
    except ValueError as error:
        raise RefusedError(
            _now("Có quá nhiều cặp vụ trong khoảng cách này; hãy giảm khoảng cách hoặc lấy kỳ ngắn hơn.")
        ) from error
    if isinstance(found, NotEnoughData):
        return lacking(found)
    outcome = Outcome(
        table=[
            {
                "incidents": found.incidents,
                "near_place": found.near_place,
                "near_time": found.near_time,
                "near_both": found.near_both,
                "expected": found.expected,
                "ratio": None if found.expected == 0 else found.ratio,
                "p": found.p,
            }
        ],
        used={"permutations": found.permutations},
    )
    outcome.say(found.sentence)
    return outcome


SPACE_TIME = Method(
    key="space_time",
    compute=_compute,
    asks=("within_m", "within_days", "permutations", "seed"),
    rows=(
        Column("incidents", _("Số vụ")),
        Column("near_place", _("Cặp gần về nơi")),
        Column("near_time", _("Cặp gần về lúc")),
        Column("near_both", _("Cặp gần cả hai")),
        Column("expected", _("Nếu không liên quan"), 1),
        Column("ratio", _("Tỷ số"), 2),
        Column("p", _("p"), 4),
    ),
    by_place=True,
)
