"""d.traffic: black spots, congestion, racing; pavement stalls are reported beside them.

Four conditions are reported each; any of the first three makes a commune a candidate. The plans name stalls
too, but no number for them is known, so they decide nothing here.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

from gis_app.screening.black_spots import wording
from gis_app.screening.rules.shape import MET, NO_DATA, NOT_MET, Judgement, Question, Row, Rule
from gis_app.screening.window import Window
from gis_app.screening.wording import Text, both

_CATEGORIES = {
    "black_spots": "traffic_crash",
    "congestion": "traffic_congestion",
    "racing": "illegal_racing",
    "stalls": "pavement_stall",
}


def prepare(question: Question) -> dict[str, Any]:
    """Find the black spots; the statement says which communes they touch."""
    # Brings scipy, half a second that every other command would wait for at its start.
    from gis_app.screening.black_spots import finding

    window = _crash_window(question)
    found = finding.find(question.unit_ids, window.since, window.until, question.parameters)
    return {
        "spots": json.dumps([spot.as_json() for spot in found.spots]),
        "unsnapped": found.unsnapped if found.roads else [],
        "crashes_since": window.since,
        "roads": found.roads,
    }


def _crash_window(question: Question) -> Window:
    """Return the months within which crashes count for a black spot."""
    return Window.of_months(int(question.parameters["black_spot_months"]), question.as_of)


def looks_back(question: Question) -> dict[str, datetime.date]:
    """Read crashes of the months that a black spot has."""
    return {_CATEGORIES["black_spots"]: _crash_window(question).since}


def judge(row: Row, question: Question) -> Judgement:
    """Met by any of black spots, congestion and racing; without reported crashes a "no" is not certain."""
    known = {
        name: question.reported(
            row["province_code"],
            category,
            window=_crash_window(question) if name == "black_spots" else question.window,
        )
        for name, category in _CATEGORIES.items()
    }
    parameters = question.parameters
    parts = {
        "black_spots": (row["spots"], 1, "điểm đen"),
        "congestion": (row["congested_months"], parameters["congestion_months"], "tháng"),
        "racing": (row["racing"], parameters["racing_gatherings"], "vụ"),
    }
    met = [name for name, (value, threshold, _measure) in parts.items() if value >= threshold]
    unclear = not known["black_spots"] or (row["maybe_spots"] > 0 and not row["spots"])
    reason = _crashes(row, question, known["black_spots"]) + _others(row, question, known)
    details = _details(row, known, met)
    decided = parts[met[0] if met else "black_spots"]
    if met:
        return Judgement(MET, reason, *decided, details)
    if unclear:
        details["missing"] = ["incident:traffic_crash" + (":deaths" if known["black_spots"] else "")]
        if not known["black_spots"]:
            return Judgement(NO_DATA, reason, details=details)
        return Judgement(NO_DATA, reason, *decided, details)
    return Judgement(NOT_MET, reason, *decided, details)


def _details(row: Row, known: dict[str, bool], met: list[str]) -> dict[str, Any]:
    def outcome(name: str) -> str:
        if name in met:
            return str(MET)
        unclear = name == "black_spots" and row["maybe_spots"] > 0
        return str(NOT_MET) if known[name] and not unclear else str(NO_DATA)

    return {
        "black_spots": {
            "outcome": outcome("black_spots"),
            "spots": row["black_spots"],
            "possible_spots": row["maybe_spots"],
            "crashes": row["crashes"] if known["black_spots"] else None,
            "crashes_with_unknown_deaths": row["crashes_unknown"],
            "crashes_on_no_road": row["crashes_unsnapped"] if known["black_spots"] and row["roads"] else None,
            "potential_spots": row["potential_spots"],
            "method": "network" if row["roads"] else "planar",
        },
        "congestion": {
            "outcome": outcome("congestion"),
            "events": row["congestion"] if known["congestion"] else None,
            "consecutive_months": row["congested_months"] if known["congestion"] else None,
        },
        "racing": {
            "outcome": outcome("racing"),
            "gatherings": row["racing"] if known["racing"] else None,
        },
        "stalls": {"incidents": row["stalls"] if known["stalls"] else None},
    }


def _crashes(row: Row, question: Question, known: bool) -> Text:
    window, parameters = _crash_window(question), question.parameters
    days = {"since": window.since, "last": window.last_day}
    if not known:
        return both(
            "Tỉnh chưa có số liệu tai nạn giao thông từ {since} đến {last}.",
            "No crashes of the province from {since} to {last} have been entered.",
            **days,
        )
    figures = {"method": wording.method(row["roads"], parameters)}
    if row["spots"]:
        reason = both(
            "{n} điểm đen tai nạn giao thông ({method}): {named}.",
            "Black spots ({method}): {n}; {named}.",
            n=row["spots"],
            named=wording.spots_named(row["black_spots"], parameters["black_spot_months"]),
            **figures,
        )
    elif row["maybe_spots"]:
        reason = both(
            "Chưa thể kết luận về điểm đen: {n} nơi có vụ chưa rõ số người chết hoặc bị thương ({method}).",
            "No conclusion on black spots: places with crashes of unknown severity ({method}): {n}.",
            n=row["maybe_spots"],
            **figures,
        )
    else:
        reason = both(
            "Không có điểm đen tai nạn giao thông ({method}).", "No black spot ({method}).", **figures
        )
    reason += both(
        "{potential} điểm tiềm ẩn; {crashes} vụ trong địa bàn từ {since} đến {last}.",
        "Potential black spots: {potential}; crashes in the commune from {since} to {last}: {crashes}.",
        potential=row["potential_spots"],
        crashes=row["crashes"],
        **days,
    )
    if row["crashes_unknown"]:
        reason += both(
            "{n} vụ chưa rõ số người chết.",
            "Crashes with an unknown number of deaths: {n}.",
            n=row["crashes_unknown"],
        )
    return reason + wording.unsnapped(row["crashes_unsnapped"], parameters)


def _others(row: Row, question: Question, known: dict[str, bool]) -> Text:
    parameters = question.parameters
    unknown = Text("chưa có số liệu", "no figures")
    congestion = both(
        "dài nhất {months} tháng liên tiếp có từ {least} vụ (ngưỡng {threshold} tháng)",
        "at most {months} consecutive months with {least} events or more (threshold {threshold} months)",
        months=row["congested_months"],
        least=parameters["congestion_per_month"],
        threshold=parameters["congestion_months"],
    )
    racing = both(
        "{n} vụ (ngưỡng {threshold})",
        "{n} (threshold {threshold})",
        n=row["racing"],
        threshold=parameters["racing_gatherings"],
    )
    stalls = both("{n} vụ", "{n}", n=row["stalls"])
    return both(
        "Ùn tắc: {congestion}. Đua xe trái phép: {racing}. Hàng quán lấn chiếm vỉa hè: {stalls}.",
        "Congestion: {congestion}. Illegal racing: {racing}. Pavement stalls: {stalls}.",
        congestion=congestion if known["congestion"] else unknown,
        racing=racing if known["racing"] else unknown,
        stalls=stalls if known["stalls"] else unknown,
    )


RULE = Rule("traffic", judge, prepare, looks_back)
