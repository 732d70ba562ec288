"""How good was the map? One period's figures against the incidents of the period that followed."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis_app.hotspots import figures
from gis_app.hotspots.methods.shape import RAMP, UNKNOWN, Column, Inputs, Method, Outcome, lacking, plain
from gis_app.screening.wording import Amount, Share, both
from gis_app.statistics.answers import Floats, NotEnoughData
from gis_app.statistics.hot_spots import hot_spots
from gis_app.statistics.prediction import SHARES, map_accuracy
from gis_app.statistics.rates import empirical_bayes
from gis_app.transformation.palette import StatusStyle

_BASE = "per_km2"


def _compute(inputs: Inputs) -> Outcome:
    asked = inputs.asked
    since, until = asked.following
    following = figures.counts(inputs.units, asked.categories, since, until, inputs.account)
    maps = _maps(inputs)
    if isinstance(maps, NotEnoughData):
        return lacking(maps)
    table: list[dict[str, Any]] = []
    for name, scores in maps.items():
        found = map_accuracy(scores, following, inputs.areas_km2)
        if isinstance(found, NotEnoughData):
            return lacking(found)
        table += [
            {
                "map": name,
                "share": 100 * each.share_of_area,
                "hits": each.hits,
                "hit_rate": 100 * each.hit_rate,
                "pai": each.pai,
                "pei": each.pei,
            }
            for each in found
        ]
    base = next(row for row in table if row["map"] == _BASE and row["share"] == 100 * SHARES[-1])
    outcome = Outcome(
        table=table,
        kinds=_kinds(maps[_BASE], inputs.areas_km2),
        values={"count": plain(inputs.counts), "per_km2": plain(maps[_BASE]), "following": plain(following)},
    )
    said = both(
        "Phần {share} diện tích có nhiều vụ nhất trên km² ở kỳ trước giữ {rate} số vụ của kỳ sau "
        "({since} đến {last}), gấp {pai} lần so với chọn ngẫu nhiên.",
        "The {share} of the area with most incidents per km² in the first period held {rate} of the "
        "incidents of the next ({since} to {last}), {pai} times what chance gives.",
        share=Share(base["share"] / 100),
        rate=Share(base["hit_rate"] / 100),
        since=since,
        last=until.fromordinal(until.toordinal() - 1),
        pai=Amount(base["pai"], 2),
    )
    outcome.say(said.in_language)
    if until > timezone.localdate():
        said = both(
            "Kỳ sau chưa hết: chỉ tính các vụ đã nhập đến nay.",
            "The next period is not over: only incidents entered so far are counted.",
        )
        outcome.say(said.in_language)
    return outcome


def _maps(inputs: Inputs) -> dict[str, Floats] | NotEnoughData:
    """Return the scores of each map that the first period carries (n,)."""
    asked, counts = inputs.asked, inputs.counts
    maps = {_BASE: counts / inputs.areas_km2, "counts": counts}
    spots = hot_spots(counts, inputs.neighbours, permutations=asked.permutations, seed=asked.seed)
    if isinstance(spots, NotEnoughData):
        return spots
    maps["gi_star"] = spots.z
    rates = empirical_bayes(counts, inputs.residents)
    if not isinstance(rates, NotEnoughData):
        maps["rates"] = rates.steadied
    return maps | {"chance": np.zeros(len(counts))}


def _kinds(scores: Floats, areas: Floats) -> list[str]:
    """Return in which share of the area each commune lies when the highest scores are taken first."""
    kinds = [UNKNOWN.key] * len(scores)
    order = [int(at) for at in np.argsort(-np.nan_to_num(scores, nan=-1.0), kind="stable")]
    taken, whole = 0.0, float(areas.sum())
    for at in order:
        if np.isnan(scores[at]):
            continue
        share = next((s for s in SHARES if taken < s * whole), None)
        kinds[at] = f"top{round(100 * share)}" if share else "rest"
        taken += float(areas[at])
    return kinds


MAP_ACCURACY = Method(
    key="map_accuracy",
    compute=_compute,
    asks=("seed",),
    rows=(
        Column("map", _("Bản đồ của kỳ trước"), None),
        Column("share", _("Diện tích (%)")),
        Column("hits", _("Vụ giữ được"), 1),
        Column("hit_rate", _("Tỷ lệ trúng (%)"), 1),
        Column("pai", _("PAI"), 2),
        Column("pei", _("PEI"), 2),
    ),
    columns=(
        Column("per_km2", _("Vụ/km², kỳ trước"), 2),
        Column("count", _("Số vụ kỳ trước")),
        Column("following", _("Số vụ kỳ sau")),
    ),
    sorted_by="per_km2",
    styles=(
        StatusStyle("top5", _("5 % diện tích dày vụ nhất kỳ trước"), RAMP[4], "cross"),
        StatusStyle("top10", _("thêm đến 10 %"), RAMP[3], "diagonal"),
        StatusStyle("top15", _("thêm đến 15 %"), RAMP[1], "dots"),
        StatusStyle("rest", _("phần còn lại"), "#FFFFFF", "none"),
        UNKNOWN,
    ),
    words={
        _BASE: _("Số vụ trên km²"),
        "counts": _("Số vụ"),
        "gi_star": _("Gi* (z)"),
        "rates": _("Tỷ lệ đã ổn định"),
        "chance": _("Mọi nơi như nhau (ngẫu nhiên)"),
    },
)
