"""Hot spots from month to month: which are new, persistent, rising, falling, over."""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext_lazy as _

from gis_app.hotspots import figures
from gis_app.hotspots.methods.shape import UNKNOWN, Column, Inputs, Method, Outcome, lacking, plain, worded
from gis_app.screening.wording import both
from gis_app.statistics.answers import NotEnoughData
from gis_app.statistics.explaining import trend_label
from gis_app.statistics.trends import Trend, trends
from gis_app.transformation.palette import StatusStyle

_HOT = {
    Trend.NEW: ("#F0E442", "dots"),
    Trend.CONSECUTIVE: ("#E69F00", "diagonal"),
    Trend.INTENSIFYING: ("#A63603", "cross"),
    Trend.PERSISTENT: ("#D55E00", "vertical"),
    Trend.DIMINISHING: ("#FDBE85", "back_diagonal"),
    Trend.SPORADIC: ("#FEEDDE", "sparse_diagonal"),
    Trend.OSCILLATING: ("#CC79A7", "horizontal"),
    Trend.HISTORICAL: ("#FFFFFF", "sparse_diagonal"),
}
_COLD = frozenset(each for each in Trend if each.value.startswith("cold_"))


def _compute(inputs: Inputs) -> Outcome:
    asked = inputs.asked
    table = figures.monthly(inputs.units, asked.categories, asked.months, inputs.account)
    found = trends(table, inputs.neighbours, permutations=asked.permutations, seed=asked.seed)
    if isinstance(found, NotEnoughData):
        return lacking(found)
    outcome = Outcome(
        kinds=[_style(kind) for kind in found.kind],
        values={
            "count": plain(np.where(np.isnan(table).all(axis=1), np.nan, np.nansum(table, axis=1))),
            "class": [each.value for each in found.kind],  # type: ignore[misc]
            "hot_months": plain(found.hot_months),
            "cold_months": plain(found.cold_months),
            "known_months": plain(found.known_months),
            "tau": plain(found.tau),
        },
        islands=inputs.neighbours.islands.tolist(),
        used={"permutations": found.permutations, "neighbours": inputs.neighbours.definition},
    )
    hot = int((found.hot_months > 0).sum())
    said = both(
        "{hot} xã, phường là điểm nóng ở ít nhất một trong {months} tháng; mỗi tháng kiểm định riêng.",
        "{hot} communes were a hot spot in at least one of {months} months; each month is tested by itself.",
        hot=hot,
        months=len(asked.months),
    )
    outcome.say(said.in_language)
    if found.left_out:
        months = [f"{asked.months[at]:%m/%Y}" for at in found.left_out]
        said = both(
            "{n} tháng chưa đủ số liệu nên để ra ngoài: {months}.",
            "{n} months lack data and were left out: {months}.",
            n=len(months),
            months=", ".join(months),
        )
        outcome.say(said.in_language)
    return outcome


def _style(kind: Trend) -> str:
    if kind in _COLD:
        return "cold"
    return {Trend.NONE: "neither", Trend.UNKNOWN: UNKNOWN.key}.get(kind, kind.value)


TRENDS = Method(
    key="trends",
    compute=_compute,
    asks=("permutations", "seed"),
    columns=(
        Column("class", _("Xếp loại"), None),
        Column("count", _("Số vụ")),
        Column("hot_months", _("Tháng nóng")),
        Column("cold_months", _("Tháng lạnh")),
        Column("known_months", _("Tháng có số liệu")),
        Column("tau", _("Tau của xu thế"), 2),
    ),
    styles=(
        *(StatusStyle(kind.value, worded(trend_label, kind), *drawn) for kind, drawn in _HOT.items()),
        StatusStyle("cold", _("điểm lạnh, mọi loại"), "#0072B2", "horizontal"),
        StatusStyle("neither", _("không rõ xu thế"), "#FFFFFF", "none"),
        UNKNOWN,
    ),
    sorted_by="hot_months",
    words={kind.value: worded(trend_label, kind) for kind in Trend},
)
