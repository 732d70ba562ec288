"""Gi* and local Moran: which communes stand out together with, or from, their neighbours."""

from __future__ import annotations

import numpy as np
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
)
from gis_app.screening.wording import both
from gis_app.statistics.answers import Floats, NotEnoughData
from gis_app.statistics.hot_spots import HotSpots, hot_spots, stability
from gis_app.statistics.local_moran import Association, LocalMoran, local_moran
from gis_app.statistics.neighbours import nearest
from gis_app.transformation.palette import StatusStyle

_ASKS = ("measure", "permutations", "seed")
#: Other definitions of "neighbour" that hot spots are tried under, around the usual number. Ours.
_NEAREST = (4, 8)
_HOT = {1: "hot", 0: "neither", -1: "cold"}
# "none" is what the map calls communes outside the run.
_ASSOCIATION = {each: each.name.lower() for each in Association} | {Association.NONE: "neither"}
_RATE = Column("rate", _("Vụ/10.000 dân"), 1)
_COUNT = Column("count", _("Số vụ"))
_STABLE = Column("stability", _("Vẫn nóng (%)"))
_P = Column("p", _("p"), 4)
_ADJUSTED = Column("adjusted_p", _("p đã hiệu chỉnh"), 4)


def _gi(inputs: Inputs) -> Outcome:
    values = inputs.measured()
    if isinstance(values, NotEnoughData):
        return lacking(values)
    asked = inputs.asked
    found = hot_spots(values, inputs.neighbours, permutations=asked.permutations, seed=asked.seed)
    if isinstance(found, NotEnoughData):
        return lacking(found)
    outcome = _outcome(inputs, found, values)
    outcome.values["z"] = plain(found.z)
    _say_how_stable(outcome, inputs, values, found)
    outcome.kinds = _kinds(found, [_HOT[int(kind)] for kind in found.kind])
    return outcome


def _say_how_stable(outcome: Outcome, inputs: Inputs, values: Floats, found: HotSpots) -> None:
    """Tell how many hot spots stay hot when "neighbour" means the four, or the eight, nearest communes.

    Which definition is right is a choice; what hangs on it should not be acted on.
    """
    hot = found.kind == 1
    if not hot.any() or len(inputs.units) <= max(_NEAREST):
        return
    others = [nearest(inputs.shapes, k) for k in _NEAREST]
    asked = inputs.asked
    shares = stability(values, others, permutations=asked.permutations, seed=asked.seed)
    if isinstance(shares, NotEnoughData):
        return
    said = both(
        "{stable} trong {hot} điểm nóng vẫn là điểm nóng khi coi {few} hoặc {many} xã gần nhất là liền kề; "
        "điểm nóng phụ thuộc vào cách định nghĩa liền kề thì chưa chắc (cột “Vẫn nóng”).",
        "{stable} of {hot} hot spots stay so when the {few} or {many} nearest communes count as neighbours; "
        "one that hangs on the definition is uncertain (column “Still hot”).",
        stable=int((shares[hot] == 1).sum()),
        hot=int(hot.sum()),
        few=_NEAREST[0],
        many=_NEAREST[1],
    )
    outcome.say(said.in_language)
    outcome.values["stability"] = plain(np.where(hot, 100 * shares, np.nan))


def _moran(inputs: Inputs) -> Outcome:
    values = inputs.measured()
    if isinstance(values, NotEnoughData):
        return lacking(values)
    asked = inputs.asked
    found = local_moran(values, inputs.neighbours, permutations=asked.permutations, seed=asked.seed)
    if isinstance(found, NotEnoughData):
        return lacking(found)
    outcome = _outcome(inputs, found, values)
    outcome.values["moran"] = plain(found.moran)
    outcome.kinds = _kinds(found, [_ASSOCIATION[Association(int(kind))] for kind in found.kind])
    return outcome


def _outcome(inputs: Inputs, found: HotSpots | LocalMoran, values: Floats) -> Outcome:
    outcome = Outcome(
        values={
            "count": plain(inputs.counts),
            "p": plain(found.p),
            "adjusted_p": plain(found.adjusted_p),
        },
        used={"permutations": found.permutations, "neighbours": inputs.neighbours.definition},
    )
    if inputs.asked.measure == "rates":
        outcome.values["rate"] = plain(values)
    outcome.say(found.note.sentences)
    note_left_out(outcome, found)
    return outcome


def _kinds(found: HotSpots | LocalMoran, kinds: list[str]) -> list[str]:
    for at in found.unknown:
        kinds[at] = UNKNOWN.key
    for at in found.islands:
        kinds[at] = "untested"
    return kinds


_UNTESTED = StatusStyle("untested", _("không có xã liền kề, không kiểm định"), "#FFFFFF", "dots")
_NEITHER = _("không có ý nghĩa thống kê")

HOT_SPOTS = Method(
    key="hot_spots",
    compute=_gi,
    asks=_ASKS,
    columns=(_COUNT, _RATE, Column("z", _("z của Gi*"), 2), _P, _ADJUSTED, _STABLE),
    styles=(
        StatusStyle("hot", _("điểm nóng"), "#D55E00", "cross"),
        StatusStyle("cold", _("điểm lạnh"), "#0072B2", "horizontal"),
        StatusStyle("neither", _NEITHER, "#FFFFFF", "none"),
        _UNTESTED,
        UNKNOWN,
    ),
    sorted_by="z",
)

LOCAL_MORAN = Method(
    key="local_moran",
    compute=_moran,
    asks=_ASKS,
    columns=(_COUNT, _RATE, Column("moran", _("I địa phương"), 2), _P, _ADJUSTED),
    styles=(
        StatusStyle("high_among_high", _("cao, xung quanh cao"), "#D55E00", "cross"),
        StatusStyle("high_among_low", _("cao, xung quanh thấp"), "#E69F00", "diagonal"),
        StatusStyle("low_among_high", _("thấp, xung quanh cao"), "#56B4E9", "dots"),
        StatusStyle("low_among_low", _("thấp, xung quanh thấp"), "#0072B2", "horizontal"),
        StatusStyle("neither", _NEITHER, "#FFFFFF", "none"),
        _UNTESTED,
        UNKNOWN,
    ),
    sorted_by="moran",
)
