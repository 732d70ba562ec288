"""d.adjoining: a commune beside another province or country whose incidents gather along that boundary.

Only what a commune touches is named, and its touching is stated whatever the outcome. Where nothing is loaded
beyond an edge, that edge may be a boundary or a coast: it can make a "no" uncertain, never a "yes".
"""

from __future__ import annotations

from typing import Any

from gis_app.screening.frontiers import survey
from gis_app.screening.rules.shape import MET, NO_DATA, NOT_MET, Judgement, Question, Row, Rule
from gis_app.screening.wording import Amount, Share, Text, both, listed

_COUNTRIES = {"Campuchia": "Cambodia", "Lào": "Laos", "Trung Quốc": "China"}


def prepare(question: Question) -> dict[str, Any]:
    """Make sure that the outer edges of the communes are known, and name them for the statement."""
    return {"survey": survey(question.as_of, question.parameters["tolerance_m"]).pk}


def judge(row: Row, question: Question) -> Judgement:
    """Met when enough incidents, in number and share, lie in the strip along a known boundary."""
    adjoins = [part for part in row["facing"] if part["faces"] != "open"]
    open_m = sum(part["length_m"] for part in row["facing"] if part["faces"] == "open")
    reason = _adjoins(adjoins, open_m)
    details = {"facing": row["facing"], "open_m": open_m}
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
    if name := part["name"]:
        return Text(name[0].lower() + name[1:], name)
    return Text(f"tỉnh mã {part['facing']}", f"the province with code {part['facing']}")


def _boundary(adjoins: list[dict[str, Any]]) -> Text:
    faces = {part["faces"] for part in adjoins}
    if faces == {"border"}:
        return Text("biên giới", "the border")
    if faces == {"province"}:
        return Text("ranh giới tỉnh", "the province boundary")
    return Text("biên giới hoặc ranh giới tỉnh", "the border or the province boundary")


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
