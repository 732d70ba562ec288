"""d.conditional_business: conditional businesses concentrated in a commune **and** violations there.

Concentration alone never flags: the plans ask for the violations. Which kinds of places count is the plan's
wording; Bà Rịa - Vũng Tàu names economic zones, Đồng Nai does not.
"""

from __future__ import annotations

from typing import Any

from gis_app.screening.rules.shape import MET, NO_DATA, NOT_MET, Judgement, Question, Row, Rule
from gis_app.screening.wording import Amount, Text, both


def prepare(question: Question) -> dict[str, Any]:
    """Name the communes among which density is ranked: all of the province, also those not asked about."""
    return {"province_units": sorted({*question.unit_ids, *question.province_unit_ids})}


def judge(row: Row, question: Question) -> Judgement:
    """Met when places gather and enough violations were recorded there."""
    least = question.parameters["min_violations"]
    reported = question.reported(row["province_code"], *RULE.needs["incidents"])
    concentrated = row["crowded"] or row["dense"]
    counted = row["violations"] if row["dense"] else row["violations_there"]
    details = {key: row[key] for key in ("places", "per_km2", "place_in_province", "communes", "most_places")}
    details |= {
        "crowded": row["crowded"],
        "dense": row["dense"],
        "violations": row["violations"] if reported else None,
        "violations_there": row["violations_there"] if reported else None,
    }
    kinds = question.covered("sites", RULE.needs["sites"])
    if not row["places"] and not question.sites_known(row["province_code"], *kinds):
        details["missing"] = [f"site:{kind}" for kind in kinds]
        return Judgement(NO_DATA, _no_layer(question), details=details)
    reason = _gathered(row, question)
    if not concentrated:
        return Judgement(
            NOT_MET, reason, row["most_places"], question.parameters["min_places"], "cơ sở", details
        )
    reason += _violations(counted, row, question, reported)
    if not reported:
        details["missing"] = ["incident:business_violation"]
        return Judgement(NO_DATA, reason, details=details)
    return Judgement(MET if counted >= least else NOT_MET, reason, counted, least, "vụ", details)


def _no_layer(question: Question) -> Text:
    return both(
        "Chưa có lớp cơ sở kinh doanh có điều kiện, bệnh viện, trường học của tỉnh tại ngày {day}.",
        "No layer of conditional businesses, hospitals and schools for the province on {day}.",
        day=question.as_of,
    )


def _gathered(row: Row, question: Question) -> Text:
    return both(
        "{places} cơ sở trong địa bàn, {density} cơ sở/km², xếp thứ {rank} trong {communes} xã của tỉnh "
        "(nhóm cao nhất: {top} %); nhiều nhất {most} cơ sở trong bán kính {metres} m (ngưỡng {least}).",
        "Places in the commune: {places}, {density} per km², rank {rank} of {communes} communes of the "
        "province (highest group: {top} %); at most {most} places within {metres} m (threshold {least}).",
        places=row["places"],
        density=Amount(row["per_km2"], 2),
        rank=row["place_in_province"],
        communes=row["communes"],
        top=question.parameters["top_percent"],
        most=row["most_places"],
        metres=question.parameters["radius_m"],
        least=question.parameters["min_places"],
    )


def _violations(counted: int, row: Row, question: Question, reported: bool) -> Text:
    days = {"since": question.window.since, "last": question.window.last_day}
    if not reported:
        return both(
            "Chưa có số liệu vi phạm của cơ sở kinh doanh từ {since} đến {last}.",
            "No figures on violations of businesses from {since} to {last}.",
            **days,
        )
    where = Text("trong địa bàn", "in the commune")
    if not row["dense"]:
        where = both(
            "trong bán kính {metres} m từ nơi tập trung",
            "within {metres} m of where they gather",
            metres=question.parameters["radius_m"],
        )
    return both(
        "{n} vụ vi phạm {where} từ {since} đến {last} (ngưỡng {least}).",
        "Violations {where} from {since} to {last}: {n} (threshold {least}).",
        n=counted,
        where=where,
        least=question.parameters["min_violations"],
        **days,
    )


RULE = Rule("conditional_business", judge, prepare)
