"""Incidents per 10,000 residents, steadied by empirical Bayes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gis_app.hotspots.methods.shape import (
    UNKNOWN,
    Column,
    Inputs,
    Method,
    Outcome,
    lacking,
    note_left_out,
    plain,
    ramp,
    sequence,
)
from gis_app.screening.wording import Text, both
from gis_app.statistics.answers import NotEnoughData

_WHOLE = Text("của toàn địa bàn", "the rate of the whole area")
_SURROUNDINGS = Text("của vùng xung quanh", "the rate of the surroundings")


def _compute(inputs: Inputs) -> Outcome:
    found = inputs.rates()
    if isinstance(found, NotEnoughData):
        return lacking(found)
    kinds, limits = ramp(found.steadied)
    outcome = Outcome(
        kinds=kinds,
        values={
            "count": plain(inputs.counts),
            "residents": plain(inputs.residents),
            "raw": plain(found.raw),
            "steadied": plain(found.steadied),
            "own_weight": plain(100 * found.own_weight),
        },
        used={"limits": limits},
    )
    said = both(
        "Bản đồ: số vụ trên 10.000 dân đã làm ổn định, kéo về mức {where}; các nhóm có số xã gần bằng nhau.",
        "Map: incidents per 10,000 residents, steadied towards {where}; classes of about equal size.",
        where=_SURROUNDINGS if inputs.asked.surroundings else _WHOLE,
    )
    outcome.say(said.in_language)
    note_left_out(outcome, found)
    return outcome


EMPIRICAL_BAYES = Method(
    key="empirical_bayes",
    compute=_compute,
    asks=("surroundings",),
    columns=(
        Column("count", _("Số vụ")),
        Column("residents", _("Số dân")),
        Column("raw", _("Vụ/10.000 dân, chưa ổn định"), 1),
        Column("steadied", _("Vụ/10.000 dân, đã ổn định"), 1),
        Column("own_weight", _("Phần giữ lại của xã (%)")),
    ),
    styles=(
        *sequence([_("thấp nhất"), _("thấp"), _("trung bình"), _("cao"), _("cao nhất")]),
        UNKNOWN,
    ),
    sorted_by="steadied",
)
