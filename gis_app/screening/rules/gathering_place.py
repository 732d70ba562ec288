"""d.gathering_place: markets, stations, ports, industrial zones **and** many people from outside beside them.

A place alone never flags: the plans ask for the people who gather there.
"""

from __future__ import annotations

from gis_app.screening.rules.shape import MET, NO_DATA, NOT_MET, Judgement, Question, Row, Rule
from gis_app.screening.wording import Share, Text, both, listed

_LABELS = {
    "population": Text("dân số", "population"),
    "temporary_residents": Text("số người tạm trú", "temporary residents"),
    "foreign_workers": Text("số lao động ngoài địa phương", "workers from outside"),
}


def judge(row: Row, question: Question) -> Judgement:
    """Met when a place is near and either figure reaches its threshold; a missing figure may hide a yes."""
    near = question.parameters["near_m"]
    if not row["places"]:
        if question.sites_known(row["province_code"], *RULE.needs["sites"]):
            reason = both(
                "Không có chợ, bến tàu, bến xe, bến cảng, khu công nghiệp nào trong địa bàn hoặc cách "
                "không quá {near} m.",
                "No market, wharf, bus station, port or industrial zone inside or within {near} m.",
                near=near,
            )
            return Judgement(NOT_MET, reason, 0, 1, "địa điểm", {"places": 0})
        reason = both(
            "Chưa có lớp chợ, bến, khu công nghiệp của tỉnh tại ngày {day}.",
            "No layer of markets, stations, ports and industrial zones for the province on {day}.",
            day=question.as_of,
        )
        return Judgement(NO_DATA, reason, details={"missing": [f"site:{k}" for k in RULE.needs["sites"]]})
    return _people(row, question, _places(row, near))


def _places(row: Row, near: float) -> Text:
    return both(
        "{places} chợ, bến, khu công nghiệp trong địa bàn hoặc cách không quá {near} m.",
        "Markets, stations, ports and industrial zones inside or within {near} m: {places}.",
        places=row["places"],
        near=near,
    )


def _people(row: Row, question: Question, reason: Text) -> Judgement:
    min_percent = question.parameters["min_temporary_percent"]
    min_workers = question.parameters["min_outside_workers"]
    population, temporary = row["population"], row["temporary_residents"]
    workers = row["foreign_workers"]
    share = temporary / population if population and temporary is not None else None
    crowded = share is not None and temporary * 100 >= min_percent * population
    busy = workers is not None and workers >= min_workers
    details = {
        "places": row["places"],
        "places_inside": row["places_inside"],
        "population": population,
        "temporary_residents": temporary,
        "outside_workers": workers,
        "known_as_of": row["known_as_of"],
    }
    if share is not None:
        reason += both(
            "Tạm trú {temporary} người, {share} của {population} dân (ngưỡng {threshold} %).",
            "Temporary residents {temporary}, {share} of {population} residents (threshold {threshold} %).",
            temporary=temporary,
            share=Share(share),
            population=population,
            threshold=min_percent,
        )
    if workers is not None:
        reason += both(
            "Lao động ngoài địa phương {workers} người (ngưỡng {threshold}).",
            "Workers from outside {workers} (threshold {threshold}).",
            workers=workers,
            threshold=min_workers,
        )
    missing = [key for key in _LABELS if row[key] is None]
    if population == 0:
        missing.append("population")
    if missing:
        details["missing"] = [f"indicator:{key}" for key in missing]
        reason += both(
            "Thiếu số liệu: {missing}.",
            "Figures missing: {missing}.",
            missing=listed([_LABELS[key] for key in missing]),
        )
    if busy and not crowded:
        decided = (workers, min_workers, "người")
    else:
        decided = (None if share is None else share * 100, min_percent, "%")
    if crowded or busy:
        return Judgement(MET, reason, *decided, details)
    return Judgement(NO_DATA if share is None or workers is None else NOT_MET, reason, *decided, details)


RULE = Rule("gathering_place", judge)
