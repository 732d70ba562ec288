"""Judge a figure of a commune beside the province's and beside the commune's own of a year before.

Met when the figure is not a small number, and the rate per 10,000 residents is either well above the
province's, or above it and growing. Nothing is weighed and nothing is added up: each criterion stands for
itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from gis_app.screening.counted.periods import days_covered
from gis_app.screening.models import Finding
from gis_app.screening.rules.shape import MET, NO_DATA, NOT_MET, Judgement, Question, Row
from gis_app.screening.wording import Amount, Text, both

PER = 10_000
# What a number below which nothing is looked at is counted in, and the parameter that says it.
_SMALL = {"cases": ("vụ", "min_cases"), "persons": ("người", "min_cases"), "places": ("nơi", "min_places")}


@dataclass(frozen=True, slots=True)
class Compared:
    """The figures of one commune side by side; None where something for it is not known.

    Attributes:
        rate, province_rate: per 10,000 residents.
        share: rate in percent of the province's.
        growth: in percent against the year before, for cases per day that the figure covers; infinite where
            the figure was 0.
    """

    rate: float | None
    province_rate: float | None
    share: float | None
    growth: float | None

    @classmethod
    def of(cls, row: Row, question: Question, counts: str) -> Compared:
        """Compare what was measured; products are divided last, so that thresholds are met exactly."""
        value, residents = row["value"], row["population"]
        total, all_residents = row["province_total"], row["province_population"]
        needed = question.parameters["min_known_percent"] * row["communes"]
        enough = bool(all_residents) and row["communes_known"] * 100 >= needed
        return cls(
            rate=value / residents * PER if residents else None,
            province_rate=total / all_residents * PER if enough else None,
            share=value * all_residents * 100 / (total * residents)
            if enough and residents and total
            else None,
            growth=_growth(row, counts),
        )


def judge(row: Row, question: Question, key: str, counts: str) -> Judgement:
    """Answer for one commune; `counts` is what kind of figure it is, see `criteria.yaml`."""
    if row["value"] is None:
        return Judgement(NO_DATA, _no_figure(question), details={"missing": [f"indicator:{key}"]})
    compared = Compared.of(row, question, counts)
    details = _details(row, compared)
    reason = _figure(row, counts)
    if counts == "presence":
        return Judgement(MET if row["value"] > 0 else NOT_MET, reason, row["value"], 0, "m²", details)
    reason += _beside_province(row, question, compared) + _beside_past(row, question, compared, counts)
    measure, parameter = _SMALL[counts]
    least = question.parameters[parameter]
    if row["value"] < least:
        reason += both(
            "Số nhỏ (dưới {least}), không xét.", "Small number (below {least}): not looked at.", least=least
        )
        return Judgement(NOT_MET, reason, row["value"], least, measure, details)
    outcome, missing = _outcome(question, compared, key)
    if missing:
        details["missing"] = missing
    return Judgement(outcome, reason, *_decided(question, compared, outcome), details)


def _outcome(question: Question, compared: Compared, key: str) -> tuple[Finding.Outcome, list[str]]:
    """Return the outcome and what is missing for it."""
    if compared.rate is None:
        return NO_DATA, ["indicator:population"]
    if compared.share is None:
        return NO_DATA, [f"indicator:{key}:province"]
    if compared.share >= question.parameters["min_percent_of_province"]:
        return MET, []
    if compared.share < 100:
        return NOT_MET, []
    if compared.growth is None:
        return NO_DATA, [f"indicator:{key}:before"]
    return (MET if compared.growth >= question.parameters["min_growth_percent"] else NOT_MET), []


def _decided(
    question: Question, compared: Compared, outcome: Finding.Outcome
) -> tuple[float | None, float | None, str]:
    """Return the comparison that decided: growth where only growth made it met, otherwise the share."""
    least, growth = question.parameters["min_percent_of_province"], compared.growth
    if compared.share is None:
        return None, None, ""
    if outcome == MET and compared.share < least and growth is not None and math.isfinite(growth):
        return growth, question.parameters["min_growth_percent"], "% tăng"
    return compared.share, least, "% của tỉnh"


def _growth(row: Row, counts: str) -> float | None:
    if row["value_before"] is None:
        return None
    now, before = row["value"], row["value_before"]
    if counts == "cases":  # cases per day, over the same product of days
        now *= days_covered(row["period_before"], row["as_of_before"])
        before *= days_covered(row["period"], row["as_of"])
    if before == 0:
        return math.inf if now > 0 else 0.0
    return float((now - before) * 100 / before)


def _details(row: Row, compared: Compared) -> dict[str, Any]:
    finite = compared.growth is not None and math.isfinite(compared.growth)
    return {
        "value": row["value"],
        "period": row["period"],
        "as_of": row["as_of"].isoformat(),
        "population": row["population"],
        "rate": compared.rate,
        "province_rate": compared.province_rate,
        "communes_known": row["communes_known"],
        "communes": row["communes"],
        "value_before": row["value_before"],
        "period_before": row["period_before"],
        "growth_percent": compared.growth if finite else None,
    }


def _no_figure(question: Question) -> Text:
    return both(
        "Chưa có số liệu chốt từ {since} đến {last}.",
        "No figure with a cut-off from {since} to {last}.",
        since=question.window.since,
        last=question.window.last_day,
    )


def _figure(row: Row, counts: str) -> Text:
    unit = Text(" m²", " m²") if counts == "presence" else Text("", "")
    return both(
        "{n}{unit} trong kỳ {period}, số liệu đến {day}.",
        "{n}{unit} in {period}, figures up to {day}.",
        n=row["value"],
        unit=unit,
        period=row["period"],
        day=row["as_of"],
    )


def _beside_province(row: Row, question: Question, compared: Compared) -> Text:
    if compared.rate is None:
        return Text("Chưa có dân số, nên không tính được tỷ suất.", "Population unknown: no rate.")
    own = both("{rate} trên 10.000 dân", "{rate} per 10,000 residents", rate=Amount(compared.rate, 2))
    known = {"known": row["communes_known"], "communes": row["communes"]}
    if compared.province_rate is None:
        return both(
            "{own}; chưa so được với tỉnh: mới có số liệu của {known}/{communes} xã (cần {least} %).",
            "{own}; not comparable: figures of {known} of {communes} communes ({least} % needed).",
            own=own,
            least=question.parameters["min_known_percent"],
            **known,
        )
    return both(
        "{own}, toàn tỉnh {province} ({known}/{communes} xã có số liệu; ngưỡng {percent} % của tỉnh).",
        "{own}, the province {province} (figures of {known} of {communes} communes; threshold {percent} % of "
        "the province's).",
        own=own,
        province=Amount(compared.province_rate, 2),
        percent=question.parameters["min_percent_of_province"],
        **known,
    )


def _beside_past(row: Row, question: Question, compared: Compared, counts: str) -> Text:
    if row["value_before"] is None:
        return Text("Chưa có số liệu cùng kỳ năm trước.", "No figure of the year before.")
    growth = Text("trước đó không có", "none before")
    if compared.growth is not None and math.isfinite(compared.growth):
        sign = "+" if compared.growth > 0 else ""
        per_day = Text(" tính theo ngày", " per day") if counts == "cases" else Text("", "")
        growth = both(
            f"{sign}{{n}} %{{per_day}}",
            f"{sign}{{n}} %{{per_day}}",
            n=Amount(compared.growth, 1),
            per_day=per_day,
        )
    return both(
        "Kỳ {period}: {n} ({growth}; ngưỡng tăng {least} %).",
        "In {period}: {n} ({growth}; threshold of growth {least} %).",
        period=row["period_before"],
        n=row["value_before"],
        growth=growth,
        least=question.parameters["min_growth_percent"],
    )
