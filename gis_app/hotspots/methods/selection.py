"""The board's selection of a year against the incidents of a later period."""

from __future__ import annotations

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gis_app.access.restricting import restrict
from gis_app.hotspots.methods.shape import (
    UNKNOWN,
    Column,
    Inputs,
    Method,
    Outcome,
    RefusedError,
    lacking,
    plain,
)
from gis_app.statistics.answers import NotEnoughData
from gis_app.statistics.prediction import selection_accuracy
from gis_app.transformation.cycle import COUNTED
from gis_app.transformation.models import KeyArea
from gis_app.transformation.palette import StatusStyle
from gis_app.transformation.same_ground import same_ground


def _compute(inputs: Inputs) -> Outcome:
    areas = restrict(
        KeyArea.objects.filter(plan_year=inputs.asked.plan_year, status__in=COUNTED), inputs.account
    )
    ground = same_ground(areas.values_list("unit_id", flat=True))
    units = {unit for same in ground.values() for unit in same}
    chosen = [unit.pk in units for unit in inputs.units]
    if ground and not any(chosen):
        raise RefusedError(
            _now(
                "Không địa bàn nào của danh sách thuộc tỉnh này với ranh giới của ngày này; hãy chọn "
                "tỉnh của kế hoạch và một ngày trong năm lựa chọn."
            )
        )
    found = selection_accuracy(chosen, inputs.counts, inputs.areas_km2)
    if isinstance(found, NotEnoughData):
        return lacking(found)
    kinds = ["chosen" if each else "other" for each in chosen]
    for at in found.unknown:
        kinds[at] = UNKNOWN.key
    outcome = Outcome(
        kinds=kinds,
        values={"count": plain(inputs.counts), "area": plain(inputs.areas_km2)},
        table=[
            {
                "selected": found.selected,
                "share_of_units": 100 * found.share_of_units,
                "hit_rate": 100 * found.hit_rate,
                "concentration": found.concentration,
                "pai": found.pai,
                "best_hit_rate": 100 * found.best_hit_rate,
                "efficiency": found.efficiency,
            }
        ],
    )
    outcome.say(found.sentence)
    return outcome


SELECTION_ACCURACY = Method(
    key="selection_accuracy",
    compute=_compute,
    asks=("plan_year",),
    rows=(
        Column("selected", _("Xã được chọn")),
        Column("share_of_units", _("Phần số xã (%)"), 1),
        Column("hit_rate", _("Phần số vụ (%)"), 1),
        Column("concentration", _("Gấp rút thăm"), 2),
        Column("pai", _("PAI"), 2),
        Column("best_hit_rate", _("Tốt nhất có thể (%)"), 1),
        Column("efficiency", _("So với tốt nhất"), 2),
    ),
    columns=(Column("count", _("Số vụ")), Column("area", _("Diện tích (km²)"), 1)),
    sorted_by="count",
    styles=(
        StatusStyle("chosen", _("được chọn"), "#E69F00", "diagonal"),
        StatusStyle("other", _("không được chọn"), "#FFFFFF", "none"),
        UNKNOWN,
    ),
)
