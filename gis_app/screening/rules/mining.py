"""d.mining: mines and pits concentrated in a commune, by number or by area, licensed and unlicensed apart.

Extraction on a river belongs to the communes on its banks. Every mineral counts, since the plans' lists are
open ("…"); those that a plan names are counted apart.
"""

from __future__ import annotations

from typing import Any

from gis_app.screening.rules.shape import MET, NO_DATA, NOT_MET, Judgement, Question, Row, Rule
from gis_app.screening.wording import Amount, Text, both, listed
from layers.site_attributes import attributes_of

_FIGURES = (
    "sites",
    "river_sites",
    "named_sites",
    "area_ha",
    "licensed_ha",
    "unlicensed_ha",
    "without_area",
    "licensed",
    "unlicensed",
    "licence_unknown",
)


def prepare(question: Question) -> dict[str, Any]:
    """Name the kinds of mines, the minerals of rivers, and those that the plan's wording names."""
    return {
        "mine_kinds": _kinds(question),
        "river_minerals": RULE.declaration["river_minerals"],
        "minerals": question.covered("minerals", RULE.declaration["minerals"]),
    }


def _kinds(question: Question) -> list[str]:
    return [kind for kind in question.covered("sites", RULE.needs["sites"]) if kind != "river"]


def judge(row: Row, question: Question) -> Judgement:
    """Met by the number of sites or by their area inside the commune; point sites may lack an area."""
    province = row["province_code"]
    if not row["sites"] and not question.sites_known(province, *_kinds(question)):
        return Judgement(
            NO_DATA,
            both(
                "Chưa có lớp mỏ, bãi khai thác khoáng sản của tỉnh tại ngày {day}.",
                "No layer of mines and pits for the province on {day}.",
                day=question.as_of,
            ),
            details={"missing": ["site:mine"]},
        )
    min_sites, min_area = question.parameters["min_sites"], question.parameters["min_area_ha"]
    many, large = row["sites"] >= min_sites, row["area_ha"] >= min_area
    reported = question.reported(province, "illegal_mining")
    details = {key: row[key] for key in _FIGURES}
    details["illegal_incidents"] = row["illegal_incidents"] if reported else None
    reason = _found(row, min_sites, min_area) + _apart(row, question) + _illegal(row, question, reported)
    if many or not large:
        value, threshold, measure = row["sites"], min_sites, "mỏ"
    else:
        value, threshold, measure = row["area_ha"], min_area, "ha"
    if many or large:
        return Judgement(MET, reason, value, threshold, measure, details)
    may_be_enough = row["maybe_river"] and row["sites"] + row["maybe_river"] >= min_sites
    if may_be_enough and not question.sites_known(province, "river"):
        lacking = both(
            "Chưa có lớp sông: {n} bãi cát, sỏi, vàng sát ranh giới có thể thuộc địa bàn.",
            "No layer of rivers: sites of sand, gravel or gold beside the edge, maybe of here: {n}.",
            n=row["maybe_river"],
        )
        details["missing"] = ["site:river"]
        return Judgement(NO_DATA, reason + lacking, value, threshold, measure, details)
    if row["without_area"]:
        lacking = both(
            "Chưa rõ diện tích của {sites} mỏ chỉ có điểm, nên chưa thể kết luận.",
            "Area unknown for {sites} of them, given as points: no conclusion yet.",
            sites=row["without_area"],
        )
        details["missing"] = ["site:mine:area_ha"]
        return Judgement(NO_DATA, reason + lacking, value, threshold, measure, details)
    return Judgement(NOT_MET, reason, value, threshold, measure, details)


def _found(row: Row, min_sites: float, min_area: float) -> Text:
    if not row["sites"]:
        return both(
            "Không có mỏ, bãi khai thác khoáng sản nào trong địa bàn (ngưỡng {sites} mỏ hoặc {area} ha).",
            "No mine or pit in the commune (threshold {sites} sites or {area} ha).",
            sites=min_sites,
            area=min_area,
        )
    return both(
        "{sites} mỏ, bãi khai thác khoáng sản, {area} ha trong địa bàn (ngưỡng {min_sites} mỏ hoặc "
        "{min_area} ha); có phép {licensed}, không phép {unlicensed}, chưa rõ {unknown}.",
        "Mines and pits: {sites}, {area} ha inside the commune (threshold {min_sites} sites or "
        "{min_area} ha); licensed {licensed}, unlicensed {unlicensed}, unknown {unknown}.",
        sites=row["sites"],
        area=Amount(row["area_ha"], 1),
        min_sites=min_sites,
        min_area=min_area,
        licensed=row["licensed"],
        unlicensed=row["unlicensed"],
        unknown=row["licence_unknown"],
    )


def _apart(row: Row, question: Question) -> Text:
    """Tell the sites on river banks and those of the minerals that the plan names."""
    if not row["sites"]:
        return Text("", "")
    named = question.covered("minerals", RULE.declaration["minerals"])
    words = {
        choice.key: Text(choice.label, choice.label_en)
        for attribute in attributes_of("mine")
        for choice in attribute.choices
    }
    return both(
        "Diện tích có phép {licensed} ha, không phép {unlicensed} ha; {river} bãi trên sông cách bờ không "
        "quá {bank} m; {named} mỏ thuộc loại được nêu tên ({minerals}).",
        "Licensed area {licensed} ha, unlicensed {unlicensed} ha; on rivers within {bank} m of the bank: "
        "{river}; of the minerals named ({minerals}): {named}.",
        licensed=Amount(row["licensed_ha"], 1),
        unlicensed=Amount(row["unlicensed_ha"], 1),
        river=row["river_sites"],
        bank=question.parameters["bank_m"],
        named=row["named_sites"],
        minerals=_each_once([words.get(key, Text(key, key)) for key in named]),
    )


def _each_once(names: list[Text]) -> Text:
    """List minerals: where "sand", "gravel" and "sand and gravel" are named, each word once."""
    words: dict[Text, None] = {}
    for name in names:
        parts = [Text(*part) for part in zip(name.vi.split(", "), name.en.split(" and "), strict=False)]
        words |= dict.fromkeys(parts if listed(parts).vi == name.vi else [name])
    return listed(list(words))


def _illegal(row: Row, question: Question, reported: bool) -> Text:
    if not reported:
        return both(
            "Chưa có số liệu khai thác trái phép từ {since} đến {last}.",
            "No figures on illegal mining from {since} to {last}.",
            since=question.window.since,
            last=question.window.last_day,
        )
    return both(
        "{n} vụ khai thác trái phép từ {since} đến {last}.",
        "Incidents of illegal mining from {since} to {last}: {n}.",
        n=row["illegal_incidents"],
        since=question.window.since,
        last=question.window.last_day,
    )


RULE = Rule("mining", judge, prepare)
