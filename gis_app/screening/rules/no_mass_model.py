"""d.no_mass_model: offences happen, and no mass model works; from the inventory, never inferred.

A commune that no inventory lists has *no data*: an empty inventory is written as 0. "Works" is what the
inventory says: the same count as the target of at least one effective model.
"""

from __future__ import annotations

from typing import Any

from gis_app.screening.rules.shape import MET, NO_DATA, NOT_MET, Judgement, Question, Row, Rule
from gis_app.screening.window import Window
from gis_app.screening.wording import Text, both


def prepare(question: Question) -> dict[str, Any]:
    """Name the first day of which an inventory still counts, and the whole months of the window."""
    first, end = question.window.whole_months
    return {
        "oldest": Window.of_months(int(question.parameters["max_age_months"]), question.as_of).since,
        "first_month": first,
        "end_month": end,
    }


def judge(row: Row, question: Question) -> Judgement:
    """Met when offences are many enough and no model is effective; one effective model is a certain "no"."""
    effective = 0 if row["models"] == 0 else row["effective"]
    cases, least = _cases(row, question), question.parameters["min_cases"]
    reason = _models(row, question) + _offences(question, cases)
    details = {"models": row["models"], "effective": effective, "cases": cases}
    if effective:
        return Judgement(NOT_MET, reason, effective, 1, "mô hình", details)
    if cases is not None and cases < least:
        return Judgement(NOT_MET, reason, cases, least, "vụ", details)
    missing = []
    if effective is None:
        inventory = "d.mass_models" if row["models"] is None else "d.mass_models_effective"
        missing.append(f"indicator:{inventory}")
    if cases is None:
        missing += ["incident", "indicator:a.criminal_cases"]
    if missing:
        details["missing"] = missing
        return Judgement(NO_DATA, reason, details=details)
    return Judgement(MET, reason, 0, 1, "mô hình", details)


def _cases(row: Row, question: Question) -> float | None:
    """Return the larger of incidents and reported cases, None where neither is known."""
    known = [row["cases"]] if row["cases"] is not None else []
    if question.reported(row["province_code"], *RULE.needs["incidents"]):
        known.append(row["incidents"])
    return max(known, default=None)


def _models(row: Row, question: Question) -> Text:
    if row["models"] is None and row["effective"] is None:
        return both(
            "Chưa có kiểm kê mô hình quần chúng trong {months} tháng.",
            "No inventory of mass models within {months} months.",
            months=question.parameters["max_age_months"],
        )
    if row["models"] == 0:
        return Text("Không có mô hình quần chúng nào.", "No mass model at all.")
    unknown = Text("chưa rõ số", "an unknown number")
    return both(
        "{models} mô hình quần chúng, {effective} mô hình hiệu quả.",
        "Mass models: {models}, effective ones: {effective}.",
        models=unknown if row["models"] is None else row["models"],
        effective=unknown if row["effective"] is None else row["effective"],
    )


def _offences(question: Question, cases: float | None) -> Text:
    days = {"since": question.window.since, "last": question.window.last_day}
    if cases is None:
        return both(
            "Chưa có số liệu vụ phạm tội, vi phạm từ {since} đến {last}.",
            "No figures on offences from {since} to {last}.",
            **days,
        )
    return both(
        "{n} vụ phạm tội, vi phạm từ {since} đến {last} (ngưỡng {least}).",
        "Offences from {since} to {last}: {n} (threshold {least}).",
        n=cases,
        least=question.parameters["min_cases"],
        **days,
    )


RULE = Rule("no_mass_model", judge, prepare)
