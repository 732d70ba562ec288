"""Judge a commune by the conditions of a regulation: so many of them must be met.

A condition that is not known may be met or not; the answer is certain only when it would be the same either
way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gis_app.screening.rules.shape import MET, NO_DATA, NOT_MET, Judgement, Question, Row
from gis_app.screening.wording import Amount, Text, both, listed


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: whether it is met (None: not known), the words for it, and what is missing."""

    met: bool | None
    words: Text
    missing: tuple[str, ...]


def judge(row: Row, question: Question, declaration: Mapping[str, Any]) -> Judgement:
    """Met when enough conditions are; not met when they cannot be enough, whatever is not known."""
    needed = question.parameters[declaration["at_least"]]
    conditions = [_condition(declared, row["figures"], question) for declared in declaration["conditions"]]
    met = sum(condition.met is True for condition in conditions)
    unknown = [condition for condition in conditions if condition.met is None]
    reason = both(
        "{met} trong {all} điều kiện đạt, {unknown} chưa rõ (cần {needed}): {conditions}.",
        "Of {all} conditions {met} are met, {unknown} unknown ({needed} needed): {conditions}.",
        met=met,
        all=len(conditions),
        unknown=len(unknown),
        needed=needed,
        conditions=listed([condition.words for condition in conditions]),
    )
    details: dict[str, Any] = {"met": met, "unknown": len(unknown)}
    if met >= needed:
        return Judgement(MET, reason, met, needed, "điều kiện", details)
    if met + len(unknown) < needed:
        return Judgement(NOT_MET, reason, met, needed, "điều kiện", details)
    details["missing"] = [key for condition in unknown for key in condition.missing]
    return Judgement(NO_DATA, reason, met, needed, "điều kiện", details)


def _condition(declared: Mapping[str, Any], figures: Mapping[str, float], question: Question) -> Condition:
    answers, told, missing = [], [], []
    for figure in declared["any"]:
        bases = figure.get("percent_of", ())
        lacking = [key for key in (figure["indicator"], *bases) if figures.get(key) is None]
        threshold = figure["least"] if "least" in figure else question.parameters[figure["parameter"]]
        if lacking or (bases and not sum(figures[base] for base in bases)):
            answers.append(None)
            missing += [f"indicator:{key}" for key in lacking or bases]
            continue
        value, base = figures[figure["indicator"]], sum(figures[base] for base in bases)
        if bases:
            answers.append(value * 100 >= threshold * base)
            told.append(
                both(
                    "{n} %, ngưỡng {threshold} %",
                    "{n} %, threshold {threshold} %",
                    n=Amount(value / base * 100, 2),
                    threshold=Amount(threshold, 2),
                )
            )
        else:
            answers.append(value >= threshold)
            told.append(
                both("{n}, ngưỡng {threshold}", "{n}, threshold {threshold}", n=value, threshold=threshold)
            )
    met = True if True in answers else None if None in answers else False
    if met is None:
        told.append(Text("chưa đủ số liệu", "figures missing"))
    words = both("{what} ({told})", "{what} ({told})", what=Text(**declared["label"]), told=listed(told))
    return Condition(met, words, tuple(missing))
