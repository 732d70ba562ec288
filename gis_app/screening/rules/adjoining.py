"""d.adjoining: a commune beside another province or country whose incidents gather along that boundary.

Which boundaries count is the plan's wording; Đồng Nai also looks at communes beside a key area. Key areas
that adjoin are told in any case. Only what a commune touches is named, and its touching is stated whatever
the outcome. Where nothing is loaded beyond an edge, that edge may be a boundary or a coast: it can make a
"no" uncertain, never a "yes".
"""

from __future__ import annotations

from typing import Any

from gis_app.screening import key_areas
from gis_app.screening.frontiers import survey
from gis_app.screening.rules.shape import MET, NO_DATA, NOT_MET, Judgement, Question, Row, Rule
from gis_app.screening.wording import Amount, Share, Text, both, listed

_BOUNDARIES = {
    "border": Text("biên giới", "the border"),
    "province": Text("ranh giới tỉnh", "the province boundary"),
    "key_area": Text("ranh giới với địa bàn trọng điểm", "the boundary with a key area"),
}
_COUNTRIES = {"Campuchia": "Cambodia", "Lào": "Laos", "Trung Quốc": "China"}


def prepare(question: Question) -> dict[str, Any]:
    """Make sure that the outer edges are known; name them, the key areas and what counts."""
    first, end = question.window.whole_months
    return {
        "countable": list(question.countable_categories),
        "first_month": first,
        "end_month": end,
        "survey": survey(question.as_of, question.parameters["tolerance_m"]).pk,
        "boundaries": question.covered("boundaries", RULE.declaration["boundaries"]),
        "key_areas": sorted(key_areas.on(question.as_of)),
    }


def judge(row: Row, question: Question) -> Judgement:
    """Met when enough incidents, in number and share, lie in the strip along a known boundary."""
    adjoins = [part for part in row["facing"] if part["faces"] != "open"]
    open_m = sum(part["length_m"] for part in row["facing"] if part["faces"] == "open")
    reason = _adjoins(adjoins, open_m) + _key_areas(row)
    details = {"facing": row["facing"], "open_m": open_m, "key_areas": row["key_areas"]}
    if not adjoins and not open_m:
        shared = question.parameters["min_shared_m"]
        return Judgement(NOT_MET, reason, 0, shared, "m", details)
    if not question.reported(row["province_code"], *question.countable_categories):
        details["missing"] = ["incident"]
        return Judgement(NO_DATA, reason + _none_reported(question), details=details)
    total, near, near_any = row["incidents"], row["near_known"], row["near_any"]
    details |= {"incidents": total, "near": near, "near_with_unknown_edge": near_any}
    decided = _decided(near, total, question)
    if adjoins:
        reason += _in_strip(near, total, question, _boundary(adjoins))
    if adjoins and _enough(near, total, question):
        return Judgement(MET, reason, *decided, details)
    if open_m and _enough(near_any, total, question):
        reason += _in_strip(near_any, total, question, _UNKNOWN_TOO if adjoins else _UNKNOWN)
        reason += _INCONCLUSIVE
        details["missing"] = ["unit"]
        return Judgement(NO_DATA, reason, *_decided(near_any, total, question), details)
    if not adjoins:
        reason += _in_strip(near_any, total, question, _UNKNOWN)
        decided = _decided(near_any, total, question)
    return Judgement(NOT_MET, reason, *decided, details)


_UNKNOWN = Text("phần ranh chưa rõ đó", "that unknown edge")
_UNKNOWN_TOO = Text("các ranh trên, kể cả phần chưa rõ", "these edges, the unknown one included")
_INCONCLUSIVE = Text(
    "Chưa thể kết luận: cần ranh giới của địa bàn bên ngoài.",
    "No conclusion yet: the boundaries beyond that edge are needed.",
)


def _key_areas(row: Row) -> Text:
    """Name the key areas beside the commune, unless their boundaries count and are named already."""
    named = {part["facing"] for part in row["facing"] if part["faces"] == "key_area"}
    others = [area["name"] for area in row["key_areas"] if area["code"] not in named]
    if not others:
        return Text("", "")
    return both(
        "Liền kề địa bàn trọng điểm: {names}.",
        "Beside key areas: {names}.",
        names=listed([Text(name, name) for name in others]),
    )


def _enough(near: int, total: int, question: Question) -> bool:
    percent = question.parameters["min_near_percent"]
    return near >= question.parameters["min_near"] and near * 100 >= percent * total


def _decided(near: int, total: int, question: Question) -> tuple[float, float, str]:
    """Return the comparison that decides: the number while there are too few, otherwise the share."""
    if near < question.parameters["min_near"]:
        return near, question.parameters["min_near"], "vụ"
    return near / total * 100, question.parameters["min_near_percent"], "%"


def _adjoins(adjoins: list[dict[str, Any]], open_m: float) -> Text:
    reason = Text("", "")
    if adjoins:
        parts = [
            both(
                "{name} trên {km} km" + (" đường biên giới" if p["faces"] == "border" else ""),
                "{name} over {km} km",
                name=_name(p),
                km=Amount(p["length_m"] / 1000, 1),
            )
            for p in adjoins
        ]
        reason = both("Giáp {parts}.", "Adjoins {parts}.", parts=listed(parts))
    elif not open_m:
        reason = Text(
            "Không giáp tỉnh khác hay nước láng giềng.", "Adjoins no other province and no other country."
        )
    if open_m:
        reason += both(
            "{km} km ranh ngoài chưa rõ giáp địa bàn nào.",
            "What lies beyond {km} km of the outer edge is not known.",
            km=Amount(open_m / 1000, 1),
        )
    return reason


def _name(part: dict[str, Any]) -> Text:
    if part["faces"] == "border":
        return Text(part["facing"], _COUNTRIES.get(part["facing"], part["facing"]))
    if part["faces"] == "key_area":
        return both("địa bàn trọng điểm {name}", "the key area {name}", name=part["name"])
    if name := part["name"]:
        return Text(name[0].lower() + name[1:], name)
    return Text(f"tỉnh mã {part['facing']}", f"the province with code {part['facing']}")


def _boundary(adjoins: list[dict[str, Any]]) -> Text:
    faces = {part["faces"] for part in adjoins}
    words = [_BOUNDARIES[kind] for kind in _BOUNDARIES if kind in faces]
    return Text(" hoặc ".join(text.vi for text in words), " or ".join(text.en for text in words))


def _in_strip(near: int, total: int, question: Question, line: Text) -> Text:
    figures = {
        "near": near,
        "total": total,
        "metres": question.parameters["near_m"],
        "line": line,
        "percent": question.parameters["min_near_percent"],
        "fewest": question.parameters["min_near"],
        "share": Share(near / total) if total else Text("không có vụ nào", "no incidents"),
    }
    fewest = near < question.parameters["min_near"]
    return both(
        "{near} trong {total} vụ ({share}) nằm trong {metres} m từ {line}, ngưỡng {percent} %"
        + (" và ít nhất {fewest} vụ." if fewest else "."),
        "{near} of {total} incidents ({share}) lie within {metres} m of {line}, threshold {percent} %"
        + (" and at least {fewest} incidents." if fewest else "."),
        **figures,
    )


def _none_reported(question: Question) -> Text:
    return both(
        "Tỉnh chưa có vụ việc nào được nhập từ {since} đến {last}, nên chưa thể kết luận.",
        "No incidents of the province from {since} to {last} have been entered: no conclusion yet.",
        since=question.window.since,
        last=question.window.last_day,
    )


RULE = Rule("adjoining", judge, prepare)
